using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Foundry;

/// <summary>Agents in the JSON of Foundry's data plane, as <c>@azure/ai-projects</c> 2.8 declares it.</summary>
internal static class AgentShapes
{
    /// <param name="identity">Where the agent's identity hangs; null for none.</param>
    public static JsonObject Agent(Agent agent, ResourceId? identity)
    {
        string state = agent.Enabled ? "enabled" : "disabled";
        JsonObject shape = new()
        {
            ["object"] = "agent",
            ["id"] = agent.Name,
            ["name"] = agent.Name,
            ["state"] = state,
            ["configuration_state"] = state,
            ["versions"] = new JsonObject { ["latest"] = Version(agent, agent.Latest, identity) },
        };
        if (agent.Endpoint is { } endpoint) shape["agent_endpoint"] = endpoint.DeepClone();
        if (agent.Card is { } card) shape["agent_card"] = card.DeepClone();
        return shape;
    }

    public static JsonObject Version(Agent agent, AgentVersion version, ResourceId? identity)
    {
        JsonObject shape = new()
        {
            ["object"] = "agent.version",
            ["id"] = $"{agent.Name}:{version.Number}",
            ["name"] = agent.Name,
            ["version"] = version.Number,
            ["description"] = version.Description ?? "",
            ["created_at"] = version.CreatedAt.ToUnixTimeSeconds(),
            ["metadata"] = version.Metadata?.DeepClone() ?? new JsonObject(),
            ["definition"] = version.Definition.DeepClone(),
            ["draft"] = version.Draft,
            ["status"] = version.Status.ToString().ToLowerInvariant(),
            ["agent_guid"] = agent.Guid.ToString(),
        };
        if (version.IsHosted && identity is not null)
            shape["instance_identity"] = new JsonObject { ["principal_id"] = Principals.IdOf("principal", identity), ["client_id"] = Principals.IdOf("client", identity) };
        // Not in Azure's shape: without it a failed version would be a riddle.
        if (version.Problem is { } problem) shape["error"] = new JsonObject { ["code"] = "provisioning_failed", ["message"] = problem };
        return shape;
    }

    /// <summary>A page of a list: <c>limit</c> 1 to 100, <c>order</c> by creation, cursors <c>after</c> and <c>before</c>.</summary>
    /// <param name="newestFirst">All items, newest first; each has an <c>id</c>.</param>
    public static JsonObject Page(IEnumerable<JsonObject> newestFirst, IQueryCollection query)
    {
        int limit = int.TryParse(query["limit"], out int asked) ? Math.Clamp(asked, 1, 100) : 20;
        List<JsonObject> items = [.. query["order"] == "asc" ? newestFirst.Reverse() : newestFirst];
        if (query["after"].ToString() is { Length: > 0 } after) items = [.. items.SkipWhile(item => Id(item) != after).Skip(1)];
        bool backwards = query["before"].ToString() is { Length: > 0 };
        if (backwards) items = [.. items.TakeWhile(item => Id(item) != query["before"].ToString())];
        List<JsonObject> page = [.. backwards ? items.TakeLast(limit) : items.Take(limit)];
        return new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. page]),
            ["first_id"] = page.Count > 0 ? Id(page[0]) : null,
            ["last_id"] = page.Count > 0 ? Id(page[^1]) : null,
            ["has_more"] = items.Count > page.Count,
        };
    }

    private static string Id(JsonObject item) => (string)item["id"]!;
}
