using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Arm;

/// <summary>What happened to a resource: <see cref="New"/> is null when it was deleted, <see cref="Old"/> when it was created.</summary>
internal sealed record ResourceChange(string Id, JsonObject? Old, JsonObject? New);

/// <summary>Every ARM resource, as JSON, one file each. A resource that was answered for is on disk.</summary>
/// <remarks>
/// All members may be called from any thread. Resources are kept as text and parsed for each reader, so that nobody changes what others read.
/// Ids are compared without regard to case. Keys that start with <c>$</c> belong to their provider and never leave through ARM.
/// </remarks>
internal sealed class ResourceStore
{
    private sealed record Entry(string ETag, string Json, string? Type, string Path)
    {
        public JsonObject Resource => JsonNode.Parse(Json)!.AsObject();
    }

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Lock _writes = new();
    private readonly string _folder;

    /// <exception cref="EmulatorExitException">A file is not what this class wrote.</exception>
    public ResourceStore(string state)
    {
        _folder = Path.Combine(state, "resources");
        StateFile.CreateFolder(_folder);
        foreach (string path in Directory.EnumerateFiles(_folder))
        {
            if (StateFile.IsTemporary(path)) StateFile.TryDelete(path);
            else if (path.EndsWith(".json", StringComparison.Ordinal)) Load(path);
        }
    }

    /// <summary>Raised after the change is on disk, on the writer's thread, in the order of the writes: handlers return at once.</summary>
    public event Action<ResourceChange>? Changed;

    public JsonObject? Get(string id) =>
        _entries.TryGetValue(ResourceId.KeyOf(id), out Entry? entry) ? entry.Resource : null;

    public string? GetETag(string id) => _entries.TryGetValue(ResourceId.KeyOf(id), out Entry? entry) ? entry.ETag : null;

    /// <returns>The new ETag, with its quotes.</returns>
    public string Put(string id, JsonObject resource)
    {
        string key = ResourceId.KeyOf(id);
        lock (_writes)
        {
            _entries.TryGetValue(key, out Entry? old);
            Entry entry = new($"\"{Guid.NewGuid():N}\"", resource.ToJsonString(), (string?)resource["type"], old?.Path ?? PathOf(key));
            JsonObject file = new() { ["version"] = 1, ["id"] = id, ["etag"] = entry.ETag, ["resource"] = entry.Resource };
            StateFile.Write(entry.Path, file.ToJsonString());
            _entries[key] = entry;
            Changed?.Invoke(new ResourceChange(id, old?.Resource, entry.Resource));
            return entry.ETag;
        }
    }

    /// <summary>Changes a resource under the store's lock; a missing resource stays missing.</summary>
    /// <returns>The resource as it is now, or null when there is none.</returns>
    public JsonObject? Update(string id, Action<JsonObject> change)
    {
        lock (_writes)
        {
            if (Get(id) is not { } resource) return null;
            change(resource);
            Put(id, resource);
            return resource;
        }
    }

    /// <returns>False when there was no such resource.</returns>
    public bool Delete(string id)
    {
        string key = ResourceId.KeyOf(id);
        lock (_writes)
        {
            if (!_entries.TryGetValue(key, out Entry? old)) return false;
            File.Delete(old.Path);
            _entries.TryRemove(key, out _);
            Changed?.Invoke(new ResourceChange(id, old.Resource, null));
            return true;
        }
    }

    /// <param name="prefix">Only resources at or below this id; empty for all.</param>
    /// <param name="type">Only this type, for example <c>Microsoft.App/containerApps</c>; null for all.</param>
    public IReadOnlyList<JsonObject> List(string prefix = "", string? type = null)
    {
        string key = ResourceId.KeyOf(prefix);
        return [.. _entries
            .Where(pair => pair.Key.StartsWith(key, StringComparison.Ordinal) && (key.Length == 0 || pair.Key.Length == key.Length || pair.Key[key.Length] == '/'))
            .Where(pair => type is null || string.Equals(pair.Value.Type, type, StringComparison.OrdinalIgnoreCase))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Value.Resource)];
    }

    private void Load(string path)
    {
        try
        {
            JsonObject file = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
            if ((int?)file["version"] != 1) throw new JsonException($"version is {file["version"]?.ToJsonString() ?? "missing"}, expected 1");
            string id = (string)file["id"]!;
            JsonObject resource = file["resource"]!.AsObject();
            _entries[ResourceId.KeyOf(id)] = new Entry((string)file["etag"]!, resource.ToJsonString(), (string?)resource["type"], path);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or NullReferenceException or ArgumentNullException)
        {
            throw new EmulatorExitException(EmulatorExitException.Unusable,
                $"The emulator's state is damaged: {path} is not a resource of this emulator ({FirstLine(error.Message)}). Nothing was changed. "
                + "Put the file back, or start with an empty state: ./build.sh LocalReset", error);
        }
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].TrimEnd('.', '\r');

    private string PathOf(string key)
    {
        string name = key[(key.LastIndexOf('/') + 1)..];
        string readable = string.Concat(name.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32];
        return Path.Combine(_folder, $"{readable}.{hash}.json");
    }
}
