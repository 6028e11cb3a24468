using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using NJsonSchema;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Checks;

/// <summary>1 where the answer is JSON that satisfies a JSON Schema: <c>json_schema</c>. A code fence of Markdown around the whole answer does not count.</summary>
/// <param name="schema">JSON Schema, as NJsonSchema reads it (draft 4 and later). It may refer to itself only.</param>
/// <exception cref="ArgumentException">It is no schema.</exception>
public sealed class JsonSchemaEvaluator(string schema) : AnswerEvaluator("json_schema")
{
    private const int Shown = 3;

    private readonly JsonSchema _schema = JsonSchemas.Read(schema);

    /// <summary>As it was given.</summary>
    public string Schema { get; } = schema;

    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var problems = JsonSchemas.Problems(_schema, Bare(answer.Text));
        return problems.Count == 0 ? Pass()
            : Fail(0, string.Join("; ", problems.Take(Shown)) + (problems.Count > Shown ? Say($"; and {problems.Count - Shown} more") : ""));
    }

    private static string Bare(string text)
    {
        text = text.Trim();
        var first = text.IndexOf('\n', StringComparison.Ordinal);
        return text.StartsWith("```", StringComparison.Ordinal) && text.EndsWith("```", StringComparison.Ordinal) && first > 0 && text.Length - 3 > first
            ? text[(first + 1)..^3] : text;
    }
}
