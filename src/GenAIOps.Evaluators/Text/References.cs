using System.Text.Json;
using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluators.Text;

/// <summary>The right answers of a row: its <c>ground_truth</c>, and its field <c>references</c>, a list of texts.</summary>
internal static class References
{
    /// <returns>Empty where the set has none.</returns>
    /// <exception cref="InvalidOperationException">The field <c>references</c> is no list of texts.</exception>
    public static IReadOnlyList<string> Of(EvaluationCase row)
    {
        var texts = new List<string>();
        if (row.GroundTruth.Length > 0)
        {
            texts.Add(row.GroundTruth);
        }

        if (row.Fields.TryGetValue("references", out var more) && more.ValueKind != JsonValueKind.Null)
        {
            if (more.ValueKind != JsonValueKind.Array || more.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            {
                throw new InvalidOperationException($"'references' of row '{row.Id}' is no list of texts. Write [\"one\", \"another\"], or leave the column out.");
            }

            texts.AddRange(more.EnumerateArray().Select(item => item.GetString()!).Where(text => text.Length > 0));
        }

        return texts;
    }
}
