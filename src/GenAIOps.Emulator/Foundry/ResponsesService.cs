using System.Text.Json.Nodes;
using GenAIOps.Emulator.Access;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry;

/// <summary>OpenAI's Responses API: of a deployment, of an agent's endpoint, or of one version of an agent.</summary>
internal sealed class ResponsesService(ModelDeployments deployments, AgentStore agents, TrafficSplits splits, AgentCalls calls, TimeProvider time) : IService
{
    /// <summary>Tells which version answered, as <c>name:version</c>. The emulator's own.</summary>
    public const string VersionHeader = "x-agent-version";

    public void Map(IEndpointRouteBuilder api)
    {
        foreach (string path in (string[])["/openai/v1/responses", "/api/projects/{project}/openai/v1/responses",
            "/api/projects/{project}/agents/{agent}/endpoint/protocols/openai/responses", "/api/projects/{project}/agents/{agent}/endpoint/protocols/openai/v1/responses"])
        {
            api.MapPost(path, OpenAIRequest.Answering(AnswerAsync)).RequireAuthorization(Policies.DataPlane);
        }
    }

    private async Task AnswerAsync(HttpContext http)
    {
        JsonObject body = await OpenAIRequest.ReadAsync(http);
        string? project = (string?)http.GetRouteValue("project");
        AgentReference? reference = http.GetRouteValue("agent") is string name ? new AgentReference(name, null) : AgentReference.Read(body);
        if (reference is null) await AnswerAsModelAsync(http, body, project);
        else if (project is null || deployments.ProjectId(project) is null) throw new OpenAIErrorException(404, "ProjectNotFound", $"The project '{project}' does not exist.");
        else await AnswerAsAgentAsync(http, body, project, reference);
    }

    private async Task AnswerAsModelAsync(HttpContext http, JsonObject body, string? project)
    {
        string model = OpenAIRequest.Text(body["model"])
            ?? throw OpenAIErrorException.Invalid("Missing required parameter: 'model' (or 'agent_reference').", "model", "missing_required_parameter");
        deployments.Find(project, model, http.Features.Get<UsableAccounts>());
        await SendAsync(http, ResponseRequest.Read(body, null), null);
    }

    private async Task AnswerAsAgentAsync(HttpContext http, JsonObject body, string project, AgentReference reference)
    {
        Agent agent = agents.Get(project, reference.Name) ?? throw new OpenAIErrorException(404, "not_found", $"Agent '{reference.Name}' doesn't exist.", "agent_reference.name");
        if (!agent.Enabled) throw new OpenAIErrorException(403, "agent_disabled", $"Agent '{agent.Name}' is disabled; enable it first.", "agent_reference.name");
        AgentVersion version = Choose(agent, reference);
        http.Response.Headers[VersionHeader] = $"{agent.Name}:{version.Number}";
        if (version.IsHosted)
        {
            await calls.ForwardAsync(http, agent, version, body);
            return;
        }
        deployments.Find(project, (string)version.Definition["model"]!);
        JsonObject answering = new() { ["type"] = "agent_reference", ["name"] = agent.Name, ["version"] = version.Number };
        await SendAsync(http, ResponseRequest.Read(body, OpenAIRequest.Text(version.Definition["instructions"])), answering);
    }

    private AgentVersion Choose(Agent agent, AgentReference reference)
    {
        string number = reference.Version ?? splits.Next(agent)
            ?? throw new OpenAIErrorException(409, "agent_not_ready", $"Agent '{agent.Name}' has no active version yet: its latest, '{agent.Latest.Number}', is {agent.Latest.Status.ToString().ToLowerInvariant()}.");
        AgentVersion version = agent.Find(number)
            ?? throw new OpenAIErrorException(404, "not_found", $"Agent '{agent.Name}' has no version '{number}'.", "agent_reference.version");
        return version.Status == AgentVersionStatus.Active ? version
            : throw new OpenAIErrorException(409, "agent_not_ready",
                $"Version '{number}' of agent '{agent.Name}' is {version.Status.ToString().ToLowerInvariant()}.{(version.Problem is { } why ? $" {why}" : "")}", "agent_reference.version");
    }

    private async Task SendAsync(HttpContext http, ResponseRequest request, JsonObject? agent)
    {
        ModelResponse response = new(request, ExtractiveModel.Answer(request.Messages), time.GetUtcNow().ToUnixTimeSeconds(), agent);
        if (!request.Stream)
        {
            http.Response.ContentType = "application/json; charset=utf-8";
            await http.Response.WriteAsync(response.Whole().ToJsonString(), http.RequestAborted);
            return;
        }
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        foreach (JsonObject each in response.Events())
        {
            await http.Response.WriteAsync($"event: {each["type"]}\ndata: {each.ToJsonString()}\n\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }
}
