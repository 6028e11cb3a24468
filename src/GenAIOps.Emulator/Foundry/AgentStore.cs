using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Foundry;

/// <summary>Agents and their versions, one file an agent. Versions are immutable once they are made.</summary>
internal sealed class AgentStore
{
    private readonly Lock _lock = new();
    private readonly string _folder;

    public AgentStore(EmulatorInstance instance)
    {
        _folder = Path.Combine(instance.State, "agents");
        StateFile.CreateFolder(_folder);
    }

    public JsonObject? Get(string project, string agent)
    {
        lock (_lock)
        {
            string path = PathOf(project, agent);
            if (!File.Exists(path)) return null;
            try
            {
                return JsonNode.Parse(File.ReadAllText(path))!.AsObject();
            }
            catch (JsonException error)
            {
                throw new AzureErrorException(500, "InternalServerError", $"The state of agent '{agent}' cannot be read ({error.Message}). Delete the emulator's state with ./build.sh LocalReset.");
            }
        }
    }

    public IReadOnlyList<JsonObject> List(string project)
    {
        lock (_lock)
        {
            string folder = Path.Combine(_folder, project.ToLowerInvariant());
            return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(path => JsonNode.Parse(File.ReadAllText(path))!.AsObject())] : [];
        }
    }

    /// <summary>Reads, changes and saves as one step.</summary>
    /// <param name="project">The project's name.</param>
    /// <param name="agent">The agent's name.</param>
    /// <param name="change">Gets the agent, or null when it is new; returns it changed.</param>
    public JsonObject Update(string project, string agent, Func<JsonObject?, JsonObject> change)
    {
        lock (_lock)
        {
            JsonObject changed = change(Get(project, agent));
            StateFile.CreateFolder(Path.Combine(_folder, project.ToLowerInvariant()));
            StateFile.Write(PathOf(project, agent), changed.ToJsonString());
            return changed;
        }
    }

    public bool Delete(string project, string agent)
    {
        lock (_lock)
        {
            string path = PathOf(project, agent);
            bool exists = File.Exists(path);
            File.Delete(path);
            return exists;
        }
    }

    /// <summary>Names were checked against Foundry's pattern before: they hold no separator.</summary>
    private string PathOf(string project, string agent) => Path.Combine(_folder, project.ToLowerInvariant(), agent.ToLowerInvariant() + ".json");
}
