using System.Text.Json.Nodes;
using GenAIOps.Delivery.Evidence;
using Nuke.Common.Execution;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Looking at PROD's gate, and waiving a requirement of it.</summary>
internal static class GateStage
{
    private const int MostHours = 168;

    public static async Task ExplainAsync(Session session, CancellationToken cancellationToken)
    {
        var workload = await Workload.InAsync(session, ProdStage.Environment, cancellationToken);
        var live = (await workload.Host(session.Digest).ObserveAsync(cancellationToken)).Live;
        var context = await Released.GateAsync(session, await session.EvidenceAsync(cancellationToken), session.Digest, workload.Configuration, live, cancellationToken);
        var decision = session.ProdGate.Decide(context);
        Log.Information("The gate of {Environment} {Decision} {Digest}:", ProdStage.Environment, decision.Allowed ? "lets pass" : "refuses", session.Digest);
        foreach (var line in decision.Explain().Split('\n')) Log.Information("{Line}", line);
        foreach (var rejected in context.Evidence.Rejected) Log.Warning("Not believed: {Evidence}", rejected);
        session.Report("Gate", decision.Allowed ? "open" : $"{decision.Reasons.Count(x => !x.Met)} of {decision.Reasons.Count} missing");
    }

    public static async Task WaiveAsync(Session session, string? requirement, string? reason, int hours, string? by, CancellationToken cancellationToken)
    {
        var names = session.ProdGate.Requirements.Where(x => x.IsWaivable).Select(x => x.Name).ToArray();
        if (requirement is null || !names.Contains(requirement, StringComparer.Ordinal))
            throw new ExitCodeException(ExitCodes.BadInput, $"--requirement is '{requirement}'. Nothing was waived. Give one of these: {string.Join("; ", names)}.");
        if (string.IsNullOrWhiteSpace(reason)) throw new ExitCodeException(ExitCodes.BadInput, "--reason is missing. Nothing was waived. Say why: whoever reads the release later wants to know.");
        if (hours is < 1 or > MostHours) throw new ExitCodeException(ExitCodes.BadInput, $"--hours is {hours}. Nothing was waived. Give 1 to {MostHours}.");

        var now = session.Time.GetUtcNow();
        var evidence = await session.EvidenceAsync(cancellationToken);
        await evidence.AttachAsync(session.Digest, EvidenceStore.Waiver, new JsonObject
        {
            ["requirement"] = requirement,
            ["environment"] = ProdStage.Environment,
            ["by"] = by ?? Environment.UserName,
            ["reason"] = reason,
            ["at"] = $"{now:yyyy-MM-ddTHH:mm:ssZ}",
            ["expires"] = $"{now + TimeSpan.FromHours(hours):yyyy-MM-ddTHH:mm:ssZ}",
        }, cancellationToken);
        session.Report("Waived", $"{requirement} of {session.Digest} for {hours} h: {reason}");
    }
}
