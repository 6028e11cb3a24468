using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Access;

/// <summary>Rights that a write needs on what it refers to, and on the role assignment that it makes.</summary>
internal sealed class LinkedAccess(AccessControl access, RoleDefinitions roles)
{
    private const string AssignIdentity = $"{ManagedIdentities.UserAssignedType}/assign/action", JoinEnvironment = "Microsoft.App/managedEnvironments/join/action";

    /// <param name="content">The body as it was sent: what it does not name needs no right.</param>
    /// <exception cref="Hosting.AzureErrorException">403, with the scope and the action that is missing.</exception>
    public void CheckWrite(Caller caller, ResourceId id, JsonObject content)
    {
        if (caller.IsUnbounded) return;
        if (id.Is(RoleAssignmentProvider.TypeName)) CheckAssignment(caller, id, "write", content["properties"]);
        foreach ((string scope, string action) in Links(id, content))
        {
            if (!access.Allows(caller, scope, action)) throw Refusal.Linked(caller, ControlPlane.WriteOf(id), id.Value, action, scope).AsException();
        }
    }

    public void CheckDelete(Caller caller, ResourceId id, JsonObject? existing)
    {
        if (!caller.IsUnbounded && id.Is(RoleAssignmentProvider.TypeName) && existing is not null) CheckAssignment(caller, id, "delete", existing["properties"]);
    }

    private void CheckAssignment(Caller caller, ResourceId id, string action, JsonNode? properties)
    {
        string role = Text(properties?["roleDefinitionId"]) ?? "";
        AssignmentRequest request = new(action, roles.Find(role)?.Name ?? role, Text(properties?["principalId"]) ?? "", Text(properties?["principalType"]) ?? "ServicePrincipal");
        if (!access.AllowsAssignment(caller, id.Value, request)) throw Refusal.Authorization(caller, $"{RoleAssignmentProvider.TypeName}/{action}", id.Value).AsException();
    }

    private static IEnumerable<(string Scope, string Action)> Links(ResourceId id, JsonObject content)
    {
        foreach ((string identity, _) in (content["identity"] as JsonObject)?["userAssignedIdentities"] as JsonObject ?? []) yield return (identity, AssignIdentity);
        if (!id.Is("Microsoft.App/containerApps")) yield break;
        JsonNode? properties = content["properties"] as JsonObject;
        if ((Text(properties?["managedEnvironmentId"]) ?? Text(properties?["environmentId"])) is { Length: > 0 } environment) yield return (environment, JoinEnvironment);
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
