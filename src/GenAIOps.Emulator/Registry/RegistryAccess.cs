using System.Collections.Immutable;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Access;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Registry;

/// <summary>What a caller's roles on the registry resources allow. All of them are doors to one registry, so a right on any of them counts.</summary>
internal sealed class RegistryAccess
{
    private const string Registries = "Microsoft.ContainerRegistry/registries";

    private sealed record Resource(bool IsAbac);

    private readonly AccessControl _access;
    private ImmutableDictionary<string, Resource> _registries = ImmutableDictionary.Create<string, Resource>(StringComparer.OrdinalIgnoreCase);

    public RegistryAccess(ResourceStore store, AccessControl access)
    {
        _access = access;
        store.Changed += change => Index((change.New ?? change.Old)!, isGone: change.New is null);
        foreach (JsonObject resource in store.List(type: Registries)) Index(resource, isGone: false);
    }

    /// <returns>The scope with the actions that the caller may take; null when it may take none.</returns>
    public RegistryScope? Granted(Caller caller, RegistryScope asked)
    {
        string[] actions = [.. asked.Actions.Where(action => Allows(caller, asked, action))];
        return actions.Length == 0 ? null : asked with { Actions = actions };
    }

    public bool Allows(Caller caller, RegistryScope asked) => asked.Actions.All(action => Allows(caller, asked, action));

    private bool Allows(Caller caller, RegistryScope asked, string action) => caller.IsUnbounded
        || Volatile.Read(ref _registries).Any(registry => registry.Value.IsAbac
            ? DataActionOf(asked, action) is { } data && _access.AllowsData(caller, registry.Key, data)
            : ActionOf(asked, action) is { } needed && _access.Allows(caller, registry.Key, needed));

    /// <summary>Of a registry whose permissions are for all of its repositories: AcrPull, AcrPush, AcrDelete.</summary>
    private static string? ActionOf(RegistryScope asked, string action) => (asked.Type, action) switch
    {
        ("registry", _) or ("repository", "pull" or "metadata_read") => $"{Registries}/pull/read",
        ("repository", "push" or "metadata_write") => $"{Registries}/push/write",
        ("repository", "delete") => $"{Registries}/artifacts/delete",
        _ => null,
    };

    /// <summary>Of a registry with <c>roleAssignmentMode: AbacRepositoryPermissions</c>, where AcrPull and its like count for nothing.</summary>
    private static string? DataActionOf(RegistryScope asked, string action) => (asked.Type, action) switch
    {
        ("registry", _) => $"{Registries}/catalog/read",
        ("repository", "pull") => $"{Registries}/repositories/content/read",
        ("repository", "metadata_read") => $"{Registries}/repositories/metadata/read",
        ("repository", "push") => $"{Registries}/repositories/content/write",
        ("repository", "metadata_write") => $"{Registries}/repositories/metadata/write",
        ("repository", "delete") => $"{Registries}/repositories/content/delete",
        _ => null,
    };

    private void Index(JsonObject resource, bool isGone)
    {
        if (!string.Equals((string?)resource["type"], Registries, StringComparison.OrdinalIgnoreCase)) return;
        string id = (string)resource["id"]!;
        bool isAbac = (string?)resource["properties"]?["roleAssignmentMode"] is "AbacRepositoryPermissions";
        ImmutableInterlocked.Update(ref _registries, known => isGone ? known.Remove(id) : known.SetItem(id, new Resource(isAbac)));
    }
}
