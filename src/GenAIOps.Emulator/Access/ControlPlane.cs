using GenAIOps.Emulator.Arm;

namespace GenAIOps.Emulator.Access;

internal enum Right
{
    /// <summary>The action, at the scope.</summary>
    Action,
    /// <summary>Any role at, above or below the scope.</summary>
    AnyRole,
    /// <summary>Whoever has signed in.</summary>
    SignedIn,
}

/// <summary>What a request to Resource Manager needs.</summary>
internal sealed record Needed(Right Right, string Action, string Scope);

/// <summary>Azure's rule for the action that a method and a path name: <c>{type}/read</c>, <c>write</c>, <c>delete</c>, <c>{type}/{name}/action</c>.</summary>
internal static class ControlPlane
{
    private const string Subscriptions = "Microsoft.Resources/subscriptions", Groups = Subscriptions + "/resourceGroups";

    /// <returns>Null when the path is none of Resource Manager's.</returns>
    public static Needed? Of(string method, string path)
    {
        string[] parts = path.Trim('/').Split('/');
        bool isRead = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        if (Same(parts[0], "tenants") || (parts.Length == 1 && Same(parts[0], "subscriptions"))) return new Needed(Right.SignedIn, $"{Subscriptions}/read", "/");
        // What resource types there are is the same for everyone.
        if (Same(parts[0], "providers") && parts.Length <= 2) return new Needed(Right.SignedIn, "Microsoft.Resources/providers/read", "/");
        if (Same(parts[0], "subscriptions") && Special(parts, isRead) is { } special) return special;
        if (!ResourceId.TryParse(path, out ResourceId? id)) return null;
        return Of(method, isRead, id);
    }

    /// <summary>The action of a write of this resource, as messages name it.</summary>
    public static string WriteOf(ResourceId id) => $"{TypeOf(id)}/write";

    private static Needed Of(string method, bool isRead, ResourceId id)
    {
        string type = TypeOf(id), scope = id.IsCollection ? id.Parent?.Value ?? "/" : id.Value;
        // Lists of a subscription's groups show those that the caller may read.
        if (isRead && id.IsCollection && id.Is(ResourceId.ResourceGroupType)) return new Needed(Right.AnyRole, $"{type}/read", scope);
        if (isRead && id.Is(ResourceId.SubscriptionType)) return new Needed(Right.AnyRole, $"{type}/read", scope);
        return new Needed(Right.Action, method switch
        {
            "GET" or "HEAD" => $"{type}/read",
            "PUT" or "PATCH" => $"{type}/write",
            "DELETE" => $"{type}/delete",
            // POST …/containerApps/{app}/listSecrets: the last word is the action, the resource before it the scope.
            _ => $"{type}/action",
        }, scope);
    }

    /// <summary>Paths below a subscription that name no resource.</summary>
    private static Needed? Special(string[] parts, bool isRead)
    {
        string subscription = $"/subscriptions/{parts[1]}";
        if (parts.Length == 3 && Same(parts[2], "resources")) return new Needed(Right.AnyRole, $"{Subscriptions}/resources/read", subscription);
        if (parts.Length == 3 && Same(parts[2], "locations")) return new Needed(Right.AnyRole, $"{Subscriptions}/locations/read", subscription);
        if (parts.Length == 5 && Same(parts[2], "resourceGroups") && Same(parts[4], "resources"))
            return new Needed(Right.Action, $"{Groups}/resources/read", $"{subscription}/resourceGroups/{parts[3]}");
        if (parts.Length < 3 || !Same(parts[2], "providers")) return null;
        if (parts.Length <= 4) return new Needed(isRead ? Right.AnyRole : Right.Action, $"{Subscriptions}/providers/read", subscription);
        if (parts.Length == 5 && Same(parts[4], "register")) return new Needed(Right.Action, $"{parts[3]}/register/action", subscription);
        // Whoever may touch the resource of an operation may ask how it goes.
        return parts.Length == 8 && Same(parts[4], "locations") && ArmOperations.ResourceOf(parts[7]) is { } resource
            ? new Needed(Right.AnyRole, $"{parts[3]}/locations/{parts[6]}/read", resource)
            : null;
    }

    private static string TypeOf(ResourceId id) => id.Is(ResourceId.ResourceGroupType) ? Groups : id.Is(ResourceId.SubscriptionType) ? Subscriptions : id.Type;

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
