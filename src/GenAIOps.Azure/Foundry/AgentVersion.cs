using System.Globalization;
using System.Text.Json.Nodes;

namespace GenAIOps.Azure.Foundry;

/// <summary>What an agent version is made of. Versions never change; a change is a new version.</summary>
public abstract record AgentDefinition
{
    private protected AgentDefinition()
    {
    }

    /// <summary>Kept with the version: up to 16 pairs, keys to 64 and values to 512 characters.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    internal abstract JsonObject ToJson();

    internal IEnumerable<string> Problems()
    {
        if (Metadata.Count > 16)
            yield return $"Metadata: {Metadata.Count} pairs, and 16 are allowed.";
        foreach (var (key, value) in Metadata.Where(pair => pair.Key.Length > 64 || pair.Value.Length > 512))
            yield return $"Metadata: '{key}' has a key of {key.Length} and a value of {value.Length} characters; 64 and 512 are allowed.";
    }

    internal static JsonObject Pairs(IReadOnlyDictionary<string, string> pairs) =>
        new(pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
}

/// <summary>A model with instructions, which Agent Service runs.</summary>
public sealed record PromptAgent : AgentDefinition
{
    /// <summary>Name of a model deployment of the project.</summary>
    public required string Model { get; init; }

    /// <summary>The system message.</summary>
    public required string Instructions { get; init; }

    internal override JsonObject ToJson() => new() { ["kind"] = "prompt", ["model"] = Model, ["instructions"] = Instructions };
}

/// <summary>A container that Agent Service runs and speaks the <c>responses</c> protocol to.</summary>
public sealed record HostedAgent : AgentDefinition
{
    /// <summary>By digest.</summary>
    public required string Image { get; init; }

    /// <summary>Cores. Default 0.5.</summary>
    public double Cpu { get; init; } = 0.5;

    /// <summary>Default 1Gi.</summary>
    public string Memory { get; init; } = "1Gi";

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    internal override JsonObject ToJson() => new()
    {
        ["kind"] = "hosted",
        ["cpu"] = Cpu.ToString(CultureInfo.InvariantCulture),
        ["memory"] = Memory,
        ["container_configuration"] = new JsonObject { ["image"] = Image },
        ["protocol_versions"] = new JsonArray(new JsonObject { ["protocol"] = "responses", ["version"] = "1.0.0" }),
        ["environment_variables"] = Pairs(Environment),
    };
}

/// <param name="Name">The agent's.</param>
/// <param name="Version">Given by the service: 1, 2, 3, ...</param>
/// <param name="Status">creating, active, failed, deleting, deleted, or a newer word; prompt agents are active at once.</param>
/// <param name="Image">Of a hosted one; null otherwise.</param>
/// <param name="Metadata">As given when it was made.</param>
/// <param name="Error">Why it failed, in the service's words.</param>
public sealed record AgentVersion(
    string Name, string Version, string Status, string? Image, IReadOnlyDictionary<string, string> Metadata, string? Error = null);

/// <summary>A version's share of the agent's traffic.</summary>
/// <param name="Version">As in <see cref="AgentVersion.Version"/>.</param>
/// <param name="Percent">Whole percent, 0 to 100; all shares add up to 100.</param>
public sealed record AgentTraffic(string Version, int Percent);
