using GenAIOps.Delivery.Gates;
using GenAIOps.Evidence.Predicates;
using GenAIOps.Pipeline.Context;
using Nuke.Common.Execution;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Looking at the gate of an environment that releases, and waiving a requirement of it.</summary>
internal static class GateStage
{
    private const int MostHours = 168;

    public static async Task ExplainAsync(EnvironmentContext context, CancellationToken cancellationToken)
    {
        var workload = await RevisionSpec.InAsync(context, cancellationToken);
        var live = (await workload.Host().ObserveAsync(cancellationToken)).Live;
        var facts = await Released.GateAsync(context, await context.EvidenceReaderAsync(cancellationToken), workload.Configuration.VersionOf(context.Digest), live, cancellationToken);
        var decision = context.Gate.Decide(facts);
        Log.Information("The gate of {Environment} {Decision} {Digest}:", context.Name, decision.Allowed ? "lets pass" : "refuses", context.Digest);
        foreach (var line in decision.Explain().Split('\n')) Log.Information("{Line}", line);
        WarnOfTests(context);
        SettingsOfEnvironment.Warn(context, facts);
        foreach (var rejected in facts.Evidence.NotCounted()) Log.Warning("Not believed: {Evidence}", rejected);
        context.Report(EnvironmentStages.Release, "Gate", decision.Allowed ? "open" : $"{decision.Reasons.Count(x => !x.Met)} of {decision.Reasons.Count} missing");
    }

    /// <summary>A gate that nobody wrote asks a build without tests for no result of them; nobody shall learn that afterwards.</summary>
    public static void WarnOfTests(EnvironmentContext context)
    {
        if (context.Build.Build is not ITestAgent && context.Gate.Requirements.All(requirement => requirement.Name != Tests.Passed.Name))
            Log.Warning("{Environment}: the gate asks for no test result, as the build has no ITestAgent", context.Title);
    }

    public static async Task WaiveAsync(EnvironmentContext context, string? requirement, string? reason, int hours, string? by, CancellationToken cancellationToken)
    {
        var names = context.Gate.Requirements.Where(x => x.IsWaivable).Select(x => x.Name).ToArray();
        if (requirement is null || !names.Contains(requirement, StringComparer.Ordinal))
            throw new ExitCodeException(ExitCodes.BadInput, $"--requirement is '{requirement}'. Nothing was waived. Give one of these: {string.Join("; ", names)}.");
        if (string.IsNullOrWhiteSpace(reason)) throw new ExitCodeException(ExitCodes.BadInput, "--reason is missing. Nothing was waived. Say why: whoever reads the release later wants to know.");
        if (hours is < 1 or > MostHours) throw new ExitCodeException(ExitCodes.BadInput, $"--hours is {hours}. Nothing was waived. Give 1 to {MostHours}.");

        var now = context.Time.GetUtcNow();
        // A waiver is of an agent version: in another configuration it is another agent.
        var agent = RevisionSpec.ConfigurationOf(context).VersionOf(context.Digest);
        var evidence = await context.EvidenceWriterAsync(cancellationToken);
        await evidence.AttachAsync(agent, new WaiverPredicate(agent.ToReference(), context.Name, requirement, by ?? System.Environment.UserName, reason, now, now + TimeSpan.FromHours(hours)), cancellationToken);
        context.Report("Waived", $"{requirement} of {context.Digest} for {hours} h: {reason}");
    }
}
