using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenAIOps.Infrastructure;

/// <summary>
/// What a resource lacks of what the model says. A pure function: what the model does not name is not looked at, and so never lost; a default of ours is not put
/// back once others changed it; what would open something is set apart.
/// </summary>
internal sealed class ResourceComparison
{
    /// <summary>Stands for a value that is known only once another resource is made.</summary>
    public const string Pending = "\u0001pending:";

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IReadOnlyDictionary<string, Ownership> _rules;
    private readonly bool _allowsLowering;
    private readonly List<PropertyDifference> _changes = [], _lowered = [];
    private readonly List<string> _kept = [];

    private ResourceComparison(IReadOnlyDictionary<string, Ownership> rules, bool allowsLowering) => (_rules, _allowsLowering) = (rules, allowsLowering);

    public IReadOnlyList<PropertyDifference> Changes => _changes;

    public IReadOnlyList<PropertyDifference> Lowered => _lowered;

    public IReadOnlyList<string> Kept => _kept;

    /// <summary>What is to be sent: a merge patch (RFC 7396) of the changes, and of nothing else.</summary>
    public JsonObject Patch { get; private set; } = [];

    /// <param name="wanted">The model's body.</param>
    /// <param name="present">What Azure answers.</param>
    /// <param name="rules">Whose properties are, by dotted path; <see cref="Ownership.Exact"/> where none is given.</param>
    /// <param name="allowsLowering">Whether what opens something is applied.</param>
    public static ResourceComparison Of(JsonObject wanted, JsonObject present, IReadOnlyDictionary<string, Ownership> rules, bool allowsLowering)
    {
        ResourceComparison comparison = new(rules, allowsLowering);
        comparison.Patch = comparison.Compare(wanted, present, "") as JsonObject ?? [];
        foreach (var (tag, value) in wanted["tags"] is JsonObject ? present["tags"] as JsonObject ?? [] : [])
        {
            if (wanted["tags"]![tag] is null) comparison._kept.Add($"tags.{tag}: {Text(value)}");
        }

        if (wanted["properties"] is JsonObject properties)
        {
            var others = (present["properties"] as JsonObject ?? []).Select(member => member.Key)
                .Where(name => (Security.IsClosed(name, present["properties"]![name]) || name is "networkAcls" or "networkRuleSet" or "raiPolicyName") && !properties.Any(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)));
            comparison._kept.AddRange(others.Select(name => $"properties.{name}: {Text(present["properties"]![name])}"));
        }

        return comparison;
    }

    /// <returns>The part of a merge patch; null where nothing is to be changed.</returns>
    private JsonNode? Compare(JsonNode? wanted, JsonNode? present, string path)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        switch (wanted, present)
        {
            case (null, _):
                return null;
            case (JsonObject want, JsonObject have):
                JsonObject patch = [];
                foreach (var (key, value) in want)
                {
                    var (actual, found) = Find(have, key);
                    if (Compare(value, found, path.Length == 0 ? key : $"{path}.{key}") is { } part) patch[actual] = part;
                }

                return patch.Count > 0 ? patch : null;
            case (JsonArray want, JsonArray have):
                return CompareArrays(want, have, path);
            case (_, null) when IsAbsentAlike(wanted!, name):
                return null;
            default:
                return Same(wanted!, present, name) ? null : Decide(wanted!, present, path, name);
        }
    }

    /// <summary>Elements of others stay; those of the model that no element covers are added, or change the one that has their name.</summary>
    private JsonArray? CompareArrays(JsonArray wanted, JsonArray present, string path)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        if (name == Security.AllowedNetworks) _kept.AddRange(present.Where(have => !wanted.Any(want => Covers(have, want))).Select(have => $"{path}: {Text(have)}"));
        var missing = wanted.Where(want => !present.Any(have => Covers(have, want))).ToList();
        if (missing.Count == 0) return null;
        JsonArray all =
        [
            .. present.Select(have => missing.FirstOrDefault(want => IsNamed(have, want)) is JsonObject want ? ResourceWrites.Merged(have!.AsObject(), want) : have?.DeepClone()),
            .. missing.Where(want => !present.Any(have => IsNamed(have, want))).Select(want => want?.DeepClone()),
        ];
        return Decide(all, present, path, name) as JsonArray;
    }

    private JsonNode? Decide(JsonNode wanted, JsonNode? present, string path, string name)
    {
        var rule = _rules.GetValueOrDefault(path);
        PropertyDifference difference = new(path, present is null ? null : Text(present), Text(wanted));
        if (rule == Ownership.AtCreation)
        {
            if (present is not null) _kept.Add($"{path}: {difference.Old} (a new one gets {difference.New})");
            return null;
        }

        if (rule == Ownership.AtLeast && Number(present) > Number(wanted))
        {
            _kept.Add($"{path}: {difference.Old} (the model asks for at least {difference.New})");
            return null;
        }

        if (Security.Compare(name, wanted, present) < 0 && !_allowsLowering)
        {
            _lowered.Add(difference);
            return null;
        }

        _changes.Add(difference);
        return wanted.DeepClone();
    }

    // What Azure leaves out of an answer is off, or empty; but not where off is the more closed state, which is then not known to be set.
    private static bool IsAbsentAlike(JsonNode wanted, string name) => !Security.IsRanked(name) && wanted switch
    {
        JsonObject members => members.Count == 0,
        JsonArray elements => elements.Count == 0,
        JsonValue value => value.TryGetValue(out bool flag) && !flag,
        _ => false,
    };

    private static bool IsNamed(JsonNode? have, JsonNode? want) =>
        have is JsonObject element && want is JsonObject other && element["name"]?.ToString() is { } name && name.Equals(other["name"]?.ToString(), StringComparison.OrdinalIgnoreCase);

    private static bool Covers(JsonNode? present, JsonNode? wanted) => (wanted, present) switch
    {
        (null, _) => true,
        (JsonObject want, JsonObject have) => want.All(member => Covers(Find(have, member.Key).Value, member.Value)),
        (JsonArray want, JsonArray have) => want.All(element => have.Any(other => Covers(other, element))),
        (_, null) => false,
        _ => Same(wanted, present, ""),
    };

    private static bool Same(JsonNode wanted, JsonNode? present, string name)
    {
        if (wanted is not JsonValue want || present is not JsonValue have) return false;
        if (Number(want) is { } number && Number(have) is { } other) return number == other;
        var (one, two) = (want.ToString(), have.ToString());
        if (one.StartsWith(Pending, StringComparison.Ordinal)) return false;
        // Azure answers ids in another case, 'West Europe' for westeurope, and a role's definition in the subscription of its scope.
        return one == two
            || (one.StartsWith('/') && one.Equals(two, StringComparison.OrdinalIgnoreCase))
            || (name == "location" && one.Equals(two.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
            || (name == "roleDefinitionId" && one.Split('/')[^1].Equals(two.Split('/')[^1], StringComparison.OrdinalIgnoreCase))
            || ((name is "principalId" or "tenantId" || Security.IsRanked(name)) && one.Equals(two, StringComparison.OrdinalIgnoreCase));
    }

    private static (string Key, JsonNode? Value) Find(JsonObject members, string name)
    {
        if (members.TryGetPropertyValue(name, out var value)) return (name, value);
        // Application Insights answers 'application_Type' for 'Application_Type' in some versions.
        var other = members.Select(member => member.Key).FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase));
        return other is null ? (name, null) : (other, members[other]);
    }

    private static double? Number(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture) : null;

    private static string Text(JsonNode? node) => node?.ToString() is { } text && text.StartsWith(Pending, StringComparison.Ordinal) ? "(known once it is made)" : node?.ToJsonString(s_plain).Replace("\\u0001pending:", "known once it is made: ", StringComparison.Ordinal) ?? "null";
}
