using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;

namespace GenAIOps.Emulator.Identity;

/// <summary>Which identity of a workload a token is for: by one of the three, or the system-assigned one.</summary>
internal sealed record IdentityChoice(string? ClientId = null, string? PrincipalId = null, string? ResourceId = null)
{
    public static readonly IdentityChoice System = new();

    public bool IsSystem => this == System;
}

/// <summary>The identities that resources have: who a workload is, and what application a client id stands for.</summary>
internal sealed class ManagedIdentities
{
    public const string UserAssignedType = "Microsoft.ManagedIdentity/userAssignedIdentities";
    /// <summary>Not a resource of ARM: where a hosted agent would be, were it one.</summary>
    public const string AgentType = "Microsoft.CognitiveServices/accounts/projects/agents";

    private readonly ResourceStore _store;
    /// <summary>The principal of each client id of a user-assigned identity.</summary>
    private readonly ConcurrentDictionary<string, string> _principals = new(StringComparer.OrdinalIgnoreCase);

    public ManagedIdentities(ResourceStore store)
    {
        _store = store;
        store.Changed += change => Index(change.New ?? change.Old!, isGone: change.New is null);
        foreach (JsonObject resource in store.List(type: UserAssignedType)) Index(resource, isGone: false);
    }

    /// <summary>The application with this client id: a user-assigned identity that has it, or else one that is known by it alone.</summary>
    public Caller Application(string clientId) =>
        new(CallerKind.Application, clientId, _principals.GetValueOrDefault(clientId) ?? Principals.IdOf("principal", $"application/{clientId}"), clientId);

    /// <param name="name">Of the workload, for the log.</param>
    /// <param name="owner">The app's id, or an agent's, see <see cref="AgentType"/>.</param>
    /// <returns>Null when the workload has no such identity.</returns>
    public Caller? Of(string name, string owner, IdentityChoice choice)
    {
        ResourceId id = ResourceId.Parse(owner);
        if (id.Is(AgentType))
        {
            // Foundry gives each agent an identity of its own, and no other.
            Caller agent = new(CallerKind.Workload, $"workload:{name}", Principals.IdOf("principal", id), Principals.IdOf("client", id)) { Project = id.Parent!.Value };
            return choice.IsSystem || Same(choice.ClientId, agent.ClientId) || Same(choice.PrincipalId, agent.ObjectId) ? agent : null;
        }
        JsonNode? identity = _store.Get(owner)?["identity"];
        if (choice.IsSystem)
            return (string?)identity?["principalId"] is { } principal ? new Caller(CallerKind.Workload, $"workload:{name}", principal, Principals.IdOf("client", id)) : null;
        return (identity?["userAssignedIdentities"] as JsonObject ?? []).Select(pair => _store.Get(pair.Key)).OfType<JsonObject>()
            .Where(each => Same(choice.ClientId, (string?)each["properties"]!["clientId"]) || Same(choice.PrincipalId, (string?)each["properties"]!["principalId"])
                || (choice.ResourceId is { } wanted && ResourceId.KeyOf(wanted) == ResourceId.KeyOf((string)each["id"]!)))
            .Select(each => new Caller(CallerKind.Workload, $"workload:{name}", (string)each["properties"]!["principalId"]!, (string)each["properties"]!["clientId"]!))
            .FirstOrDefault();
    }

    private void Index(JsonObject resource, bool isGone)
    {
        if (!string.Equals((string?)resource["type"], UserAssignedType, StringComparison.OrdinalIgnoreCase)) return;
        string client = (string)resource["properties"]!["clientId"]!;
        if (isGone) _principals.TryRemove(client, out _);
        else _principals[client] = (string)resource["properties"]!["principalId"]!;
    }

    private static bool Same(string? wanted, string? value) => wanted is not null && string.Equals(wanted, value, StringComparison.OrdinalIgnoreCase);
}
