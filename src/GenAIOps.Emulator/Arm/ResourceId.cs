using System.Diagnostics.CodeAnalysis;

namespace GenAIOps.Emulator.Arm;

/// <summary>A place in the tree of Azure's resources; compares without regard to case.</summary>
/// <param name="Value">The id, starting with a slash, no slash at its end, in the case it was given but for ARM's own words.</param>
/// <param name="Type"><c>Microsoft.App/containerApps/revisions</c>, <c>Microsoft.Resources/resourceGroups</c>, <c>Microsoft.Resources/subscriptions</c>.</param>
/// <param name="Name">The last segment, or empty for a collection.</param>
/// <param name="Parent">What must exist before this does: the parent resource, the resource group, the subscription; null for a subscription or the tenant.</param>
/// <param name="IsCollection">The id ends with a type: it names all resources of that type in <paramref name="Parent"/>.</param>
internal sealed record ResourceId(string Value, string Type, string Name, ResourceId? Parent, bool IsCollection)
{
    public const string ResourceGroupType = "Microsoft.Resources/resourceGroups";
    public const string SubscriptionType = "Microsoft.Resources/subscriptions";

    public string Key => KeyOf(Value);
    public string Namespace => Type[..Type.IndexOf('/', StringComparison.Ordinal)];
    public ResourceId? ResourceGroup => Is(ResourceGroupType) && !IsCollection ? this : Parent?.ResourceGroup;
    public ResourceId? Subscription => Is(SubscriptionType) && !IsCollection ? this : Parent?.Subscription;
    /// <summary>A type with one segment, <c>containerApps</c> and not <c>containerApps/revisions</c>.</summary>
    public bool IsTopLevel => Type.IndexOf('/', Type.IndexOf('/', StringComparison.Ordinal) + 1) < 0;

    public bool Is(string type) => string.Equals(Type, type, StringComparison.OrdinalIgnoreCase);
    public bool Equals(ResourceId? other) => other is not null && Key == other.Key;
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
    public override string ToString() => Value;

    public static string KeyOf(string id) => id.TrimEnd('/').ToLowerInvariant();

    public static ResourceId Parse(string path) =>
        TryParse(path, out ResourceId? id) ? id : throw new FormatException($"'{path}' is not the id of an Azure resource.");

    public static bool TryParse(string path, [NotNullWhen(true)] out ResourceId? id)
    {
        id = null;
        if (!path.StartsWith('/')) return false;
        string[] parts = path.Trim('/').Split('/');
        if (parts.Any(part => part is "" or "." or "..")) return false;

        int at = 0;
        string value = "";
        while (at < parts.Length)
        {
            ResourceId? next = Next(parts, ref at, ref value, id);
            if (next is null) return false;
            id = next;
        }
        return id is not null;
    }

    private static ResourceId? Next(string[] parts, ref int at, ref string value, ResourceId? parent)
    {
        string word = parts[at];
        if (Same(word, "providers"))
        {
            if (at + 2 >= parts.Length || parent is { IsCollection: true }) return null;
            string type = $"{parts[at + 1]}/{parts[at + 2]}";
            value += $"/providers/{type}";
            at += 3;
            return Take(parts, ref at, ref value, type, parent);
        }
        if (parent is null && !Same(word, "subscriptions")) return null;
        if (parent is { IsCollection: true }) return null;
        at++;
        string inner = parent is null ? SubscriptionType
            : parent.Type == SubscriptionType && Same(word, "resourceGroups") ? ResourceGroupType
            : parent.Type is SubscriptionType or ResourceGroupType ? ""
            : $"{parent.Type}/{word}";
        // ARM writes its own words its own way, whatever the client wrote.
        value += inner switch { SubscriptionType => "/subscriptions", ResourceGroupType => "/resourceGroups", _ => $"/{word}" };
        return inner is "" ? null : Take(parts, ref at, ref value, inner, parent);
    }

    private static ResourceId? Take(string[] parts, ref int at, ref string value, string type, ResourceId? parent)
    {
        if (at == parts.Length) return new ResourceId(value, type, "", parent, IsCollection: true);
        string name = parts[at++];
        if (Same(name, "providers")) return null;
        value += $"/{name}";
        return new ResourceId(value, type, name, parent, IsCollection: false);
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
