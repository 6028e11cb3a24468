using System.Collections.Immutable;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Access;

/// <summary>Who may do what where: the role assignments, in memory, by principal.</summary>
internal sealed class AccessControl
{
    /// <param name="Scope">The key of the id of its scope; empty for the root.</param>
    private sealed record Assignment(string Scope, string Role, AssignmentCondition? Condition)
    {
        public bool Covers(string scope) => Scope.Length == 0 || (scope.StartsWith(Scope, StringComparison.Ordinal) && (scope.Length == Scope.Length || scope[Scope.Length] == '/'));

        /// <summary>Whether it is given at, above or below the scope.</summary>
        public bool Touches(string scope) => Covers(scope) || Scope.StartsWith(scope + "/", StringComparison.Ordinal);
    }

    private readonly RoleDefinitions _roles;
    private readonly ResourceStore _store;
    private ImmutableDictionary<string, ImmutableArray<Assignment>> _byPrincipal = ImmutableDictionary<string, ImmutableArray<Assignment>>.Empty;

    public AccessControl(ResourceStore store, RoleDefinitions roles)
    {
        (_store, _roles) = (store, roles);
        store.Changed += change =>
        {
            if (string.Equals((string?)(change.New ?? change.Old)!["type"], RoleAssignmentProvider.TypeName, StringComparison.OrdinalIgnoreCase)) Rebuild();
        };
        Rebuild();
    }

    /// <summary>Whether a role gives the caller an action of the control plane at the scope, or above it.</summary>
    /// <param name="scope">An ARM id; <c>/</c> is the root.</param>
    public bool Allows(Caller caller, string scope, string action) => Decide(caller, scope, action, data: false, null);

    /// <summary>Whether the caller may write or delete this role assignment, by the conditions of its own.</summary>
    public bool AllowsAssignment(Caller caller, string scope, AssignmentRequest request) =>
        Decide(caller, scope, $"{RoleAssignmentProvider.TypeName}/{request.Action}", data: false, request);

    public bool AllowsData(Caller caller, string scope, string dataAction) => Decide(caller, scope, dataAction, data: true, null);

    /// <summary>Whether the caller has any role at the scope, above it or below it.</summary>
    public bool HasAny(Caller caller, string scope)
    {
        if (caller.IsUnbounded) return true;
        string key = ResourceId.KeyOf(scope);
        return Of(caller).Any(assignment => assignment.Touches(key));
    }

    private bool Decide(Caller caller, string scope, string action, bool data, AssignmentRequest? request)
    {
        if (caller.IsUnbounded) return true;
        string key = ResourceId.KeyOf(scope);
        foreach (Assignment assignment in Of(caller))
        {
            if (!assignment.Covers(key) || _roles.Find(assignment.Role) is not { } role) continue;
            foreach (Permission permission in role.Permissions)
            {
                if (!permission.Allows(action, data)) continue;
                if (request is null || ((permission.Condition?.Holds(request) ?? true) && (assignment.Condition?.Holds(request) ?? true))) return true;
            }
        }
        return false;
    }

    private ImmutableArray<Assignment> Of(Caller caller) => Volatile.Read(ref _byPrincipal).GetValueOrDefault(caller.ObjectId, []);

    private void Rebuild() => Volatile.Write(ref _byPrincipal, _store.List(type: RoleAssignmentProvider.TypeName)
        .GroupBy(resource => (string?)resource["properties"]?["principalId"] ?? "", StringComparer.OrdinalIgnoreCase)
        .ToImmutableDictionary(group => group.Key, group => group.Select(Read).ToImmutableArray(), StringComparer.OrdinalIgnoreCase));

    private static Assignment Read(JsonObject resource)
    {
        ResourceId id = ResourceId.Parse((string)resource["id"]!);
        string role = (string?)resource["properties"]!["roleDefinitionId"] ?? "";
        string? condition = (string?)resource["properties"]!["condition"];
        return new Assignment(id.Parent?.Key ?? "", role[(role.LastIndexOf('/') + 1)..], condition is { Length: > 0 } ? AssignmentCondition.Parse(condition) : null);
    }
}
