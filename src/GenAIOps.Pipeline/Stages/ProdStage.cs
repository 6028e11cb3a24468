using System.Text.Json.Nodes;
using GenAIOps.Azure;
using GenAIOps.Delivery.Gates;
using GenAIOps.Delivery.Hosting;
using GenAIOps.Delivery.Releases;
using GenAIOps.Evidence;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Predicates;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>The gate, and blue/green in PROD.</summary>
internal static class ProdStage
{
    /// <summary>What a person looked at is not what they would see a month later.</summary>
    private static readonly TimeSpan s_approvalLifetime = TimeSpan.FromDays(7);

    public static async Task<ReleasedAgent> ReleaseAsync(EnvironmentContext context, ReleaseOptions options, CancellationToken cancellationToken)
    {
        var digest = context.Digest;
        var workload = await RevisionSpec.InAsync(context, cancellationToken);
        var host = workload.Host(digest, options.Set);
        var desired = workload.Desired(digest);
        var agent = workload.Configuration.VersionOf(digest);
        GateStage.WarnOfTests(context);
        var writer = await context.EvidenceWriterAsync(cancellationToken);
        var evidence = await context.EvidenceReaderAsync(cancellationToken);
        var live = (await host.ObserveAsync(cancellationToken)).Live;
        if (live?.Name != desired.Revision)
        {
            var facts = await Released.GateAsync(context, evidence, agent, live, cancellationToken);
            // Of a set it was told before any of it moved.
            if (options.Set is null) SettingsOfEnvironment.Warn(context, facts);
            await ApproveAsync(context, facts, writer, options, cancellationToken);
        }

        AgentReference? from = null;
        var driver = new ReleaseDriver(
            host,
            new HttpProbe(await context.AgentHttpAsync(cancellationToken), context.Datasets.Questions),
            async token =>
            {
                // Read each time: another build may have released meanwhile, and then this image was compared with something else.
                var seen = await host.ObserveAsync(token);
                var blue = seen.Blue(desired.Revision);
                var facts = await Released.GateAsync(context, evidence, agent, blue ?? seen.Live, token);
                if (blue is not null) from = facts.Released;
                return context.Gate.Decide(facts);
            },
            context.Pace,
            context.Time,
            step => Log.Information("{Step}", step));
        var report = await driver.ReleaseAsync(desired, cancellationToken);
        var statement = ReleaseStatements.Of(report, agent, context.Name, from, options.By);
        await ReleaseStatements.AttachAsync(evidence, writer, report, statement, cancellationToken);
        await ReleaseStatements.MarkLiveAsync(await context.RegistryAsync(cancellationToken), statement, cancellationToken);
        await FinishAsync(context, report, host, cancellationToken);
        return new ReleasedAgent(context.Agent.Name, context.Name, report.Outcome, report.FromRevision, report.ToRevision, report.RequestsSent, report.RequestsFailed);
    }

    /// <summary>What the gate says, after whoever may approve was asked; moves nothing.</summary>
    public static async Task<GateDecision> DecideAsync(EnvironmentContext context, ReleaseOptions options, CancellationToken cancellationToken)
    {
        var workload = await RevisionSpec.InAsync(context, cancellationToken);
        var agent = workload.Configuration.VersionOf(context.Digest);
        var writer = await context.EvidenceWriterAsync(cancellationToken);
        var evidence = await context.EvidenceReaderAsync(cancellationToken);
        var live = (await workload.Host().ObserveAsync(cancellationToken)).Live;
        if (live?.Name == workload.Desired(context.Digest).Revision) return new GateDecision(context.Name, [new GateReason("released", true, $"{live.Name} is live already")]);
        var facts = await Released.GateAsync(context, evidence, agent, live, cancellationToken);
        SettingsOfEnvironment.Warn(context, facts);
        await ApproveAsync(context, facts, writer, options, cancellationToken);
        return context.Gate.Decide(await Released.GateAsync(context, evidence, agent, live, cancellationToken));
    }

    /// <summary>Gives PROD back to the revision that was live before. It needs no gate: it passed one.</summary>
    public static async Task RollbackAsync(EnvironmentContext context, CancellationToken cancellationToken)
    {
        var workload = await RevisionSpec.InAsync(context, cancellationToken);
        var observed = await workload.Host().ObserveAsync(cancellationToken);
        if (observed.Find(observed.Previous) is not { } previous || previous.Name == observed.Live?.Name)
        {
            throw new ExitCodeException(ExitCodes.BadInput, $"There is nothing to roll back to: {observed.Live?.Name ?? "nothing"} is live, and no revision was live before it. {context.Title} is as it was.");
        }

        var driver = new ReleaseDriver(
            workload.Host(),
            new HttpProbe(await context.AgentHttpAsync(cancellationToken), context.Datasets.Questions),
            _ => Task.FromResult(new GateDecision("rollback", [new GateReason("rollback", true, $"{previous.Name} was live before")])),
            context.Pace,
            context.Time,
            step => Log.Information("{Step}", step));
        var report = await driver.ReleaseAsync(new Desired(previous.Name, previous.Digest) { Steps = [100] }, cancellationToken);
        await StateRollbackAsync(context, report, previous, cancellationToken);
        await FinishAsync(context, report, workload.Host(), cancellationToken);
    }

    /// <summary>Who may not look at the app is told by the registry what serves again. Users have their agent back: without a key nothing is signed, and that is told.</summary>
    private static async Task StateRollbackAsync(EnvironmentContext context, ReleaseReport report, ObservedRevision previous, CancellationToken cancellationToken)
    {
        try
        {
            if (previous.Configuration is not { } configuration || ReleaseStatements.Of(report, new AgentVersion(previous.Digest, configuration), context.Name, null, System.Environment.UserName) is not { } statement) return;
            await ReleaseStatements.AttachAsync(await context.EvidenceReaderAsync(cancellationToken), await context.EvidenceWriterAsync(cancellationToken), report, statement, cancellationToken);
            await ReleaseStatements.MarkLiveAsync(await context.RegistryAsync(cancellationToken), statement, cancellationToken);
        }
        catch (Exception e) when (e is ExitCodeException or InvalidDataException or AzureCloudException)
        {
            Log.Warning("No statement of the rollback was signed: {Error}", e.Message);
        }
    }

    private static async Task ApproveAsync(EnvironmentContext context, GateContext facts, EvidenceWriter evidence, ReleaseOptions options, CancellationToken cancellationToken)
    {
        var digest = facts.Agent.ImageDigest;
        // What is not proven is not put before a person: the gate says what is missing.
        var open = context.Gate.Decide(facts).Reasons.Where(reason => !reason.Met && reason.Requirement != Approval.Name).ToList();
        if (open.Count > 0 || context.Gate.Decide(facts).Allowed)
        {
            return;
        }

        var (approve, by) = (options.Approve, options.By);
        string comment;
        if (approve is null && context.IsEmulator)
        {
            comment = "approved by the build itself: the emulator rehearses, and this build made the image";
            by = $"{by} (automatic, emulator)";
            Log.Information("Approved automatically: this is the emulator, and this build made {Digest}. Rehearse the real gate with --approve ask", digest);
        }
        else if (approve?.Split(',', StringSplitOptions.TrimEntries).Contains(digest) is true)
        {
            comment = "approved with --approve";
        }
        else if (approve is null or "ask" && !context.Build.Build.IsServerBuild && !Console.IsInputRedirected && !Console.IsOutputRedirected)
        {
            Console.Write($"Release {digest} to {context.Name}? Type yes to approve: ");
            if (Console.ReadLine()?.Trim() is not "yes")
            {
                return;
            }

            comment = "approved on the terminal";
        }
        else
        {
            return;
        }

        var now = context.Time.GetUtcNow();
        await evidence.AttachAsync(facts.Agent, new ApprovalPredicate(facts.Agent.ToReference(), context.Name, Decision.Approved, by, now, now + s_approvalLifetime) { Comment = comment }, cancellationToken);
    }

    private static async Task FinishAsync(EnvironmentContext context, ReleaseReport report, ContainerAppHost host, CancellationToken cancellationToken)
    {
        var file = context.Results(EnvironmentStages.Release) / "release.json";
        JsonFile.Write(file, Json(report));
        switch (report.Outcome)
        {
            case ReleaseOutcome.Refused:
                throw new ExitCodeException(ExitCodes.GateRefused, $"The gate of {context.Title} refuses {report.ToDigest}. {context.Title} is as it was.\n{report.Because}");
            case ReleaseOutcome.RolledBack:
                throw new ExitCodeException(ExitCodes.RolledBack, $"The release was rolled back: {report.Because}. {report.FromRevision} serves 100 % again. The steps are in {context.Shown(file)}.");
            case ReleaseOutcome.Failed:
                throw new ExitCodeException(ExitCodes.TargetFailed, $"The release failed: {report.Because?.TrimEnd('.')}. Serving now: {report.Serves}. The steps are in {context.Shown(file)}.");
            case ReleaseOutcome.Cancelled:
                Log.Warning("{Because} Run ./build.sh again to go on", report.Because);
                throw new OperationCanceledException(report.Because);
            case ReleaseOutcome.Unchanged:
                BuildExtras.MarkCached($"{report.ToRevision} is live already");
                break;
        }

        var url = $"https://{(await host.ObserveAsync(cancellationToken)).Host}";
        context.Report(context.Title, url);
        context.Report("Live", $"{report.ToRevision} ({report.RequestsSent} probes, {report.RequestsFailed} failed)");
        var certificate = context.IsEmulator ? $" --cacert {Path.GetRelativePath(System.Environment.CurrentDirectory, Path.Combine(context.Build.Emulator.State, "certificate.pem"))}" : "";
        context.Report("Ask it", $"curl{certificate} {url}/ask --json '{{\"question\":\"{context.Datasets.Questions[0].Replace("'", "", StringComparison.Ordinal)}\"}}'");
    }

    private static JsonObject Json(ReleaseReport report) => new()
    {
        ["outcome"] = report.Outcome.ToString(),
        ["because"] = report.Because,
        ["serves"] = report.Serves,
        ["from"] = report.FromRevision is null ? null : new JsonObject { ["revision"] = report.FromRevision, ["digest"] = report.FromDigest },
        ["to"] = new JsonObject { ["revision"] = report.ToRevision, ["digest"] = report.ToDigest },
        ["started_at"] = $"{report.StartedAt.UtcDateTime:O}",
        ["finished_at"] = $"{report.FinishedAt.UtcDateTime:O}",
        ["requests_sent"] = report.RequestsSent,
        ["requests_failed"] = report.RequestsFailed,
        ["steps"] = new JsonArray([.. report.Steps.Select(step => (JsonNode)new JsonObject
        {
            ["at"] = $"{step.At.UtcDateTime:O}", ["step"] = step.Step, ["percent"] = step.Percent, ["sent"] = step.Sent, ["failed"] = step.Failed,
        })]),
    };
}
