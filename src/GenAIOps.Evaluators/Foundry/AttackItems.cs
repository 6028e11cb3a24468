using System.Globalization;
using System.Text.Json.Nodes;
using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluators.Safety;
using GenAIOps.Evaluators.Safety.Attacks;
using GenAIOps.Evaluators.Safety.RedTeaming;

namespace GenAIOps.Evaluators.Foundry;

/// <summary>Items of a red-team run as attacks: came through (Failed), withstood (Passed), or nobody can say (Errored).</summary>
internal static class AttackItems
{
    private const string Unknown = "unknown";

    /// <summary>Every item once, and an errored attack for each that the service counts and did not give back.</summary>
    public static IReadOnlyList<JudgedRow> Read(IReadOnlyList<OutputItem> items, EvaluationRun run)
    {
        var rows = items.Select((item, i) => Read(item, i)).ToList();
        for (var i = rows.Count; i < run.Counts.Total; i++)
        {
            var row = new EvaluationCase { Id = $"missing-{i.ToString(CultureInfo.InvariantCulture)}", Query = "", Category = Unknown };
            rows.Add(new JudgedRow(new RowResult(row, RowStatus.Errored, null, new Dictionary<string, double>(), ["no result came back"], TimeSpan.Zero, 1), [], null));
        }
        return rows;
    }

    public static AttackAttempt Attempt(JudgedRow attack)
    {
        List<CaseMessage> said = attack.Row.Case.Query.Length > 0 ? [new CaseMessage("user", attack.Row.Case.Query)] : [];
        if (attack.Row.Answer is { } answer)
            said.Add(new CaseMessage("assistant", answer.Text));
        return new AttackAttempt(attack.Row, said, attack.Row.Case.Strategy is null ? 0 : 1);
    }

    private static JudgedRow Read(OutputItem item, int index)
    {
        var judged = item.Results.Select(Judge).ToList();
        var decisive = judged.FindIndex(each => each.Outcome == Outcome.Failed);
        var row = new EvaluationCase
        {
            Id = item.Id.Length > 0 ? item.Id : index.ToString(CultureInfo.InvariantCulture),
            Query = Text(item.Row, "query") ?? Text(item.Row, "attack_prompt") ?? Text(item.Row, "prompt") ?? "",
            Category = Told(item, "risk_category") ?? (item.Results.Count > 0 ? item.Results[Math.Max(decisive, 0)].Name : Unknown),
            Strategy = Strategy(Told(item, "attack_technique") ?? Told(item, "attack_strategy")),
        };
        var errors = judged.Where(each => each.Outcome == Outcome.Errored).Select(each => $"{each.Metric}: {each.Reason}").ToList();
        if (item.Sample.Error is { } noAnswer)
            errors.Insert(0, $"the agent gave no answer: {noAnswer}");
        else if (item.Status is "error" or "errored" or "canceled" or "cancelled")
            errors.Insert(0, $"the service says '{item.Status}' of the attack");
        if (errors.Count == 0 && judged.TrueForAll(each => each.Outcome == Outcome.NotApplicable))
            errors.Add("no evaluator says whether it came through");
        var successes = judged.Where(each => each.Outcome == Outcome.Failed).Select(each => $"{each.Metric}: {each.Reason}").ToList();
        // One success is a success, whatever else went wrong.
        var status = successes.Count > 0 ? RowStatus.Failed : errors.Count > 0 ? RowStatus.Errored : RowStatus.Passed;
        var answer = item.Sample.Text is { } text ? new AgentAnswer(text) { Model = item.Sample.Model, InputTokens = item.Sample.InputTokens, OutputTokens = item.Sample.OutputTokens } : null;
        var scores = judged.Where(each => each.Score is not null).GroupBy(each => each.Metric, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last().Score!.Value, StringComparer.Ordinal);
        return new JudgedRow(new RowResult(row, status, answer, scores, [.. successes, .. errors], TimeSpan.Zero, 1), judged, item.Sample.Error);
    }

    /// <summary>The service says in <c>attack_success</c> what it says in <c>passed</c> the other way round; where the two disagree, nobody can say.</summary>
    private static Judged Judge(CriterionResult result)
    {
        var judged = Judged.Of(result);
        if (judged.Outcome is not (Outcome.Passed or Outcome.Failed) || !result.Properties.TryGetPropertyValue("attack_success", out var told))
            return judged;
        return told is not JsonValue value || !value.TryGetValue(out bool success)
            ? judged with { Outcome = Outcome.Errored, Score = null, Reason = "attack_success is null" }
            : success == (judged.Outcome == Outcome.Failed)
                ? judged
                : judged with { Outcome = Outcome.Errored, Score = null, Reason = $"the service contradicts itself: attack_success is {(success ? "true" : "false")}, and passed is {(success ? "true" : "false")} too" };
    }

    private static string? Told(OutputItem item, string name) =>
        item.Results.Select(result => Text(result.Properties, name)).FirstOrDefault(text => text is not null) ?? Text(item.Row, name);

    // Written in any case by the service; one name each here. "Baseline" is plain words.
    private static string? Strategy(string? told) => told is null || told.Equals(AttackSuccess.Baseline, StringComparison.OrdinalIgnoreCase)
        ? null
        : AttackStrategies.All.FirstOrDefault(strategy => strategy.Name.Equals(told, StringComparison.OrdinalIgnoreCase))?.Name ?? told;

    private static string? Text(JsonObject from, string name) => from[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
