using System.Globalization;
using System.Text.Json;

namespace GenAIOps.Evaluators.Catalog;

/// <summary>What a user says of one evaluator, such as <c>{"k": 5, "threshold": 0.7}</c>. Values that are of another kind are told with their name.</summary>
public sealed class EvaluatorOptions
{
    private readonly string _evaluator;

    private readonly Dictionary<string, JsonElement> _values;

    private EvaluatorOptions(string evaluator, IEnumerable<KeyValuePair<string, JsonElement>> values)
    {
        _evaluator = evaluator;
        _values = new(values, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>No option at all: everything has its default.</summary>
    public static EvaluatorOptions None { get; } = new("", []);

    /// <summary>Options by name, as they stand in code; each is a number, a text, a flag, or a list of texts.</summary>
    public static EvaluatorOptions Of(params IReadOnlyList<(string Name, object Value)> values) =>
        new("", values.Select(option => KeyValuePair.Create(option.Name, JsonSerializer.SerializeToElement(option.Value))));

    /// <summary>The properties of a JSON object.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static EvaluatorOptions Of(JsonElement values) => values.ValueKind == JsonValueKind.Object
        ? new("", values.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, property.Value.Clone())))
        : throw new ArgumentException($"The options of an evaluator are {values.ValueKind}, and must be a JSON object such as {{\"threshold\": 0.7}}.", nameof(values));

    internal IReadOnlyCollection<string> Names => _values.Keys;

    internal EvaluatorOptions For(string evaluator) => new(evaluator, _values);

    /// <summary>Whether the option is there.</summary>
    public bool Has(string name) => _values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <exception cref="ArgumentException">It is there, and no number.</exception>
    public double Number(string name, double otherwise) => Limit(name) ?? otherwise;

    /// <summary>A number that may be missing.</summary>
    /// <exception cref="ArgumentException">It is there, and no number.</exception>
    public double? Limit(string name) => !Has(name) ? null
        : _values[name].ValueKind == JsonValueKind.Number ? _values[name].GetDouble() : throw Wrong(name, "a number");

    /// <exception cref="ArgumentException">It is there, and no whole number.</exception>
    public int Whole(string name, int otherwise) => !Has(name) ? otherwise
        : _values[name].ValueKind == JsonValueKind.Number && _values[name].TryGetInt32(out var whole) ? whole : throw Wrong(name, "a whole number");

    /// <exception cref="ArgumentException">It is there, and neither true nor false.</exception>
    public bool Flag(string name, bool otherwise) => !Has(name) ? otherwise : _values[name].ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "true or false"),
    };

    /// <summary>A text; null where it is missing.</summary>
    /// <exception cref="ArgumentException">It is there, and no text.</exception>
    public string? Text(string name) => !Has(name) ? null
        : _values[name].ValueKind == JsonValueKind.String ? _values[name].GetString() : throw Wrong(name, "a text");

    /// <summary>A text that must be there.</summary>
    /// <exception cref="ArgumentException">It is missing, or no text.</exception>
    public string Required(string name) => Text(name) ?? throw new ArgumentException($"The evaluator '{_evaluator}' needs the option '{name}', a text.");

    /// <summary>A list of texts, or one text; empty where it is missing.</summary>
    /// <exception cref="ArgumentException">It is something else.</exception>
    public IReadOnlyList<string> Texts(string name) => !Has(name) ? [] : _values[name] switch
    {
        { ValueKind: JsonValueKind.String } text => [text.GetString()!],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. list.EnumerateArray().Select(item => item.GetString()!)],
        _ => throw Wrong(name, "a text or a list of texts"),
    };

    /// <summary>A JSON value as it stands, or the text that holds it; null where it is missing.</summary>
    public string? Json(string name) => !Has(name) ? null : _values[name].ValueKind == JsonValueKind.String ? _values[name].GetString() : _values[name].GetRawText();

    private ArgumentException Wrong(string name, string rule) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The option '{name}' of '{_evaluator}' is {_values[name].GetRawText()}, and must be {rule}."));
}
