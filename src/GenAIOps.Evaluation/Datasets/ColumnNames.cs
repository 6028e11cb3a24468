using System.Text.RegularExpressions;
using GenAIOps.Evaluation.Datasets.Formats;

namespace GenAIOps.Evaluation.Datasets;

/// <summary>Which column of a file means what. Names are compared without case, and with spaces and hyphens as underscores.</summary>
internal sealed partial class ColumnNames
{
    /// <summary>Our name first, then those of real sets, in no order: two of one meaning in one file are an error.</summary>
    private static readonly string[][] s_meanings =
    [
        ["id", "_id", "row_id", "test_id", "case_id", "uid", "uuid"],
        ["query", "question", "input", "prompt", "user_input", "instruction", "inputs.query", "input.query", "user_query"],
        ["ground_truth", "groundtruth", "expected", "expected_output", "expected_answer", "expected_response", "reference", "reference_answer", "ideal", "target", "gold", "golden_answer", "answer_key"],
        ["response", "output", "completion", "prediction", "model_output", "actual_output", "generated_answer", "outputs.response"],
        ["answer"],
        ["context", "contexts", "passage", "passages", "documents", "retrieved_contexts", "retrieval_context", "source_documents"],
        ["messages", "conversation", "dialog", "dialogue", "turns"],
        ["tool_definitions", "tools", "functions"],
        ["tool_calls", "expected_tool_calls", "expected_tools"],
        ["retrieval_ground_truth", "relevant_documents", "relevant_docs", "qrels"],
        ["article", "source", "expected_source", "expected_citation"],
        ["category", "risk_category", "attack_type", "harm_category"],
        ["strategy", "attack_technique", "attack_strategy"],
        ["tags", "labels", "slice", "slices", "topic", "topics"],
        ["cluster", "group", "conversation_id", "session_id", "template_id", "document_id"],
        ["critical", "is_critical", "must_pass"],
        ["attachments"],
        ["must_not_contain", "canary", "canaries", "forbidden"],
    ];

    private static readonly Dictionary<string, string> s_meaningOf = s_meanings.SelectMany(names => names.Select(name => (Name: name, Meaning: names[0]))).ToDictionary(pair => pair.Name, pair => pair.Meaning, StringComparer.Ordinal);

    private readonly Dictionary<string, string[]> _given = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _known = new(StringComparer.Ordinal);

    /// <summary>The part of a mapping that is about columns of ours: evaluators name inputs that we do not have, and take others from the answer.</summary>
    public static Dictionary<string, string> Columns(IReadOnlyDictionary<string, string> mapping) =>
        mapping.Where(pair => s_meaningOf.ContainsKey(Normal(pair.Key)) && (Expression().IsMatch(pair.Value) || pair.Value.AsSpan().IndexOfAny("{}$") < 0)).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">A mapping names something that we do not have.</exception>
    public ColumnNames(IReadOnlyDictionary<string, string> mapping)
    {
        foreach (var (ours, theirs) in mapping)
        {
            if (!s_meaningOf.TryGetValue(Normal(ours), out var meaning))
                throw new InvalidDataException($"The column mapping names '{ours}', which is no column of a set. Nothing was asked. Use one of {string.Join(", ", s_meanings.Select(names => names[0]))}.");
            // What the agent answers is measured, not read.
            if (Expression().Match(theirs) is { Success: true } expression) Give(expression.Groups[1].Value, meaning);
            else if (!theirs.Contains('{')) Give(theirs, meaning);
        }

        void Give(string column, string meaning) => _given[column] = [.. _given.GetValueOrDefault(column, []).Append(meaning).Distinct()];
    }

    /// <summary>The row's columns by meaning, and the rest.</summary>
    /// <exception cref="RowException">Two columns mean the same.</exception>
    public (Dictionary<string, RawValue> Known, Dictionary<string, RawValue> Others) Sort(RawRow row)
    {
        Dictionary<string, RawValue> known = new(StringComparer.Ordinal), rest = new(StringComparer.Ordinal);
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (var (name, value) in row.Columns)
        {
            var meanings = MeaningsOf(name);
            if (meanings.Length == 0) rest.Add(name, value);
            foreach (var meaning in meanings)
            {
                if (!names.TryAdd(meaning, name)) throw new RowException(value.Line, value.Column, $"'{names[meaning]}' and '{name}' both mean {meaning}; keep one, or say which by DatasetOptions.Columns");
                known.Add(meaning, value);
            }
        }

        // "answer" is the right answer where the set brings no other, and what was answered where it does.
        if (known.Remove("answer", out var answer))
        {
            if (known.TryAdd("ground_truth", answer) || known.TryAdd("response", answer)) return (known, rest);
            rest.Add(names["answer"], answer);
        }

        return (known, rest);
    }

    private string[] MeaningsOf(string name)
    {
        if (_known.TryGetValue(name, out var meanings)) return meanings;
        // A meaning that was given a column leaves other columns of that meaning alone.
        meanings = _given.TryGetValue(name, out var given) ? given
            : s_meaningOf.TryGetValue(Normal(name), out var meaning) && !_given.Values.Any(others => others.Contains(meaning)) ? [meaning]
            : [];
        if (_known.Count < 10_000) _known[name] = meanings;
        return meanings;
    }

    private static string Normal(string name) => name.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');

    [GeneratedRegex(@"^\s*(?:\{\{\s*item\.|\$\{\s*data\.|\$row\.)([\w.-]+)\s*\}{0,2}\s*$")]
    private static partial Regex Expression();
}
