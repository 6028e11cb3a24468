using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Access;

/// <summary>One set of a role's permissions.</summary>
/// <param name="Condition">Null: none.</param>
internal sealed record Permission(ActionPattern[] Actions, ActionPattern[] NotActions, ActionPattern[] DataActions, ActionPattern[] NotDataActions, AssignmentCondition? Condition)
{
    public bool Allows(string action, bool data) => data ? Any(DataActions, action) && !Any(NotDataActions, action) : Any(Actions, action) && !Any(NotActions, action);

    public static Permission Read(JsonNode json) => new(
        Patterns(json["actions"]), Patterns(json["notActions"]), Patterns(json["dataActions"]), Patterns(json["notDataActions"]),
        (string?)json["condition"] is { Length: > 0 } condition ? AssignmentCondition.Parse(condition) : null);

    private static bool Any(ActionPattern[] patterns, string action)
    {
        foreach (ActionPattern pattern in patterns)
        {
            if (pattern.Matches(action)) return true;
        }
        return false;
    }

    private static ActionPattern[] Patterns(JsonNode? node) => [.. (node as JsonArray ?? []).Select(item => new ActionPattern((string)item!))];
}

/// <summary>A role: built in, or made by a client.</summary>
/// <param name="Name">A GUID, the same in every tenant for a built-in role.</param>
internal sealed record RoleDefinition(string Name, string RoleName, string Description, bool IsBuiltIn, IReadOnlyList<Permission> Permissions, JsonArray PermissionsJson, JsonArray AssignableScopes)
{
    /// <param name="scope">Where it is asked for: its id is below the subscription of that.</param>
    public JsonObject Present(string scope) => new()
    {
        ["id"] = $"{SubscriptionOf(scope)}/providers/{RoleDefinitions.TypeName}/{Name}",
        ["name"] = Name,
        ["type"] = RoleDefinitions.TypeName,
        ["properties"] = new JsonObject
        {
            ["roleName"] = RoleName,
            ["type"] = IsBuiltIn ? "BuiltInRole" : "CustomRole",
            ["description"] = Description,
            ["assignableScopes"] = AssignableScopes.DeepClone(),
            ["permissions"] = PermissionsJson.DeepClone(),
        },
    };

    private static string SubscriptionOf(string scope) =>
        scope.Split('/') is ["", "subscriptions", { Length: > 0 } subscription, ..] ? $"/subscriptions/{subscription}" : "";
}
