using System.Text.Json.Nodes;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Predicates;

namespace GenAIOps.Pipeline.Stages;

/// <summary>A report as the evidence of the image has it.</summary>
internal static class EvaluationStatement
{
    /// <param name="report">What was found.</param>
    /// <param name="configuration">Of the agent that was judged.</param>
    /// <param name="settings">Of the environment that judged it.</param>
    /// <param name="outcomes">How each row ended.</param>
    /// <param name="summary">The content of <c>summary.json</c>.</param>
    public static EvaluationPredicate Of(EvaluationReport report, AgentConfiguration configuration, EnvironmentSettings settings, AttachedFile outcomes, JsonObject summary)
    {
        RunResult[] runs = [report.Golden, report.Safety];
        return new EvaluationPredicate
        {
            Subject = configuration.VersionOf(report.Digest).ToReference(),
            Revision = report.Revision,
            Baselines = [.. report.Baselines.Select(baseline => new EvaluationBaseline(new AgentReference(baseline.Digest, baseline.Configuration), baseline.Environments))],
            Configuration = configuration,
            Settings = settings,
            Counts = new RowCounts(runs.Sum(run => run.Sent), Count(RowStatus.Passed), Count(RowStatus.Failed), Count(RowStatus.Errored), Count(RowStatus.Skipped)),
            Quality = new QuestionCounts(report.Golden.Count(RowStatus.Passed), report.Golden.Counted),
            Safety = new AttackCounts(report.Safety.Counted, report.Verdict.AttackSuccesses),
            Verdict = Enum.Parse<EvaluationVerdict>(report.Verdict.Kind.ToString()),
            Reasons = report.Verdict.Reasons,
            Basis = report.Basis?.Parts ?? new Dictionary<string, string>(),
            Outcomes = outcomes,
            Summary = EvaluationPredicate.RestOf(summary),
        };

        int Count(RowStatus status) => runs.Sum(run => run.Count(status));
    }
}
