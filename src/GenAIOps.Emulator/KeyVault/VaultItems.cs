using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.KeyVault;

internal enum VaultItemKind
{
    Secret,
    Key,
}

/// <param name="Content">The value of a secret; the private key (PKCS #8, base64) of a key.</param>
/// <param name="Shown">What clients see beside it: <c>contentType</c>, <c>tags</c>, <c>key_ops</c>.</param>
internal sealed record VaultItemVersion(string Version, string Content, JsonObject Shown, bool Enabled, DateTimeOffset Created, DateTimeOffset Updated)
{
    public JsonObject Attributes() => new()
    {
        ["enabled"] = Enabled,
        ["created"] = Created.ToUnixTimeSeconds(),
        ["updated"] = Updated.ToUnixTimeSeconds(),
        ["recoveryLevel"] = "Purgeable",
    };
}

/// <param name="Versions">Oldest first.</param>
internal sealed record VaultItem(string Name, IReadOnlyList<VaultItemVersion> Versions);

/// <summary>The secrets and keys of all vaults: files of the state folder that only its owner can read, and nowhere else.</summary>
internal sealed class VaultItems(EmulatorInstance instance)
{
    private readonly string _root = Path.Combine(instance.State, "vaults");
    private readonly ConcurrentDictionary<(string Vault, VaultItemKind Kind), ConcurrentDictionary<string, VaultItem>> _items = new();
    private readonly Lock _writes = new();

    /// <exception cref="AzureErrorException">404: there is none.</exception>
    public (string Name, VaultItemVersion Version) Get(string vault, VaultItemKind kind, string name, string? version)
    {
        VaultItem item = Of(vault, kind).GetValueOrDefault(name) ?? throw VaultErrors.NotFound(kind, name, version);
        return (item.Name, (string.IsNullOrEmpty(version) ? item.Versions[^1] : item.Versions.FirstOrDefault(each => each.Version == version)) ?? throw VaultErrors.NotFound(kind, name, version));
    }

    public IReadOnlyList<VaultItem> List(string vault, VaultItemKind kind) => [.. Of(vault, kind).Values.OrderBy(item => item.Name, StringComparer.OrdinalIgnoreCase)];

    public VaultItem? Find(string vault, VaultItemKind kind, string name) => Of(vault, kind).GetValueOrDefault(name);

    public void Add(string vault, VaultItemKind kind, string name, VaultItemVersion version)
    {
        lock (_writes)
        {
            ConcurrentDictionary<string, VaultItem> known = Of(vault, kind);
            VaultItem item = known.TryGetValue(name, out VaultItem? before) ? before with { Versions = [.. before.Versions, version] } : new VaultItem(name, [version]);
            StateFile.CreateFolder(_root);
            StateFile.CreateFolder(Folder(vault));
            StateFile.Write(Path.Combine(Folder(vault), $"{kind.ToString().ToLowerInvariant()}.{item.Name.ToLowerInvariant()}.json"), JsonSerializer.Serialize(item));
            known[name] = item;
        }
    }

    /// <summary>The vault is gone, and all that was in it.</summary>
    public void Delete(string vault)
    {
        lock (_writes)
        {
            foreach (VaultItemKind kind in Enum.GetValues<VaultItemKind>()) _items.TryRemove((vault, kind), out _);
            if (Directory.Exists(Folder(vault))) Directory.Delete(Folder(vault), recursive: true);
        }
    }

    private string Folder(string vault) => Path.Combine(_root, vault);

    private ConcurrentDictionary<string, VaultItem> Of(string vault, VaultItemKind kind) => _items.GetOrAdd((vault, kind), _ =>
    {
        ConcurrentDictionary<string, VaultItem> loaded = new(StringComparer.OrdinalIgnoreCase);
        if (!Directory.Exists(Folder(vault))) return loaded;
        foreach (string path in Directory.EnumerateFiles(Folder(vault), $"{kind.ToString().ToLowerInvariant()}.*.json"))
        {
            VaultItem item = JsonSerializer.Deserialize<VaultItem>(File.ReadAllBytes(path)) ?? throw new JsonException($"{path} is empty");
            loaded[item.Name] = item;
        }
        return loaded;
    });
}
