using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluators.Safety.Attacks;

/// <summary>Where an attack stands in its row: in what was pasted, if anything was, else in the query.</summary>
internal static class Payload
{
    public static string Of(EvaluationCase row) => row.Attachments.Count > 0 ? row.Attachments[^1].Text : row.Query;

    /// <summary>The row with the attack put otherwise; the question beside a pasted attack stays as it is.</summary>
    public static EvaluationCase With(EvaluationCase row, Func<string, string> put) => row.Attachments.Count > 0
        ? row with { Attachments = [.. row.Attachments.SkipLast(1), row.Attachments[^1] with { Text = put(row.Attachments[^1].Text) }] }
        : row with { Query = put(row.Query) };
}
