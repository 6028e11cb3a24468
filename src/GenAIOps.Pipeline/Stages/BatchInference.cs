using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Delivery.Hosting;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Runs.Journal;
using GenAIOps.Evaluators.Grounding;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Sends rows of the golden set to a deployed agent and keeps the answers: does it answer at all, and as the image that it should be.</summary>
internal static class BatchInference
{
    private const int Rows = 20;

    private static readonly JsonSerializerOptions s_line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="context">Where.</param>
    /// <param name="revision">Who is asked.</param>
    /// <param name="host">Its address.</param>
    /// <param name="digest">The image that must answer.</param>
    /// <param name="stands">Whether nothing of it changed: where all rows were answered before, one question tells that it answers still.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The outcome in words.</returns>
    public static async Task<string> RunAsync(EnvironmentContext context, string revision, string host, string digest, bool stands, CancellationToken cancellationToken)
    {
        var http = await context.AgentHttpAsync(cancellationToken);
        var set = context.Datasets.Golden.Take(Rows);
        var folder = context.Artifacts / context.Name;
        var passed = folder / "batch.json";
        JsonObject asked = new() { ["revision"] = revision, ["set"] = set.Sha256 };
        if (stands && !BuildExtras.NoCache && JsonFile.Read<JsonObject>(passed) is { } before && JsonNode.DeepEquals(before["asked"], asked)
            && (await new HttpProbe(http, context.Datasets.Questions).ProbeAsync(host, digest, 1, cancellationToken)).Failed == 0)
            return $"{(string?)before["outcome"]} on {(string?)before["finished_at"]}; asked one again";

        Directory.CreateDirectory(folder);
        File.Delete(passed);
        var outcome = await AskAsync(context, set, new HttpAnswerSource(http, new Uri($"https://{host}/"), digest), folder, cancellationToken);
        JsonFile.Write(passed, new JsonObject { ["asked"] = asked, ["outcome"] = outcome, ["finished_at"] = $"{context.Time.GetUtcNow():u}" });
        return outcome;
    }

    private static async Task<string> AskAsync(EnvironmentContext context, Dataset set, HttpAnswerSource source, AbsolutePath folder, CancellationToken cancellationToken)
    {
        AbstentionEvaluator[] evaluators = [new()];
        var output = folder / "batch.jsonl";
        var journal = folder / "runs" / RunIdentity.Of(set, source, evaluators, new RunOptions()).Hash[..16];
        // This deployment is asked now: what an earlier one answered proves nothing.
        Directory.CreateDirectory(journal);
        File.Delete(journal / EvaluationRunner.JournalFile);
        var run = await new EvaluationRunner(evaluators, new RunOptions(), context.Time).RunAsync(set, source, journal, null, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        await File.WriteAllLinesAsync(output, run.Read().Select(row => SummaryJson.Row(row, "golden", "batch").ToJsonString(s_line)), cancellationToken);
        var errored = run.Read().FirstOrDefault(row => row.Status is RowStatus.Errored or RowStatus.Skipped);
        return errored is null
            ? $"{run.Sent} of {run.Sent} rows answered"
            : throw new ExitCodeException(ExitCodes.TargetFailed, $"Batch inference: {run.Count(RowStatus.Errored) + run.Count(RowStatus.Skipped)} of {run.Sent} rows have no answer; {errored.Case.Id}: {errored.Reasons[0]}. Nothing goes further. The rows are in {output}.");
    }
}
