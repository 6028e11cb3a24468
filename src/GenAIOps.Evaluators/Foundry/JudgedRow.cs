using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluators.Foundry;

/// <summary>A row with what the cloud says of it.</summary>
/// <param name="Row">The row and how it ended.</param>
/// <param name="Judged">By metric; empty where nothing came back.</param>
/// <param name="AnswerError">Why the agent gave no answer; null where it did, or nobody says.</param>
internal sealed record JudgedRow(RowResult Row, IReadOnlyList<Judged> Judged, string? AnswerError)
{
    /// <summary>Joins items to rows by <see cref="FoundryRows.Id"/>. Every row comes back once, in the set's order, whatever came or did not.</summary>
    /// <param name="rows">What was sent.</param>
    /// <param name="items">What came back, in any order.</param>
    /// <param name="criteria">Each must have judged each row.</param>
    /// <param name="runError">Why the run ended early; null where it did not, or nobody says.</param>
    public static IReadOnlyList<JudgedRow> Join(IReadOnlyList<EvaluationCase> rows, IEnumerable<OutputItem> items, IReadOnlyList<string> criteria, string? runError)
    {
        var byRow = items.ToLookup(IdOf, StringComparer.Ordinal);
        return [.. rows.Select(row => byRow[row.Id].ToList() switch
        {
            [] => Without(row, runError is null ? "no result came back" : $"no result came back: {runError}"),
            [var item] => Of(row, item, criteria),
            var several => Without(row, $"{several.Count} results came back, and one was asked for"),
        })];
    }

    /// <summary>Items that belong to none of the rows.</summary>
    public static int Strays(IReadOnlyList<EvaluationCase> rows, IEnumerable<OutputItem> items)
    {
        var known = rows.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        return items.Count(item => !known.Contains(IdOf(item)));
    }

    private static string IdOf(OutputItem item) => item.Row[FoundryRows.Id]?.ToString() ?? "";

    private static JudgedRow Of(EvaluationCase row, OutputItem item, IReadOnlyList<string> criteria)
    {
        Judged[] judged = [.. item.Results.Select(Foundry.Judged.Of)];
        judged = [.. judged, .. criteria.Except(judged.Select(each => each.Criterion), StringComparer.Ordinal).Select(Foundry.Judged.Missing)];
        var errors = judged.Where(each => each.Outcome == Outcome.Errored).Select(Say).ToList();
        var failures = judged.Where(each => each.Outcome == Outcome.Failed).Select(Say).ToList();
        if (item.Sample.Error is { } noAnswer)
            errors.Insert(0, $"the agent gave no answer: {noAnswer}");
        else if (item.Status is "error" or "errored" or "canceled" or "cancelled")
            errors.Insert(0, $"the service says '{item.Status}' of the row");
        else if (errors.Count == 0 && failures.Count == 0 && item.Status is "fail" or "failed")
            errors.Add($"the service says '{item.Status}' of the row, and every criterion passed");
        // What nobody asked for lets no row pass.
        if (errors.Count == 0 && failures.Count == 0 && !judged.Any(each => each.Outcome == Outcome.Passed && criteria.Contains(each.Criterion)))
            errors.Add("no evaluator scored it");
        var status = errors.Count > 0 ? RowStatus.Errored : failures.Count > 0 ? RowStatus.Failed : RowStatus.Passed;
        return new JudgedRow(new RowResult(row, status, Answer(row, item.Sample), Scores(judged), [.. errors, .. failures], TimeSpan.Zero, 1), judged, item.Sample.Error);
    }

    private static AgentAnswer? Answer(EvaluationCase row, Sample sample) => (sample.Text ?? row.Response) is { } text
        ? new AgentAnswer(text) { Model = sample.Model, InputTokens = sample.InputTokens, OutputTokens = sample.OutputTokens }
        : null;

    private static Dictionary<string, double> Scores(IEnumerable<Judged> judged)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var each in judged.Where(each => each.Score is not null))
            scores[each.Metric] = each.Score!.Value;
        return scores;
    }

    private static string Say(Judged judged) => $"{judged.Metric}: {judged.Reason}";

    private static JudgedRow Without(EvaluationCase row, string reason) =>
        new(new RowResult(row, RowStatus.Errored, null, new Dictionary<string, double>(), [reason], TimeSpan.Zero, 1), [], null);
}
