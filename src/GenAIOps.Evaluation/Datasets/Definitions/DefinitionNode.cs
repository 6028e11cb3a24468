using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenAIOps.Evaluation.Datasets.Definitions;

/// <summary>A value of a YAML or JSON file that knows where it stands.</summary>
internal sealed record DefinitionNode(string File, int Line, int Column)
{
    /// <summary>Of a text, number or flag; null for lists and mappings, and where there is no value.</summary>
    public string? Scalar { get; init; }

    /// <summary>A plain text may be a number or a flag.</summary>
    public bool IsQuoted { get; init; }

    public IReadOnlyList<DefinitionNode>? Items { get; init; }

    public IReadOnlyDictionary<string, DefinitionNode>? Members { get; init; }

    public bool IsText => Scalar is not null;

    public IEnumerable<string> Keys => Members?.Keys ?? [];

    /// <summary>The member, or null where it is missing or has no value.</summary>
    public DefinitionNode? Get(string key) => Members?.GetValueOrDefault(key) is { } value && (value.Scalar is not null || value.Items is not null || value.Members is not null) ? value : null;

    public bool Has(string key) => Get(key) is not null;

    public string? Text(string key) => Get(key) is not { } value ? null : value.Scalar ?? throw value.Wrong($"'{key}' must be a text");

    public int? Whole(string key) => Get(key) is not { } value ? null
        : int.TryParse(value.Scalar, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw value.Wrong($"'{key}' must be a whole number of 0 or more");

    public DefinitionNode? Map(string key) => Get(key) is not { } value ? null : value.Members is not null ? value : throw value.Wrong($"'{key}' must be a mapping");

    public IReadOnlyList<DefinitionNode> List(string key) => Get(key) is not { } value ? [] : value.Items ?? throw value.Wrong($"'{key}' must be a list");

    /// <summary>Texts by key; numbers and flags are texts too.</summary>
    public IReadOnlyDictionary<string, string> Texts(string key) => Map(key) is not { } map ? new Dictionary<string, string>() : map.Keys.Where(map.Has).ToDictionary(name => name, name => map.Text(name)!, StringComparer.Ordinal);

    /// <summary>What is not in <paramref name="known"/>, one sentence each.</summary>
    public IEnumerable<string> Ignored(params IReadOnlyCollection<string> known) => Members is null ? [] : Members.Where(member => !known.Contains(member.Key)).Select(member => $"'{member.Key}' in line {member.Value.Line} is not used");

    public JsonElement AsJson() => JsonSerializer.SerializeToElement(Json());

    public InvalidDataException Wrong(string what) => Error(File, Line, Column, what);

    public static InvalidDataException Error(string file, int line, int column, string what) =>
        new($"{file}:{line}:{column}: {what}. Nothing was asked. Mend the file, then run the same command again.");

    private JsonNode? Json() => this switch
    {
        { Members: { } members } => new JsonObject(members.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Json()))),
        { Items: { } items } => new JsonArray([.. items.Select(item => item.Json())]),
        { IsQuoted: false, Scalar: "true" or "True" or "TRUE" } => true,
        { IsQuoted: false, Scalar: "false" or "False" or "FALSE" } => false,
        { IsQuoted: false, Scalar: { } text } when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        { IsQuoted: false, Scalar: { } text } when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => Scalar,
    };
}
