using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Foundry;

/// <summary>The agents of all projects, one file each. An agent that was answered for is on disk.</summary>
/// <remarks>All members may be called from any thread. Names compare without regard to case.</remarks>
internal sealed class AgentStore
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new JsonStringEnumConverter() }, WriteIndented = true };

    private sealed record AgentFile(int Version, Agent Agent);

    private readonly ConcurrentDictionary<(string Project, string Name), Agent> _agents = new();
    private readonly Lock _writes = new();
    private readonly string _folder;

    /// <exception cref="EmulatorExitException">A file is not what this class wrote.</exception>
    public AgentStore(EmulatorInstance instance)
    {
        _folder = Path.Combine(instance.State, "agents");
        StateFile.CreateFolder(_folder);
        foreach (string path in Directory.EnumerateFiles(_folder))
        {
            if (StateFile.IsTemporary(path)) StateFile.TryDelete(path);
            else if (path.EndsWith(".json", StringComparison.Ordinal)) Load(path);
        }
    }

    public Agent? Get(string project, string name) => _agents.GetValueOrDefault(Key(project, name));

    /// <returns>Newest first.</returns>
    public IReadOnlyList<Agent> List(string? project = null) => [.. _agents.Values
        .Where(agent => project is null || string.Equals(agent.Project, project, StringComparison.OrdinalIgnoreCase))
        .OrderByDescending(agent => agent.Versions[0].CreatedAt).ThenBy(agent => agent.Name, StringComparer.Ordinal)];

    /// <param name="change">Gets the agent or null, gives what to save or null to leave everything as it is; throws to refuse.</param>
    /// <returns>The agent as it is now.</returns>
    public Agent? Update(string project, string name, Func<Agent?, Agent?> change)
    {
        lock (_writes)
        {
            Agent? old = Get(project, name);
            if (change(old) is not { } agent) return old;
            StateFile.Write(PathOf(project, name), JsonSerializer.Serialize(new AgentFile(1, agent), Options));
            return _agents[Key(project, name)] = agent;
        }
    }

    /// <param name="only">Deletes the agent only if this holds at that moment; null: always.</param>
    /// <returns>The agent that was deleted, or null when there was none.</returns>
    public Agent? Delete(string project, string name, Predicate<Agent>? only = null)
    {
        lock (_writes)
        {
            if (Get(project, name) is not { } agent || only?.Invoke(agent) == false) return null;
            File.Delete(PathOf(project, name));
            _agents.TryRemove(Key(project, name), out _);
            return agent;
        }
    }

    private void Load(string path)
    {
        try
        {
            AgentFile file = JsonSerializer.Deserialize<AgentFile>(File.ReadAllBytes(path), Options) ?? throw new JsonException("it is empty");
            if (file.Version != 1 || file.Agent is not { Versions.IsDefaultOrEmpty: false } agent) throw new JsonException($"version {file.Version} with no agent in it");
            _agents[Key(agent.Project, agent.Name)] = agent;
        }
        catch (JsonException error)
        {
            throw new EmulatorExitException(EmulatorExitException.Unusable,
                $"The emulator's state is damaged: {path} is not an agent of this emulator ({error.Message.Split('\n')[0].TrimEnd('.')}). Nothing was changed. "
                + "Put the file back, or start with an empty state: ./build.sh LocalReset", error);
        }
    }

    private string PathOf(string project, string name)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{project}/{name}".ToLowerInvariant())))[..32];
        return Path.Combine(_folder, $"{name}.{hash}.json");
    }

    private static (string Project, string Name) Key(string project, string name) => (project.ToLowerInvariant(), name.ToLowerInvariant());
}
