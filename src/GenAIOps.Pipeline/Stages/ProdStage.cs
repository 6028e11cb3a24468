using System.Text.Json.Nodes;
using GenAIOps.Delivery.Evidence;
using GenAIOps.Delivery.Gates;
using GenAIOps.Delivery.Hosting;
using GenAIOps.Delivery.Releases;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>The gate, and blue/green in PROD.</summary>
internal static class ProdStage
{
    public const string Environment = "prod";

    /// <summary>What a person looked at is not what they would see a month later.</summary>
    private static readonly TimeSpan s_approvalLifetime = TimeSpan.FromDays(7);

    public static async Task ReleaseAsync(Session session, string? approve, string? approvedBy, CancellationToken cancellationToken)
    {
        var digest = session.Digest;
        var workload = await Workload.InAsync(session, Environment, cancellationToken);
        var host = workload.Host(digest);
        var desired = workload.Desired(digest);
        var evidence = await session.EvidenceAsync(cancellationToken);
        var live = (await host.ObserveAsync(cancellationToken)).Live;
        if (live?.Name != desired.Revision)
        {
            await ApproveAsync(session, evidence, workload.Configuration, live, approve, approvedBy, cancellationToken);
        }

        var cloud = await session.CloudAsync(cancellationToken);
        var driver = new ReleaseDriver(
            host,
            new HttpProbe(cloud.CreateHttpClient(), Questions(session)),
            async token =>
            {
                // Read each time: another build may have released meanwhile, and then this image was compared with something else.
                var seen = await host.ObserveAsync(token);
                return session.ProdGate.Decide(await Released.GateAsync(session, evidence, digest, workload.Configuration, seen.Blue(desired.Revision) ?? seen.Live, token));
            },
            Pace(session),
            session.Time,
            step => Log.Information("{Step}", step));
        await FinishAsync(session, await driver.ReleaseAsync(desired, cancellationToken), host, cancellationToken);
    }

    /// <summary>Gives PROD back to the revision that was live before. It needs no gate: it passed one.</summary>
    public static async Task RollbackAsync(Session session, CancellationToken cancellationToken)
    {
        var workload = await Workload.InAsync(session, Environment, cancellationToken);
        var observed = await workload.Host("sha256:" + new string('0', 64)).ObserveAsync(cancellationToken);
        if (observed.Find(observed.Previous) is not { } previous || previous.Name == observed.Live?.Name)
        {
            throw new ExitCodeException(ExitCodes.BadInput, $"There is nothing to roll back to: {observed.Live?.Name ?? "nothing"} is live, and no revision was live before it. PROD is as it was.");
        }

        var cloud = await session.CloudAsync(cancellationToken);
        var driver = new ReleaseDriver(
            workload.Host(previous.Digest),
            new HttpProbe(cloud.CreateHttpClient(), Questions(session)),
            _ => Task.FromResult(new GateDecision("rollback", [new GateReason("rollback", true, $"{previous.Name} was live before")])),
            Pace(session),
            session.Time,
            step => Log.Information("{Step}", step));
        await FinishAsync(session, await driver.ReleaseAsync(new Desired(previous.Name, previous.Digest) { Steps = [100] }, cancellationToken), workload.Host(previous.Digest), cancellationToken);
    }

    private static async Task ApproveAsync(Session session, EvidenceStore evidence, AgentConfiguration configuration, ObservedRevision? live, string? approve, string? approvedBy, CancellationToken cancellationToken)
    {
        var digest = session.Digest;
        // What is not proven is not put before a person: the gate says what is missing.
        var context = await Released.GateAsync(session, evidence, digest, configuration, live, cancellationToken);
        var open = session.ProdGate.Decide(context).Reasons.Where(reason => !reason.Met && reason.Requirement != Approval.Name).ToList();
        if (open.Count > 0 || session.ProdGate.Decide(context).Allowed)
        {
            return;
        }

        var by = approvedBy ?? System.Environment.UserName;
        string comment;
        if (approve is null && session.IsEmulator)
        {
            comment = "approved by the build itself: the emulator rehearses, and this build made the image";
            by = $"{by} (automatic, emulator)";
            Log.Information("Approved automatically: this is the emulator, and this build made {Digest}. Rehearse the real gate with --approve ask", digest);
        }
        else if (approve == digest)
        {
            comment = "approved with --approve";
        }
        else if (approve is null or "ask" && !Console.IsInputRedirected && !Console.IsOutputRedirected)
        {
            Console.Write($"Release {digest} to {Environment}? Type yes to approve: ");
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

        await evidence.AttachAsync(digest, EvidenceStore.Approval, new JsonObject
        {
            ["decision"] = "approved",
            ["by"] = by,
            ["environment"] = Environment,
            ["configuration"] = configuration.Sha256,
            ["at"] = $"{session.Time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}",
            ["expires"] = $"{session.Time.GetUtcNow() + s_approvalLifetime:yyyy-MM-ddTHH:mm:ssZ}",
            ["comment"] = comment,
        }, cancellationToken);
    }

    private static async Task FinishAsync(Session session, ReleaseReport report, ContainerAppHost host, CancellationToken cancellationToken)
    {
        JsonFile.Write(session.Artifacts / "release.json", Json(report));
        switch (report.Outcome)
        {
            case ReleaseOutcome.Refused:
                throw new ExitCodeException(ExitCodes.GateRefused, $"The gate of PROD refuses {report.ToDigest}. PROD is as it was.\n{report.Because}");
            case ReleaseOutcome.RolledBack:
                throw new ExitCodeException(ExitCodes.RolledBack, $"The release was rolled back: {report.Because}. {report.FromRevision} serves 100 % again. The steps are in artifacts/release.json.");
            case ReleaseOutcome.Failed:
                throw new ExitCodeException(ExitCodes.TargetFailed, $"The release failed before it had all the traffic: {report.Because}. {report.FromRevision ?? "Nothing"} serves as before. The steps are in artifacts/release.json.");
            case ReleaseOutcome.Cancelled:
                Log.Warning("{Because} Run ./build.sh again to go on", report.Because);
                throw new OperationCanceledException(report.Because);
            case ReleaseOutcome.Unchanged:
                BuildExtras.MarkCached($"{report.ToRevision} is live already");
                break;
        }

        var url = $"https://{(await host.ObserveAsync(cancellationToken)).Host}";
        session.Report("PROD", url);
        session.Report("Live", $"{report.ToRevision} ({report.RequestsSent} probes, {report.RequestsFailed} failed)");
        var certificate = session.IsEmulator ? $" --cacert {Path.GetRelativePath(System.Environment.CurrentDirectory, Path.Combine(session.Emulator.State, "certificate.pem"))}" : "";
        session.Report("Ask it", $"curl{certificate} {url}/ask --json '{{\"question\":\"{Questions(session)[0].Replace("'", "", StringComparison.Ordinal)}\"}}'");
    }

    private static JsonObject Json(ReleaseReport report) => new()
    {
        ["outcome"] = report.Outcome.ToString(),
        ["because"] = report.Because,
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

    /// <summary>The first questions of the golden set whose answer is known, in one turn.</summary>
    internal static IReadOnlyList<string> Questions(Session session) =>
        [.. Sets.Golden(session).Rows().Where(row => row.Context.Length > 0 || (row.Article is null && row.GroundTruth.Length > 0)).Where(row => row.History.Count == 0).Take(20).Select(row => row.Query)];

    private static ReleasePace Pace(Session session) => session.IsEmulator
        ? new ReleasePace { Poll = TimeSpan.FromMilliseconds(100), Drain = TimeSpan.FromSeconds(1) }
        : new ReleasePace();
}
