namespace GenAIOps.Infrastructure;

/// <summary>A resource id of Azure, taken apart: where the resource is, of which type, and under which names.</summary>
/// <param name="Value">As it was given.</param>
/// <param name="Subscription">The GUID.</param>
/// <param name="Group">The resource group; null for what is of the whole subscription.</param>
/// <param name="Type">Such as Microsoft.CognitiveServices/accounts/projects.</param>
/// <param name="Names">One for each segment of the type.</param>
internal sealed record ArmId(string Value, string Subscription, string? Group, string Type, IReadOnlyList<string> Names)
{
    /// <summary>Its own name.</summary>
    public string Name => Names[^1];

    /// <summary>Names as a template gives them: the parents' before its own.</summary>
    public string FullName => string.Join('/', Names);

    /// <summary>The id of the resource that this one is a child of; null at the top.</summary>
    public string? Parent => Names.Count > 1 ? Value[..Value.LastIndexOf('/', Value.LastIndexOf('/') - 1)] : null;

    /// <returns>Null where the text is no id of a resource in a subscription.</returns>
    public static ArmId? TryParse(string? text)
    {
        var parts = (text ?? "").Split('/');
        if (parts is not ["", "subscriptions", { Length: > 0 } subscription, .. var rest] || !Guid.TryParse(subscription, out _) || rest.Any(part => part.Length == 0)) return null;
        string? group = null;
        if (rest is [var kind, var name, ..] && kind.Equals("resourceGroups", StringComparison.OrdinalIgnoreCase)) (group, rest) = (name, rest[2..]);
        if (rest is not ["providers", var provider, .. var path] || path.Length < 2 || path.Length % 2 != 0 || path.Contains("providers")) return null;
        return new ArmId(
            text!, subscription, group,
            $"{provider}/{string.Join('/', path.Where((_, index) => index % 2 == 0))}",
            [.. path.Where((_, index) => index % 2 == 1)]);
    }

    /// <exception cref="ArgumentException">The text is no id.</exception>
    public static ArmId Parse(string text) => TryParse(text) ?? throw new ArgumentException($"'{text}' is no resource id.", nameof(text));

    public static string Of(string subscription, string group, string type, params IReadOnlyList<string> names)
    {
        var types = type.Split('/');
        return $"/subscriptions/{subscription}/resourceGroups/{group}/providers/{types[0]}{string.Concat(names.Select((name, level) => $"/{types[level + 1]}/{name}"))}";
    }
}
