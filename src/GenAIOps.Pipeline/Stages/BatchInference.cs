using GenAIOps.Evaluation.Evaluators;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Pipeline.Context;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Sends rows of the golden set to a deployed agent and keeps the answers: does it answer at all, and as the image that it should be.</summary>
internal static class BatchInference
{
    private static readonly System.Text.Json.JsonSerializerOptions Line = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>The outcome in words.</returns>
    public static async Task<string> RunAsync(EnvironmentContext context, string host, string digest, int rows, string output, CancellationToken cancellationToken)
    {
        var set = context.Datasets.Golden.Take(rows);
        var source = new HttpAnswerSource(await context.AgentHttpAsync(cancellationToken), new Uri($"https://{host}/"), digest);
        AbstentionEvaluator[] evaluators = [new()];
        var folder = Path.Combine(Path.GetDirectoryName(output)!, "runs", RunIdentity.Of(set, source, evaluators, new RunOptions()).Hash[..16]);
        // A smoke test asks this deployment now: what an earlier one answered proves nothing.
        Directory.CreateDirectory(folder);
        File.Delete(Path.Combine(folder, EvaluationRunner.JournalFile));
        var run = await new EvaluationRunner(evaluators, new RunOptions(), context.Time).RunAsync(set, source, folder, null, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        await File.WriteAllLinesAsync(output, run.Read().Select(row => SummaryJson.Row(row, "golden", "batch").ToJsonString(Line)), cancellationToken);
        var errored = run.Read().FirstOrDefault(row => row.Status is RowStatus.Errored or RowStatus.Skipped);
        return errored is null
            ? $"{run.Sent} of {run.Sent} rows answered"
            : throw new ExitCodeException(ExitCodes.TargetFailed, $"Batch inference: {run.Count(RowStatus.Errored) + run.Count(RowStatus.Skipped)} of {run.Sent} rows have no answer; {errored.Case.Id}: {errored.Reasons[0]}. Nothing goes further. The rows are in {output}.");
    }
}
