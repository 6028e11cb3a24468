using System.Globalization;
using GenAIOps.Evaluation.Scoring;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluation.Calibration;

/// <summary>Lets a judge score answers that people have labelled, and says how far they agree.</summary>
public static class JudgeCalibration
{
    /// <param name="judge">One of ours, or any evaluator with one metric: numeric from 1 to 5, or with a verdict for labels of pass and fail.</param>
    /// <param name="set">The labelled answers.</param>
    /// <param name="options">How they are compared.</param>
    /// <param name="chatConfiguration">The model, for a judge that brings none.</param>
    /// <param name="cancellationToken">Ends it; there is no report of a part.</param>
    public static async Task<CalibrationReport> RunAsync(
        IEvaluator judge, LabelledSet set, CalibrationOptions? options = null, ChatConfiguration? chatConfiguration = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(set);
        options = (options ?? new CalibrationOptions()).Checked();
        if (judge.EvaluationMetricNames.Count != 1)
        {
            throw new ArgumentException($"{judge.GetType().Name} has {judge.EvaluationMetricNames.Count} metrics, and calibration compares one; pass an evaluator for the metric that people labelled.", nameof(judge));
        }

        var metric = judge.EvaluationMetricNames.Single();
        var rows = new CalibrationRow[set.Rows.Count];
        await Parallel.ForAsync(0, rows.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken }, async (i, token) =>
            rows[i] = await RowAsync(judge, metric, set.Rows[i], set.IsPassFail, options.Repeats, chatConfiguration, token));
        var identity = judge is IJudge model ? model.IdentityWith(chatConfiguration?.ChatClient) : $"{judge.GetType().FullName}/{metric}";
        return CalibrationReport.Of(identity, metric, set.IsPassFail, rows, options);
    }

    private static async Task<CalibrationRow> RowAsync(
        IEvaluator judge, string metric, LabelledAnswer labelled, bool isPassFail, int repeats, ChatConfiguration? chatConfiguration, CancellationToken cancellationToken)
    {
        var usage = new JudgeUsage();
        var scores = new List<int>(repeats);
        var passed = false;
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            var once = judge is IJudge model ? model.Repeat(repeat) : judge;
            var result = await once.EvaluateAsync(
                [new ChatMessage(ChatRole.User, labelled.Row.Query)], new ChatResponse(new ChatMessage(ChatRole.Assistant, labelled.Answer.Text)), chatConfiguration,
                [new AnswerContext(labelled.Row, labelled.Answer)], cancellationToken);
            result.Metrics.TryGetValue(metric, out var found);
            usage = found is null ? usage : usage + JudgeUsage.Of(found);
            var (score, isPass, problem) = Read(found, isPassFail);
            if (score is null)
            {
                return new CalibrationRow(labelled.Row.Id, labelled.Label, labelled.Answer.Text.Length, null, false, problem, usage);
            }

            scores.Add(score.Value);
            passed = repeat == 0 ? isPass : passed;
        }

        return new CalibrationRow(labelled.Row.Id, labelled.Label, labelled.Answer.Text.Length, scores, passed, null, usage);
    }

    /// <summary>A metric on people's scale. A median between two levels counts as the lower.</summary>
    private static (int? Score, bool Passed, string? Problem) Read(EvaluationMetric? metric, bool isPassFail)
    {
        if (metric is null)
        {
            return (null, false, "the judge gave no such metric");
        }

        if (metric.Diagnostics?.FirstOrDefault(diagnostic => diagnostic.Severity == EvaluationDiagnosticSeverity.Error) is { } error)
        {
            return (null, false, error.Message);
        }

        var value = metric switch { NumericMetric number => number.Value, BooleanMetric flag => flag.Value is { } yes ? (yes ? 1 : 0) : null, _ => null };
        if (value is null)
        {
            return (null, false, metric.Interpretation is { Rating: EvaluationRating.Inconclusive, Failed: false } ? null : "the judge gave no score");
        }

        var passed = metric.Interpretation is { } interpretation ? !interpretation.Failed : metric is BooleanMetric { Value: true };
        if (isPassFail)
        {
            return metric.Interpretation is null && metric is not BooleanMetric ? (null, false, "the judge gave a number without a verdict, and people's labels are pass and fail") : (passed ? 1 : 0, passed, null);
        }

        return metric is NumericMetric && value is >= 1 and <= 5
            ? ((int)Math.Ceiling(value.Value - 0.5), passed, null)
            : (null, false, string.Create(CultureInfo.InvariantCulture, $"the judge gave {value}, and people's labels lie between 1 and 5"));
    }
}
