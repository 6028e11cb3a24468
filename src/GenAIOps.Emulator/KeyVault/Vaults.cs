using System.Collections.Immutable;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.KeyVault;

/// <param name="Policies">Null: role assignments decide; else the vault's access policies do.</param>
internal sealed record Vault(string Name, string Id, string Location, JsonArray? Policies);

/// <summary>The vaults, by name: names are unique, as each is a host.</summary>
internal sealed class Vaults
{
    public const string TypeName = "Microsoft.KeyVault/vaults";
    public const string Domain = ".vault.localhost";

    private readonly EmulatorInstance _instance;
    private ImmutableDictionary<string, Vault> _vaults = ImmutableDictionary.Create<string, Vault>(StringComparer.OrdinalIgnoreCase);

    public Vaults(ResourceStore store, EmulatorInstance instance)
    {
        _instance = instance;
        store.Changed += change => Index((change.New ?? change.Old)!, isGone: change.New is null);
        foreach (JsonObject resource in store.List(type: TypeName)) Index(resource, isGone: false);
    }

    public Vault? Find(string name) => Volatile.Read(ref _vaults).GetValueOrDefault(name);

    /// <summary>The vault that the request's host names.</summary>
    /// <exception cref="AzureErrorException">There is none.</exception>
    public Vault Of(HttpRequest request)
    {
        string host = request.Host.Host, name = host[..Math.Max(0, host.Length - Domain.Length)];
        return Find(name) ?? throw AzureErrorException.NotFound("VaultNotFound", $"The vault '{name}' does not exist.");
    }

    /// <returns><c>https://{name}.vault.localhost:N/</c>.</returns>
    public string UriOf(string name) => $"https://{name.ToLowerInvariant()}{Domain}:{_instance.Port}/";

    private void Index(JsonObject resource, bool isGone)
    {
        if (!string.Equals((string?)resource["type"], TypeName, StringComparison.OrdinalIgnoreCase)) return;
        string name = ((string)resource["name"]!).ToLowerInvariant();
        JsonNode properties = resource["properties"]!;
        JsonArray? policies = (bool?)properties["enableRbacAuthorization"] is true ? null : properties["accessPolicies"]?.DeepClone() as JsonArray ?? [];
        Vault vault = new(name, (string)resource["id"]!, (string?)resource["location"] ?? EmulatorInstance.Location, policies);
        ImmutableInterlocked.Update(ref _vaults, known => isGone ? known.Remove(name) : known.SetItem(name, vault));
    }
}
