using System.Globalization;
using System.Text.Json.Nodes;
using Azure;
using Azure.Core;

namespace GenAIOps.Azure.Foundry.Evaluations;

/// <summary>Foundry's own comparison of runs (preview): a t-test for each criterion, without a margin and without a correction for many.</summary>
/// <remarks>For reading beside a verdict of ours, not instead: "not significantly worse" is no proof of "not worse".</remarks>
public class ComparisonsClient
{
    private const string Version = "api-version=v1";
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500), LongestPause = TimeSpan.FromSeconds(10);

    private readonly ProjectRest _project;

    /// <param name="cloud">Whose credential and transport are used.</param>
    /// <param name="projectEndpoint"><c>https://{account}.services.ai.azure.com/api/projects/{project}</c>.</param>
    public ComparisonsClient(AzureCloud cloud, Uri projectEndpoint) => _project = new ProjectRest(cloud, projectEndpoint);

    /// <summary>Compares runs of one evaluation and waits for the result.</summary>
    /// <param name="evaluation">The evaluation's id.</param>
    /// <param name="baseline">The run that others are compared with.</param>
    /// <param name="treatments">The others.</param>
    /// <param name="deadline">From now on.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RequestFailedException">Refused, or failed.</exception>
    /// <exception cref="TimeoutException">Not done after the deadline.</exception>
    public virtual async Task<IReadOnlyList<Comparison>> CompareAsync(
        string evaluation, string baseline, IReadOnlyList<string> treatments, TimeSpan deadline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(treatments);
        var insight = await _project.SendAsync(RequestMethod.Post, new Uri($"{_project.Root}/insights?{Version}"), new JsonObject
        {
            ["displayName"] = $"{baseline} against {string.Join(", ", treatments)}",
            ["state"] = "NotStarted",
            ["request"] = new JsonObject
            {
                ["type"] = "EvaluationComparison",
                ["evalId"] = evaluation,
                ["baselineRunId"] = baseline,
                ["treatmentRunIds"] = new JsonArray([.. treatments.Select(run => (JsonNode)run)]),
            },
        }, cancellationToken);
        var id = insight.Text("id") ?? insight.Text("insightId") ?? "";
        var end = _project.Time.GetUtcNow() + deadline;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var state = insight.Text("state") ?? "";
            if (state == "Succeeded")
                return [.. insight.Items("result", "comparisons").SelectMany(Read)];
            if (state is "Failed" or "Canceled")
                throw new RequestFailedException(200, $"The comparison {id} of evaluation {evaluation} {state.ToLowerInvariant()}: {insight.Text("error", "message") ?? "no reason given"}. The runs are as they were.");
            if (_project.Time.GetUtcNow() >= end)
                throw new TimeoutException($"The comparison {id} of evaluation {evaluation} is still {state} after {deadline.TotalSeconds:0} s. Run this again.");
            await Task.Delay(pause, _project.Time, cancellationToken);
            insight = await _project.GetAsync(new Uri($"{_project.Root}/insights/{ProjectRest.Segment(id)}?{Version}"), cancellationToken)
                ?? throw new RequestFailedException(404, $"The comparison {id} of evaluation {evaluation} was deleted while it was waited for. Run this again.");
        }
    }

    private static IEnumerable<Comparison> Read(JsonObject comparison) => comparison.Items("compareItems").Select(item => new Comparison(
        comparison.Text("testingCriteria") ?? "", comparison.Text("metric") ?? "",
        Summary(comparison.At("baselineRunSummary")), Summary(item.At("treatmentRunSummary")),
        item.Number("deltaEstimate"), item.Number("pValue"), item.Text("treatmentEffect") ?? ""));

    private static RunSummary Summary(JsonNode? run) => new(
        run.Text("runId") ?? "",
        // The service writes the count as text.
        int.TryParse(run.Text("sampleCount"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : run.Int("sampleCount"),
        run.Number("average"), run.Number("standardDeviation"));
}

/// <summary>What Foundry says of one criterion of two runs.</summary>
/// <param name="Criterion">Its name.</param>
/// <param name="Metric">Its metric.</param>
/// <param name="Baseline">The run compared with.</param>
/// <param name="Treatment">The other run.</param>
/// <param name="Delta">Treatment minus baseline, in the metric's unit.</param>
/// <param name="PValue">Two-sided, in [0, 1].</param>
/// <param name="Effect"><c>TooFewSamples</c>, <c>Inconclusive</c>, <c>Changed</c>, <c>Improved</c> or <c>Degraded</c>.</param>
public sealed record Comparison(string Criterion, string Metric, RunSummary Baseline, RunSummary Treatment, double? Delta, double? PValue, string Effect);

/// <param name="Run">Its id.</param>
/// <param name="Count">Rows with a score.</param>
/// <param name="Average">In the metric's unit.</param>
/// <param name="StandardDeviation">In the metric's unit.</param>
public sealed record RunSummary(string Run, int Count, double? Average, double? StandardDeviation);
