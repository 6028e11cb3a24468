using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry;

/// <summary>Foundry's agents, their immutable versions and the endpoint that shares calls among them.</summary>
internal sealed class AgentsService(ModelDeployments projects, AgentStore agents, AgentWrites writes, AgentLifecycle lifecycle) : IService
{
    private const string Root = "/api/projects/{project}/agents";

    public void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder group = api.MapGroup(Root).RequireAuthorization(Policies.DataPlane);
        group.AddEndpointFilter(async (call, next) =>
        {
            CheckCall(call.HttpContext);
            return await next(call);
        });
        group.MapGet("", (HttpContext http, string project) => Json(AgentShapes.Page(
            agents.List(project).Where(agent => http.Request.Query["kind"] is not { Count: > 0 } kind || (string?)agent.Latest.Definition["kind"] == kind.ToString()).Select(Shape),
            http.Request.Query)));
        group.MapPost("", async (HttpContext http, string project) => Json(Shape(writes.Create(project, null, await ReadAsync(http), onlyIfChanged: false).Agent)));
        group.MapGet("/{agent}", (string project, string agent) => Json(Shape(Find(project, agent))));
        group.MapPost("/{agent}", async (HttpContext http, string project, string agent) =>
            Json(Shape(writes.Create(project, agent, await ReadAsync(http), onlyIfChanged: true).Agent)));
        group.MapPatch("/{agent}", async (HttpContext http, string project, string agent) => Json(Shape(writes.Patch(project, agent, await ReadAsync(http)))));
        group.MapDelete("/{agent}", DeleteAsync);
        group.MapPost("/{agent}:disable", (string project, string agent) => SetEnabled(project, agent, false));
        group.MapPost("/{agent}:enable", (string project, string agent) => SetEnabled(project, agent, true));
        group.MapGet("/{agent}/versions", ListVersions);
        group.MapPost("/{agent}/versions", async (HttpContext http, string project, string agent) =>
        {
            (Agent made, AgentVersion version) = writes.Create(project, agent, await ReadAsync(http), onlyIfChanged: false);
            return Json(Shape(made, version));
        });
        group.MapGet("/{agent}/versions/{version}", (string project, string agent, string version) =>
        {
            Agent found = Find(project, agent);
            return Json(Shape(found, AgentWrites.FindVersion(found, version)));
        });
        group.MapDelete("/{agent}/versions/{version}", DeleteVersionAsync);
    }

    private void CheckCall(HttpContext http)
    {
        if (http.Request.Query["api-version"].ToString() is "")
            throw AzureErrorException.BadRequest("MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");
        string project = (string)http.GetRouteValue("project")!;
        if (projects.ProjectId(project) is null)
            throw AzureErrorException.NotFound("ProjectNotFound",
                $"The project '{project}' does not exist. Create the resource {ModelDeployments.ProjectType} with this name first.");
    }

    private IResult ListVersions(HttpContext http, string project, string agent)
    {
        Agent found = Find(project, agent);
        bool drafts = string.Equals(http.Request.Query["include_drafts"], "true", StringComparison.OrdinalIgnoreCase);
        return Json(AgentShapes.Page(found.Versions.Reverse().Where(version => drafts || !version.Draft).Select(version => Shape(found, version)), http.Request.Query));
    }

    private async Task<IResult> DeleteAsync(string project, string agent)
    {
        Agent deleted = agents.Delete(project, agent) ?? throw AgentWrites.NotFound(agent);
        await lifecycle.StopAsync(deleted);
        return Json(new JsonObject { ["object"] = "agent.deleted", ["name"] = deleted.Name, ["deleted"] = true });
    }

    private async Task<IResult> DeleteVersionAsync(string project, string agent, string version)
    {
        (Agent before, AgentVersion deleted) = writes.DeleteVersion(project, agent, version);
        await lifecycle.StopAsync(before, deleted);
        return Json(new JsonObject { ["object"] = "agent.version.deleted", ["name"] = before.Name, ["version"] = deleted.Number, ["deleted"] = true });
    }

    private IResult SetEnabled(string project, string agent, bool enabled)
    {
        agents.Update(project, agent, known => (known ?? throw AgentWrites.NotFound(agent)) with { Enabled = enabled });
        return Results.NoContent();
    }

    private JsonObject Shape(Agent agent) => AgentShapes.Agent(agent, HostedAgents.IdentityOf(projects, agent));

    private JsonObject Shape(Agent agent, AgentVersion version) => AgentShapes.Version(agent, version, HostedAgents.IdentityOf(projects, agent));

    private Agent Find(string project, string name) => agents.Get(project, name) ?? throw AgentWrites.NotFound(name);

    private static async Task<JsonObject> ReadAsync(HttpContext http) =>
        await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject ?? throw new JsonException("the body is not a JSON object");

    private static IResult Json(JsonObject body) => Results.Text(body.ToJsonString(), "application/json; charset=utf-8");
}
