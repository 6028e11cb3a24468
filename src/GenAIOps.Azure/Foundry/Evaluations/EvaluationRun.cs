using System.Text.Json.Nodes;

namespace GenAIOps.Azure.Foundry.Evaluations;

/// <summary>A run as the service tells it. Its counts are the service's own; do not judge by them.</summary>
/// <param name="EvaluationId">The evaluation that it belongs to.</param>
/// <param name="Id">The run's.</param>
/// <param name="Status"><c>queued</c>, <c>in_progress</c>, <c>completed</c>, <c>failed</c>, <c>canceled</c>, or a newer word.</param>
/// <param name="Counts">Rows by how they ended.</param>
/// <param name="Error">Why it failed, in the service's words; null where it says nothing.</param>
/// <param name="ReportUrl">In the portal; null where there is none.</param>
/// <param name="Target">Who answers, as the service repeats it; null where it does not.</param>
public sealed record EvaluationRun(
    string EvaluationId, string Id, string Status, RunCounts Counts, string? Error = null, Uri? ReportUrl = null, AgentTarget? Target = null)
{
    public bool IsOver => Status is "completed" or "failed" or "canceled" or "cancelled";

    internal static EvaluationRun Read(string evaluation, JsonObject run) => new(
        run.Text("eval_id") ?? evaluation,
        run.Text("id") ?? "",
        run.Text("status") ?? "queued",
        new RunCounts(
            run.Int("result_counts", "total"), run.Int("result_counts", "passed"), run.Int("result_counts", "failed"),
            run.Int("result_counts", "errored"), run.Int("result_counts", "skipped")),
        run.Text("error", "message") is { Length: > 0 } message ? message : run.Text("error", "code"),
        Uri.TryCreate(run.Text("report_url"), UriKind.Absolute, out var report) ? report : null,
        run.Text("data_source", "target", "name") is { } name && (run.At("data_source", "target").Word("version") is { } version) ? new AgentTarget(name, version) : null);
}

/// <summary>What the service counts.</summary>
public sealed record RunCounts(int Total, int Passed, int Failed, int Errored, int Skipped);
