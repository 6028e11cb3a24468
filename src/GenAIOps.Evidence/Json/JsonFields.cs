using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GenAIOps.Evidence.Json;

/// <summary>Strict access to an object: a member is there and of its kind, or an <see cref="InvalidDataException"/> names its path.</summary>
/// <remarks>Members that nobody asks for are ignored: in-toto attestation framework v1, "Parsing rules".</remarks>
internal sealed partial class JsonFields(JsonObject json, string path = "")
{
    private static readonly string[] s_times = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    public JsonObject Content => json;

    /// <summary>As the schemas ask for it: UTC, to the second.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public bool Has(string name) => json[name] is not null;

    /// <summary>A text that is not empty.</summary>
    public string Text(string name) => TextOrNull(name) is { } text ? text.Length > 0 ? text : throw Wrong(name, "is empty") : throw Missing(name);

    /// <summary>Null where the member is missing or null.</summary>
    public string? TextOrNull(string name) => Value(name) is not { } value ? null
        : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
        : throw Wrong(name, "is no text");

    /// <summary>A whole number that is not negative.</summary>
    public int Count(string name) => Value(name) is not { } value ? throw Missing(name)
        : value.GetValueKind() == JsonValueKind.Number && int.TryParse(value.ToJsonString(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
        : throw Wrong(name, "is no count");

    public bool Flag(string name) => Value(name) is not { } value ? throw Missing(name)
        : value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? value.GetValueKind() == JsonValueKind.True
        : throw Wrong(name, "is neither true nor false");

    public DateTimeOffset Time(string name) => TimeOrNull(name) ?? throw Missing(name);

    public DateTimeOffset? TimeOrNull(string name) => TextOrNull(name) is not { } text ? null
        : DateTimeOffset.TryParseExact(text, s_times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw Wrong(name, $"is no time as RFC 3339 writes it: '{text}'");

    /// <summary><c>sha256:</c> and 64 hexadecimal digits.</summary>
    public string Digest(string name) => Text(name) is var text && IsDigest(text) ? text : throw Wrong(name, $"is no digest: '{text}'");

    /// <summary>64 hexadecimal digits.</summary>
    public string Sha256(string name) => Text(name) is var text && IsSha256(text) ? text : throw Wrong(name, $"is no SHA-256: '{text}'");

    public JsonFields Object(string name) => ObjectOrNull(name) ?? throw Missing(name);

    public JsonFields? ObjectOrNull(string name) => json[name] switch
    {
        null => null,
        JsonObject inner => new JsonFields(inner, Path(name)),
        _ => throw Wrong(name, "is no object"),
    };

    public IReadOnlyList<JsonFields> Objects(string name) =>
        [.. Items(name).Select((item, i) => item is JsonObject inner ? new JsonFields(inner, $"{Path(name)}[{i}]") : throw Wrong($"{name}[{i}]", "is no object"))];

    public IReadOnlyList<string> Texts(string name) => [.. Items(name).Select((item, i) => item?.GetValueKind() == JsonValueKind.String ? item.GetValue<string>() : throw Wrong($"{name}[{i}]", "is no text"))];

    /// <summary>An object all of whose members are texts.</summary>
    public IReadOnlyDictionary<string, string> Map(string name) => Object(name).Content.ToDictionary(
        pair => pair.Key, pair => pair.Value?.GetValueKind() == JsonValueKind.String ? pair.Value.GetValue<string>() : throw Wrong($"{name}.{pair.Key}", "is no text"), StringComparer.Ordinal);

    /// <summary>One of the names of an enumeration, as a predicate spells them.</summary>
    public T Choice<T>(string name, Func<T, string> spell)
        where T : struct, Enum
    {
        var text = Text(name);
        foreach (var value in Enum.GetValues<T>())
        {
            if (spell(value) == text) return value;
        }

        throw Wrong(name, $"is '{text}', and not one of {string.Join(", ", Enum.GetValues<T>().Select(spell))}");
    }

    public static bool IsDigest(string text) => text.StartsWith("sha256:", StringComparison.Ordinal) && IsSha256(text["sha256:".Length..]);

    public static bool IsSha256(string text) => Hex64().IsMatch(text);

    public InvalidDataException Wrong(string name, string what) => new($"{Path(name)} {what}");

    private InvalidDataException Missing(string name) => Wrong(name, "is missing");

    private JsonNode? Value(string name) => json[name];

    private JsonArray Items(string name) => json[name] switch
    {
        null => throw Missing(name),
        JsonArray items => items,
        _ => throw Wrong(name, "is no list"),
    };

    private string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";

    [GeneratedRegex(@"\A[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Hex64();
}
