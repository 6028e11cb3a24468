using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry;

/// <summary>All changes of agents, each checked and saved as a whole.</summary>
internal sealed class AgentWrites(AgentStore agents, AgentLifecycle lifecycle, TimeProvider time)
{
    /// <summary>Adds a version to the agent, which is made if there is none of that name.</summary>
    /// <param name="name">Null: the body has it.</param>
    /// <param name="onlyIfChanged">Gives the latest version back when its definition is the same.</param>
    public (Agent Agent, AgentVersion Version) Create(string project, string? name, JsonObject body, bool onlyIfChanged)
    {
        name ??= OpenAIRequest.Text(body["name"]) ?? throw AzureErrorException.BadRequest("invalid_request_error", "name: it is missing or not a string. Nothing was created.");
        AgentDefinitions.CheckName(name);
        JsonObject definition = AgentDefinitions.Check(body);
        AgentVersion? version = null;
        Agent agent = agents.Update(project, name, known =>
        {
            if (onlyIfChanged && known is not null && JsonNode.DeepEquals(known.Latest.Definition, definition)) return null;
            Agent before = known ?? new Agent(project, name, Guid.NewGuid(), Enabled: true, 0, null, null, []);
            version = VersionOf(body, definition, before.LastNumber + 1);
            Agent after = before with { LastNumber = before.LastNumber + 1, Versions = before.Versions.Add(version) };
            return WithEndpoint(after, body);
        })!;
        if (version is not null && version.IsHosted) lifecycle.Provision(agent, version);
        return (agent, version ?? agent.Latest);
    }

    /// <summary>Merges <c>agent_endpoint</c> and <c>agent_card</c> (RFC 7396); everything else of an agent is fixed.</summary>
    public Agent Patch(string project, string name, JsonObject patch)
    {
        if (patch.Select(pair => pair.Key).FirstOrDefault(key => key is not ("agent_endpoint" or "agent_card")) is { } other)
            throw AzureErrorException.BadRequest("invalid_request_error", $"'{other}' cannot be changed: only agent_endpoint and agent_card can. Make a new version instead.");
        Agent agent = agents.Update(project, name, known => WithEndpoint(known ?? throw NotFound(name), patch))!;
        lifecycle.Settle();
        return agent;
    }

    /// <returns>The agent as it was before, and the version that is gone.</returns>
    public (Agent Before, AgentVersion Deleted) DeleteVersion(string project, string name, string number)
    {
        Agent before = null!;
        AgentVersion deleted = null!;
        Agent? after = agents.Update(project, name, known =>
        {
            before = known ?? throw NotFound(name);
            deleted = FindVersion(known, number);
            if (VersionRule.Read(known.Endpoint).FirstOrDefault(rule => rule.Version == number && rule.Percentage > 0) is { } rule)
                throw AzureErrorException.Conflict("conflict", $"Version '{number}' of agent '{known.Name}' gets {rule.Percentage} % of its traffic. Nothing was deleted. Give the traffic to another version first.");
            return known.Versions.Length > 1 ? known with { Versions = known.Versions.Remove(deleted), Endpoint = WithoutRule(known.Endpoint, number) } : null;
        });
        if (before.Versions.Length == 1 && after is not null) agents.Delete(project, name, agent => agent.Versions.Length == 1);
        return (before, deleted);
    }

    public static AgentVersion FindVersion(Agent agent, string number) => agent.Find(number)
        ?? throw AzureErrorException.NotFound("not_found", $"Agent '{agent.Name}' has no version '{number}'. It has {string.Join(", ", agent.Versions.Select(version => version.Number))}.");

    public static AzureErrorException NotFound(string name) => AzureErrorException.NotFound("not_found", $"Agent '{name}' doesn't exist.");

    private AgentVersion VersionOf(JsonObject body, JsonObject definition, int number)
    {
        DateTimeOffset now = time.GetUtcNow();
        bool draft = OpenAIRequest.Flag(body["draft"]);
        AgentVersionStatus status = (string?)definition["kind"] is "hosted" ? AgentVersionStatus.Creating : AgentVersionStatus.Active;
        return new AgentVersion(draft ? $"draft-{now.ToUnixTimeMilliseconds()}-{number}" : $"{number}", now, OpenAIRequest.Text(body["description"]),
            body["metadata"]?.DeepClone().AsObject(), definition.DeepClone().AsObject(), draft, status);
    }

    private static Agent WithEndpoint(Agent agent, JsonObject body)
    {
        if (body["agent_endpoint"] is not (null or JsonObject) || body["agent_card"] is not (null or JsonObject))
            throw AzureErrorException.BadRequest("invalid_request_error", "agent_endpoint and agent_card must be objects. Nothing was changed.");
        JsonObject? endpoint = Merge(agent.Endpoint, body, "agent_endpoint");
        VersionRule.Check(endpoint, agent);
        return agent with { Endpoint = endpoint, Card = Merge(agent.Card, body, "agent_card") };
    }

    private static JsonObject? Merge(JsonObject? known, JsonObject body, string member) =>
        body.TryGetPropertyValue(member, out JsonNode? patch) ? MergePatch.Apply(known, patch) as JsonObject : known;

    private static JsonObject? WithoutRule(JsonObject? endpoint, string number)
    {
        JsonObject? copy = endpoint?.DeepClone().AsObject();
        if (copy?["version_selector"]?["version_selection_rules"] is JsonArray rules)
            rules.RemoveAll(rule => (string?)rule?["agent_version"] == number);
        return copy;
    }
}
