using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Experiments;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Evidence;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Asks what is live what an evaluation asked the same image before its release: what differs now is not the image, but what it stands on.</summary>
internal static class DriftStage
{
    public static async Task RunAsync(EnvironmentContext context, CancellationToken cancellationToken)
    {
        var released = await Released.FindAsync(context, context.Environment, await context.EvidenceReaderAsync(cancellationToken), cancellationToken)
            ?? throw new ExitCodeException(ExitCodes.BadInput, $"Nothing is live in {context.Title}, so nothing can have drifted. Run ./build.sh Release first.");
        var live = released.Revision;
        var recorded = await RecordedAsync(context, released, cancellationToken);
        var basis = released.Evaluation!.Basis;
        var golden = context.Datasets.Golden;
        var shared = recorded.Shared(golden);
        if (shared.Count < context.Policy.MinimumRows)
        {
            throw new ExitCodeException(ExitCodes.TooFewCases, $"Only {shared.Count} of {golden.Count} rows of {context.Agent.GoldenSet.Name} are those that were asked before the release, and {context.Policy.MinimumRows} are needed to compare. {context.Title} is as it was. Release an image that was judged on the present set.");
        }

        var folder = Folder(context);
        // What it answered another day is no answer of today.
        folder.CreateOrCleanDirectory();
        var now = await new Asking($"{context.Title} now", live.Host!, live.Digest, folder / "runs") { Repeats = recorded.Repeats, Variant = released.Configuration?.Sha256 ?? live.Name, MayReuse = false }.RunAsync(context, shared, context.Agent.Quality, cancellationToken);
        var then = recorded.RunOf(shared);
        var result = ExperimentResult.Of("drift", shared, [new("before the release", then), new("now", now)], context.Policy.Confidence, context.Policy.Seed);
        JsonFile.Write(folder / "drift.json", ExperimentReport.Json(result));
        JsonFile.WriteText(folder / "drift.html", ExperimentReport.Html(result));
        BuildExtras.Summarize(ExperimentReport.Markdown(result));
        var options = await Asking.OptionsAsync(context, recorded.Repeats, cancellationToken);
        Judge(context, now, then, shared, isJudgedOtherwise: basis.Count > 0 && !VerdictBasis.IsJudgedBy(basis, context.Agent.Quality, options));
    }

    private static AbsolutePath Folder(EnvironmentContext context) => context.Results(EnvironmentStages.Release) / "drift";

    /// <summary>What the signed evaluation of what is live says of each row.</summary>
    private static async Task<Outcomes> RecordedAsync(EnvironmentContext context, Released released, CancellationToken cancellationToken) =>
        released.Evaluation?.Outcomes is { } outcomes
            ? Outcomes.Read(await new ImageAttachments(await context.RegistryAsync(cancellationToken)).ReadAsync(outcomes.Digest, cancellationToken))
            : throw new ExitCodeException(ExitCodes.BadInput, $"No signed evaluation of {released.Revision.Digest}, which is live, tells how each row ended. {context.Title} is as it was. Evaluate and release an image with this version of the pipeline.");

    private static void Judge(EnvironmentContext context, RunResult now, RunResult then, Dataset shared, bool isJudgedOtherwise)
    {
        var without = now.Count(RowStatus.Errored) + now.Count(RowStatus.Skipped);
        if (without > context.Policy.ErrorRate * now.Sent) throw new ExitCodeException(ExitCodes.CouldNotRun, $"{without} of {now.Sent} rows have no result, so nothing is known of {context.Title}; the first: {now.Read().First(row => row.Status is RowStatus.Errored or RowStatus.Skipped).Reasons[0]}.");
        var (kind, reason) = Drift.Judge(now, then, context.Policy, SetFacts.Of(shared));
        // A difference between two rulers is none of what they measure.
        if (isJudgedOtherwise) reason += "; other evaluators judge now than before the release, so a difference may be theirs";
        context.Report(EnvironmentStages.Release, "Drift", reason);
        if (kind is VerdictKind.Worse or VerdictKind.TooFewCases)
        {
            throw new ExitCodeException(ExitCodes.Of(kind), $"{context.Title} has drifted, or may have: {reason}. It serves as before. Read {context.Shown(Folder(context) / "drift.html")}; ./build.sh Rollback gives it back to the revision before.");
        }
    }
}
