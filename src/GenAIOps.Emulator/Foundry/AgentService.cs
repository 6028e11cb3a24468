using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry;

/// <summary>Foundry's agents: immutable versions under a name, and the traffic between them.</summary>
internal sealed partial class AgentService(AgentStore store, AgentProcesses processes, ModelDeployments projects, TimeProvider time) : IService
{
    public void Map(IEndpointRouteBuilder api)
    {
        const string Root = "/api/projects/{project}/agents";
        api.MapGet(Root, (string project) => { Check(project); return Json(List(store.List(project).Select(Describe))); }).RequireAuthorization(Policies.DataPlane);
        api.MapPost(Root, CreateAsync).RequireAuthorization(Policies.Management);
        api.MapGet(Root + "/{agent}", (string project, string agent) => Json(Describe(Find(project, agent)))).RequireAuthorization(Policies.DataPlane);
        api.MapDelete(Root + "/{agent}", Delete).RequireAuthorization(Policies.Management);
        api.MapPatch(Root + "/{agent}", RouteAsync).RequireAuthorization(Policies.Management);
        api.MapPost(Root + "/{agent}/versions", (string project, string agent, HttpContext http) => VersionAsync(project, agent, http)).RequireAuthorization(Policies.Management);
        api.MapGet(Root + "/{agent}/versions", (string project, string agent) => store.Get(project, agent) is { } found
            ? Json(List(Versions(found).Reverse().Select(version => version.DeepClone().AsObject())))
            : throw NotFound(agent)).RequireAuthorization(Policies.DataPlane);
        api.MapGet(Root + "/{agent}/versions/{version}", (string project, string agent, string version) => Json(FindVersion(Find(project, agent), version).DeepClone().AsObject())).RequireAuthorization(Policies.DataPlane);
    }

    public static IEnumerable<JsonObject> Versions(JsonObject agent) => agent["versions"]!.AsArray().Select(version => version!.AsObject());

    public static JsonObject FindVersion(JsonObject agent, string version) => Versions(agent).FirstOrDefault(known => (string)known["version"]! == version)
        ?? throw AzureErrorException.NotFound("not_found", $"Agent '{(string)agent["name"]!}' has no version '{version}'.");

    public JsonObject Find(string project, string agent)
    {
        Check(project);
        return store.Get(project, agent) ?? throw NotFound(agent);
    }

    private async Task<IResult> CreateAsync(string project, HttpContext http)
    {
        JsonObject body = await OpenAIRequest.ReadAsync(http);
        string name = (string?)body["name"] ?? throw AzureErrorException.BadRequest("invalid_request", "The agent needs a name.");
        return store.Get(project, name) is null ? Make(project, name, body) : throw AzureErrorException.Conflict("conflict", $"Agent '{name}' exists; make a version of it.");
    }

    private async Task<IResult> VersionAsync(string project, string agent, HttpContext http) => Make(project, agent, await OpenAIRequest.ReadAsync(http));

    private IResult Make(string project, string agent, JsonObject body)
    {
        Check(project);
        if (!Name().IsMatch(agent)) throw AzureErrorException.BadRequest("invalid_request", $"The agent's name '{agent}' is invalid: letters, digits and hyphens, 1 to 63, beginning and ending with a letter or digit.");
        if (body["definition"] is not JsonObject definition) throw AzureErrorException.BadRequest("invalid_request", "The version needs a definition.");
        string? kind = (string?)definition["kind"];
        if (kind is not ("hosted" or "prompt")) throw AzureErrorException.BadRequest("invalid_request", $"The kind '{kind}' is not served by this emulator: use hosted or prompt.");
        if (kind is "hosted" && (string?)definition["container_configuration"]?["image"] is not { Length: > 0 }) throw AzureErrorException.BadRequest("invalid_request", "A hosted agent needs container_configuration.image.");
        JsonObject made = null!;
        JsonObject saved = store.Update(project, agent, existing =>
        {
            JsonObject next = existing ?? new JsonObject { ["object"] = "agent", ["id"] = agent, ["name"] = agent, ["versions"] = new JsonArray() };
            JsonArray versions = next["versions"]!.AsArray();
            string number = $"{versions.Count + 1}";
            made = new JsonObject
            {
                ["object"] = "agent.version",
                ["id"] = $"{agent}:{number}",
                ["name"] = agent,
                ["version"] = number,
                ["created_at"] = time.GetUtcNow().ToUnixTimeSeconds(),
                ["definition"] = definition.DeepClone(),
                ["metadata"] = body["metadata"]?.DeepClone() ?? new JsonObject(),
                ["status"] = kind is "hosted" ? "creating" : "active",
            };
            versions.Add(made.DeepClone());
            return next;
        });
        if (kind is "hosted") _ = StartAsync(project, agent, made);
        processes.Tidy(project, agent, Versions(saved).Reverse().Select(version => (string)version["version"]!), Routed(saved));
        return Json(made.DeepClone().AsObject());
    }

    private async Task StartAsync(string project, string agent, JsonObject version)
    {
        string status = "active", problem = "";
        try
        {
            await processes.GetAsync(project, agent, version);
        }
        catch (Exception error) when (error is WorkloadStartException or OperationCanceledException or IOException or AzureErrorException)
        {
            (status, problem) = ("failed", error.Message);
        }
        store.Update(project, agent, existing =>
        {
            JsonObject known = FindVersion(existing!, (string)version["version"]!);
            known["status"] = status;
            if (problem is not "") known["error"] = new JsonObject { ["code"] = "container_start_failed", ["message"] = problem };
            return existing!;
        });
    }

    private async Task<IResult> RouteAsync(string project, string agent, HttpContext http)
    {
        JsonObject patch = await OpenAIRequest.ReadAsync(http);
        JsonObject found = Find(project, agent);
        if (patch["agent_endpoint"]?["version_selector"]?["version_selection_rules"] is JsonArray rules)
        {
            int sum = 0;
            foreach (JsonNode? rule in rules)
            {
                if ((string?)rule?["type"] is not "FixedRatio") throw AzureErrorException.BadRequest("invalid_request", $"The selection rule '{(string?)rule?["type"]}' is not served: use FixedRatio.");
                JsonObject version = FindVersion(found, rule!["agent_version"]!.ToString());
                if ((string?)version["status"] is not "active") throw AzureErrorException.BadRequest("invalid_request", $"Version '{version["version"]}' is {version["status"]}; only an active one takes traffic.");
                sum += (int?)rule["traffic_percentage"] ?? 0;
            }
            if (sum != 100) throw AzureErrorException.BadRequest("invalid_request", $"The traffic percentages add up to {sum}; they must add up to 100.");
        }
        JsonObject saved = store.Update(project, agent, existing =>
        {
            foreach ((string key, JsonNode? value) in patch.Where(pair => pair.Key is "agent_endpoint" or "description" or "metadata")) existing![key] = value?.DeepClone();
            return existing!;
        });
        processes.Tidy(project, agent, Versions(saved).Reverse().Select(version => (string)version["version"]!), Routed(saved));
        return Json(Describe(saved));
    }

    private IResult Delete(string project, string agent)
    {
        JsonObject found = Find(project, agent);
        foreach (JsonObject version in Versions(found)) processes.Stop(project, agent, (string)version["version"]!);
        store.Delete(project, agent);
        return Json(new JsonObject { ["object"] = "agent.deleted", ["name"] = agent, ["deleted"] = true });
    }

    private void Check(string project)
    {
        if (projects.ProjectId(project) is null) throw AzureErrorException.NotFound("ProjectNotFound", $"The project '{project}' does not exist.");
    }

    private static HashSet<string> Routed(JsonObject agent) =>
        [.. (agent["agent_endpoint"]?["version_selector"]?["version_selection_rules"] as JsonArray ?? []).Where(rule => (int?)rule?["traffic_percentage"] > 0).Select(rule => rule!["agent_version"]!.ToString())];

    private static JsonObject Describe(JsonObject agent)
    {
        JsonObject described = agent.DeepClone().AsObject();
        JsonNode latest = described["versions"]!.AsArray()[^1]!.DeepClone();
        described["versions"] = new JsonObject { ["latest"] = latest };
        return described;
    }

    private static JsonObject List(IEnumerable<JsonObject> items)
    {
        JsonArray data = [.. items];
        return new JsonObject { ["object"] = "list", ["data"] = data, ["has_more"] = false, ["first_id"] = data.FirstOrDefault()?["id"]?.DeepClone(), ["last_id"] = data.LastOrDefault()?["id"]?.DeepClone() };
    }

    private static AzureErrorException NotFound(string agent) => AzureErrorException.NotFound("not_found", $"The agent '{agent}' does not exist.");

    private static IResult Json(JsonObject body) => Results.Text(body.ToJsonString(), "application/json");

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$")]
    private static partial Regex Name();
}
