using System.Globalization;
using GenAIOps.Evaluation.Datasets.Definitions;
using GenAIOps.Evaluation.Verdicts;
using GenAIOps.Evaluators.Foundry;
using GenAIOps.Evaluators.Judges;
using GenAIOps.Evaluators.Usage;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluators.Catalog;

/// <summary>What another tool's definition asks for, as evaluators and rules of ours.</summary>
public static class ImportedEvaluators
{
    /// <summary>The evaluators that the definition names: of the catalog, or rubric judges, with its thresholds.</summary>
    /// <exception cref="InvalidDataException">One of them runs in Foundry only, or is another tool's own; the message names all of these.</exception>
    public static IReadOnlyList<IEvaluator> CreateEvaluators(this ImportedEvaluation evaluation, EvaluatorCatalog? catalog = null)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        catalog ??= new EvaluatorCatalog();
        var (made, unknown) = (new List<IEvaluator>(), new List<string>());
        foreach (var reference in evaluation.Evaluators)
        {
            // A judge goes first: under a name of Foundry's the ecosystem means a model that judges.
            if (reference.Rubric is null && JudgeCatalog.Find(reference.Name) is { } rubric) made.Add(new RubricJudge(reference.Threshold is { } least ? rubric with { PassAt = least } : rubric));
            else if (reference.Rubric is null && catalog.Has(reference.Name)) made.Add(catalog.Create(reference.Name, reference.Threshold is { } threshold ? EvaluatorOptions.Of(("threshold", threshold)) : null));
            else unknown.Add(reference.Name);
        }

        if (evaluation.Thresholds.Keys.Any(IsLatency) && !made.Any(evaluator => evaluator is LatencyEvaluator)) made.Add(new LatencyEvaluator());
        return unknown.Count == 0 ? made : throw new InvalidDataException($"Evaluation '{evaluation.Name}' names evaluators that run in Foundry only, or are its tool's own: {string.Join(", ", unknown)}. Nothing was asked. Ask them with EvaluateInFoundry, or take others for them in AgentDefinition.Quality.");
    }

    /// <summary>The definition's thresholds as limits of means.</summary>
    /// <param name="evaluation">The definition.</param>
    /// <param name="evaluators">As <see cref="CreateEvaluators"/> made them: their metrics may have other names than the definition's.</param>
    /// <exception cref="InvalidDataException">A threshold is of a metric that none of the evaluators has.</exception>
    public static IReadOnlyList<MetricRule> CreateRules(this ImportedEvaluation evaluation, IReadOnlyList<IEvaluator> evaluators)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(evaluators);
        return [.. evaluation.Thresholds.Select(pair => Rule(evaluation, pair.Key, pair.Value, evaluators))];
    }

    private static MetricRule Rule(ImportedEvaluation evaluation, string metric, string threshold, IReadOnlyList<IEvaluator> evaluators)
    {
        if (IsLatency(metric)) return Rule("latency_ms", threshold, scale: 1000);
        var at = evaluation.Evaluators.ToList().FindIndex(reference => IsNamed(reference.Label ?? reference.Name, metric) || IsNamed(reference.Name, metric));
        var name = at >= 0 && at < evaluators.Count && evaluators[at].EvaluationMetricNames.Count == 1
            ? evaluators[at].EvaluationMetricNames.Single()
            : evaluators.SelectMany(evaluator => evaluator.EvaluationMetricNames).FirstOrDefault(known => known == metric)
            ?? throw new InvalidDataException($"Evaluation '{evaluation.Name}' has a threshold of '{metric}', and none of its evaluators gives that metric. Nothing was asked. Add the evaluator, or drop the threshold.");
        return Rule(name, threshold, scale: 1);
    }

    private static bool IsNamed(string evaluator, string metric) => BuiltIns.Short(evaluator).Equals(BuiltIns.Short(metric), StringComparison.OrdinalIgnoreCase);

    // The mean of all answers, in seconds, as Azure/agentops has it.
    private static bool IsLatency(string metric) => metric is "avg_latency_seconds";

    private static MetricRule Rule(string metric, string threshold, double scale)
    {
        var smaller = threshold.StartsWith('<') || threshold == "false";
        var number = threshold switch { "true" => 1, "false" => 0, _ => double.Parse(threshold.TrimStart('<', '>', '='), NumberStyles.Float, CultureInfo.InvariantCulture) };
        // Without "=" the number itself is not enough.
        if (threshold[0] is '<' or '>' && threshold.Length > 1 && threshold[1] != '=') number = smaller ? Math.BitDecrement(number) : Math.BitIncrement(number);
        return new MetricRule(metric) { LargerIsBetter = !smaller, Limit = number * scale };
    }
}
