using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Foundry.Evaluations;

/// <summary>The evaluations, runs and taxonomies of all projects.</summary>
internal sealed class EvaluationStore(EmulatorInstance instance)
{
    public StoredSet<Evaluation> Evaluations { get; } = new(Path.Combine(instance.State, "evaluations"));
    public StoredSet<EvaluationRun> Runs { get; } = new(Path.Combine(instance.State, "evaluation-runs"));
    public StoredSet<Taxonomy> Taxonomies { get; } = new(Path.Combine(instance.State, "evaluation-taxonomies"));
}

/// <summary>Things of one kind, one file each. What was answered for is on disk.</summary>
/// <remarks>All members may be called from any thread. Values are never changed, only replaced.</remarks>
internal sealed class StoredSet<T> where T : class, IStored
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new JsonStringEnumConverter() } };

    private sealed record StoredFile(int Version, T? Value);

    private readonly ConcurrentDictionary<string, T> _values = new(StringComparer.Ordinal);
    private readonly Lock _writes = new();
    private readonly string _folder;

    /// <exception cref="EmulatorExitException">A file is not what this class wrote.</exception>
    public StoredSet(string folder)
    {
        _folder = folder;
        StateFile.CreateFolder(folder);
        foreach (string path in Directory.EnumerateFiles(folder))
        {
            if (StateFile.IsTemporary(path)) StateFile.TryDelete(path);
            else if (path.EndsWith(".json", StringComparison.Ordinal)) Load(path);
        }
    }

    /// <returns>Null when the project has none of this id.</returns>
    public T? Get(string project, string id) => _values.GetValueOrDefault(id) is { } value && Same(value.Project, project) ? value : null;

    /// <returns>Oldest first.</returns>
    public IReadOnlyList<T> List(string? project = null) => [.. _values.Values.Where(value => project is null || Same(value.Project, project))
        .OrderBy(value => value.CreatedAt).ThenBy(value => value.Id, StringComparer.Ordinal)];

    public void Put(T value) => Update(value.Id, _ => value);

    /// <param name="change">Gets the value or null, gives what to save, or null to leave everything as it is.</param>
    /// <returns>The value as it is now.</returns>
    public T? Update(string id, Func<T?, T?> change)
    {
        lock (_writes)
        {
            T? old = _values.GetValueOrDefault(id);
            if (change(old) is not { } value) return old;
            StateFile.Write(PathOf(id), JsonSerializer.Serialize(new StoredFile(1, value), Options));
            return _values[id] = value;
        }
    }

    public void Delete(string id)
    {
        lock (_writes)
        {
            File.Delete(PathOf(id));
            _values.TryRemove(id, out _);
        }
    }

    private void Load(string path)
    {
        try
        {
            StoredFile? file = JsonSerializer.Deserialize<StoredFile>(File.ReadAllBytes(path), Options);
            if (file is not { Version: 1, Value: { Id: not null, Project: not null } value }) throw new JsonException($"version {file?.Version} with nothing in it");
            _values[value.Id] = value;
        }
        catch (JsonException error)
        {
            throw new EmulatorExitException(EmulatorExitException.Unusable,
                $"The emulator's state is damaged: {path} was not written by this emulator ({error.Message.Split('\n')[0].TrimEnd('.')}). Nothing was changed. "
                + "Put the file back, or start with an empty state: ./build.sh LocalReset", error);
        }
    }

    private string PathOf(string id) => Path.Combine(_folder, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..32]}.json");

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
