using GenAIOps.Delivery.Evidence;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Experiments;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Asks PROD what QA asked the same image before its release: what differs now is not the image, but what it stands on.</summary>
internal static class DriftStage
{
    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        var released = await Released.FindAsync(session, await session.EvidenceAsync(cancellationToken), cancellationToken)
            ?? throw new ExitCodeException(ExitCodes.BadInput, "Nothing is live in PROD, so nothing can have drifted. Run ./build.sh ReleaseProd first.");
        var live = released.Revision;
        var recorded = await RecordedAsync(session, released, cancellationToken);
        var basis = released.Evaluation!["basis"];
        var golden = Sets.Golden(session);
        var shared = recorded.Shared(golden);
        if (shared.Count < session.Agent.Policy.MinimumRows)
        {
            throw new ExitCodeException(ExitCodes.TooFewCases, $"Only {shared.Count} of {golden.Count} rows of {session.Agent.GoldenSet.Name} are those that were asked before the release, and {session.Agent.Policy.MinimumRows} are needed to compare. PROD is as it was. Release an image that was judged on the present set.");
        }

        var folder = session.Artifacts / "drift";
        // What PROD answered another day is no answer of today.
        folder.CreateOrCleanDirectory();
        var now = await new Asking("PROD now", ProdStage.Environment, live.Host!, live.Digest, folder / "runs") { Repeats = recorded.Repeats, Variant = released.Configuration?.Sha256 ?? live.Name, MayReuse = false }.RunAsync(session, shared, session.Agent.Quality, cancellationToken);
        var then = recorded.RunOf(shared);
        var result = ExperimentResult.Of("drift", shared, [new("before the release", then), new("now", now)], session.Agent.Policy.Confidence, session.Agent.Policy.Seed);
        JsonFile.Write(folder / "drift.json", ExperimentReport.Json(result));
        JsonFile.WriteText(folder / "drift.html", ExperimentReport.Html(result));
        BuildExtras.Summarize(ExperimentReport.Markdown(result));
        var options = await Asking.OptionsAsync(session, ProdStage.Environment, recorded.Repeats, cancellationToken);
        Judge(session, now, then, shared, isJudgedOtherwise: basis is not null && !VerdictBasis.IsJudgedBy(basis, session.Agent.Quality, options));
    }

    /// <summary>What the signed evaluation of what is live says of each row.</summary>
    private static async Task<Outcomes> RecordedAsync(Session session, Released released, CancellationToken cancellationToken) =>
        (string?)released.Evaluation?["outcomes"]?["digest"] is { } outcomes
            ? Outcomes.Read(await new ImageAttachments(await session.RegistryAsync(cancellationToken)).ReadAsync(outcomes, cancellationToken))
            : throw new ExitCodeException(ExitCodes.BadInput, $"No signed evaluation of {released.Revision.Digest}, which is live, tells how each row ended. PROD is as it was. Evaluate and release an image with this version of the pipeline.");

    private static void Judge(Session session, RunResult now, RunResult then, Dataset shared, bool isJudgedOtherwise)
    {
        var without = now.Count(RowStatus.Errored) + now.Count(RowStatus.Skipped);
        if (without > session.Agent.Policy.ErrorRate * now.Sent) throw new ExitCodeException(ExitCodes.CouldNotRun, $"{without} of {now.Sent} rows have no result, so nothing is known of PROD; the first: {now.Read().First(row => row.Status is RowStatus.Errored or RowStatus.Skipped).Reasons[0]}.");
        var (kind, reason) = Drift.Judge(now, then, session.Agent.Policy, SetFacts.Of(shared));
        // A difference between two rulers is none of what they measure.
        if (isJudgedOtherwise) reason += "; other evaluators judge now than before the release, so a difference may be theirs";
        session.Report("Drift", reason);
        if (kind is VerdictKind.Worse or VerdictKind.TooFewCases)
        {
            throw new ExitCodeException(ExitCodes.Of(kind), $"PROD has drifted, or may have: {reason}. It serves as before. Read artifacts/drift/drift.html; ./build.sh Rollback gives it back to the revision before.");
        }
    }
}
