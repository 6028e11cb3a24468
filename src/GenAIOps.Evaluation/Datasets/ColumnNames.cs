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

    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>Whether a name means something of ours.</summary>
    public static bool IsKnown(string name) => s_meaningOf.ContainsKey(Normal(name));

    /// <exception cref="InvalidDataException">A mapping names something that we do not have.</exception>
    public ColumnNames(IReadOnlyDictionary<string, string> mapping)
    {
        foreach (var (ours, theirs) in mapping)
        {
            if (!s_meaningOf.TryGetValue(Normal(ours), out var meaning))
                throw new InvalidDataException($"The column mapping names '{ours}', which is no column of a set. Nothing was asked. Use one of {string.Join(", ", s_meanings.Select(names => names[0]))}.");
            // What the agent answers is measured, not read.
            if (Expression().Match(theirs) is { Success: true } expression) _given[expression.Groups[1].Value] = meaning;
            else if (!theirs.Contains('{')) _given[theirs] = meaning;
        }
    }

    /// <summary>The row's columns by meaning, and the rest.</summary>
    /// <exception cref="RowException">Two columns mean the same.</exception>
    public (Dictionary<string, RawValue> Known, Dictionary<string, RawValue> Others) Sort(RawRow row)
    {
        Dictionary<string, RawValue> known = new(StringComparer.Ordinal), rest = new(StringComparer.Ordinal);
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (var (name, value) in row.Columns)
        {
            if (MeaningOf(name) is not { } meaning)
            {
                rest.Add(name, value);
            }
            else if (!names.TryAdd(meaning, name))
            {
                throw new RowException(value.Line, value.Column, $"'{names[meaning]}' and '{name}' both mean {meaning}; keep one, or say which by DatasetOptions.Columns");
            }
            else
            {
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

    private string? MeaningOf(string name)
    {
        if (_known.TryGetValue(name, out var meaning)) return meaning.Length == 0 ? null : meaning;
        meaning = _given.GetValueOrDefault(name);
        // A meaning that was given a column leaves other columns of that meaning alone.
        if (meaning is null && s_meaningOf.TryGetValue(Normal(name), out var synonym) && !_given.ContainsValue(synonym)) meaning = synonym;
        if (_known.Count < 10_000) _known[name] = meaning ?? "";
        return meaning;
    }

    private static string Normal(string name) => name.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');

    [GeneratedRegex(@"^\s*(?:\{\{\s*item\.|\$\{\s*data\.)([\w.-]+)\s*\}\}?\s*$")]
    private static partial Regex Expression();
}
