using System.Text.Json.Nodes;

namespace GenAIOps.Azure.Foundry;

/// <summary>What an agent version is made of. Versions never change; a change is a new version.</summary>
public abstract record AgentDefinition
{
    private AgentDefinition()
    {
    }

    internal abstract JsonObject ToJson();

    /// <summary>A model with instructions; Agent Service runs it.</summary>
    /// <param name="Model">Name of a model deployment of the project.</param>
    /// <param name="Instructions">The system message.</param>
    public sealed record Prompt(string Model, string Instructions) : AgentDefinition
    {
        internal override JsonObject ToJson() => new() { ["kind"] = "prompt", ["model"] = Model, ["instructions"] = Instructions };
    }

    /// <summary>A container that Agent Service runs and speaks the <c>responses</c> protocol to.</summary>
    /// <param name="Image">By digest.</param>
    public sealed record Hosted(string Image) : AgentDefinition
    {
        /// <summary>Cores. Default 1.</summary>
        public double Cpu { get; init; } = 1;

        /// <summary>Default 2Gi.</summary>
        public string Memory { get; init; } = "2Gi";

        public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

        internal override JsonObject ToJson() => new()
        {
            ["kind"] = "hosted",
            ["cpu"] = Cpu.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["memory"] = Memory,
            ["container_configuration"] = new JsonObject { ["image"] = Image },
            ["protocol_versions"] = new JsonArray(new JsonObject { ["protocol"] = "responses", ["version"] = "1.0.0" }),
            ["environment_variables"] = new JsonObject(Environment
                .OrderBy(variable => variable.Key, StringComparer.Ordinal)
                .Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)variable.Value))),
        };
    }
}

/// <param name="Agent">The agent's name.</param>
/// <param name="Version">Given by the service: 1, 2, 3, ...</param>
/// <param name="Status">creating, active, failed, deleting, deleted, or a newer word; prompt agents are active at once.</param>
/// <param name="Error">Why it failed, in the service's words.</param>
/// <param name="Metadata">As given when it was made.</param>
/// <param name="Image">Of a hosted one.</param>
public sealed record AgentVersion(
    string Agent, string Version, string Status, string? Error, IReadOnlyDictionary<string, string> Metadata, string? Image);

/// <summary>A version's share of the agent's traffic.</summary>
/// <param name="Version">As in <see cref="AgentVersion.Version"/>.</param>
/// <param name="Percent">Whole percent, 0 to 100; all shares add up to 100.</param>
public sealed record AgentTraffic(string Version, int Percent);

/// <param name="Id">Of the response.</param>
/// <param name="Status">completed, failed, incomplete, or a newer word.</param>
/// <param name="Text">The whole answer.</param>
/// <param name="InputTokens">Null if the service did not count.</param>
/// <param name="OutputTokens">Null if the service did not count.</param>
/// <param name="Body">The response as it came.</param>
public sealed record AgentResponse(string Id, string Status, string Text, int? InputTokens, int? OutputTokens, JsonObject Body);
