using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry;

/// <summary>Calls an agent by the responses protocol: a named version, or the one that the traffic split chooses.</summary>
internal sealed class AgentResponses(AgentService agents, AgentProcesses processes, TimeProvider time) : IService, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(5) };

    public void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/api/projects/{project}/openai/v1/responses", OpenAIRequest.Answering(RespondAsync)).RequireAuthorization(Policies.DataPlane);

    public void Dispose() => _client.Dispose();

    private async Task RespondAsync(HttpContext http)
    {
        string project = (string)http.GetRouteValue("project")!;
        JsonObject body = await OpenAIRequest.ReadAsync(http);
        JsonNode reference = body["agent_reference"] ?? body["agent"] ?? throw OpenAIErrorException.Invalid("'agent_reference' is missing: this emulator answers responses through agents.", "agent_reference", "missing");
        JsonObject agent = agents.Find(project, OpenAIRequest.Text(reference["name"]) ?? throw OpenAIErrorException.Invalid("'agent_reference.name' is missing.", "agent_reference", "missing"));
        JsonObject version = reference["version"] is { } wanted ? AgentService.FindVersion(agent, wanted.ToString()) : Choose(agent);
        if ((string?)version["definition"]?["kind"] is "prompt")
        {
            await AnswerAsync(http, body, version);
            return;
        }
        RunningProcess process;
        try
        {
            process = await processes.GetAsync(project, (string)agent["name"]!, version);
        }
        catch (WorkloadStartException error)
        {
            throw new OpenAIErrorException(503, "agent_not_available", error.Message);
        }
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(process.Address, "responses")) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, MediaTypeNames.Application.Json) };
        using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
        http.Response.StatusCode = (int)response.StatusCode;
        http.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        http.Response.Headers["x-ms-agent-version"] = (string)version["version"]!;
        await using Stream answer = await response.Content.ReadAsStreamAsync(http.RequestAborted);
        byte[] buffer = new byte[16 * 1024];
        for (int read; (read = await answer.ReadAsync(buffer, http.RequestAborted)) > 0;)
        {
            await http.Response.Body.WriteAsync(buffer.AsMemory(0, read), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }

    /// <summary>By the ratios of the version selector; the newest active version where there is none.</summary>
    private static JsonObject Choose(JsonObject agent)
    {
        if (agent["agent_endpoint"]?["version_selector"]?["version_selection_rules"] is JsonArray { Count: > 0 } rules)
        {
            int draw = Random.Shared.Next(100);
            foreach (JsonNode? rule in rules)
            {
                draw -= (int?)rule!["traffic_percentage"] ?? 0;
                if (draw < 0) return AgentService.FindVersion(agent, rule["agent_version"]!.ToString());
            }
        }
        return AgentService.Versions(agent).LastOrDefault(version => (string?)version["status"] is "active" && version["draft"] is null)
            ?? throw new OpenAIErrorException(409, "agent_not_ready", $"Agent '{(string)agent["name"]!}' has no active version yet.");
    }

    /// <summary>A prompt agent is the model with its instructions.</summary>
    private async Task AnswerAsync(HttpContext http, JsonObject body, JsonObject version)
    {
        string input = body["input"] is JsonArray messages ? string.Join('\n', messages.Select((message, at) => OpenAIRequest.Flatten(message?["content"], $"input[{at}].content"))) : OpenAIRequest.Text(body["input"]) ?? "";
        ModelAnswer answer = ExtractiveModel.Answer([new ChatMessage("system", OpenAIRequest.Text(version["definition"]?["instructions"]) ?? ""), new ChatMessage("user", input)]);
        string id = Guid.NewGuid().ToString("N");
        JsonObject response = new()
        {
            ["id"] = $"resp_{id}",
            ["object"] = "response",
            ["created_at"] = time.GetUtcNow().ToUnixTimeSeconds(),
            ["status"] = "completed",
            ["model"] = ExtractiveModel.Name,
            ["output"] = new JsonArray(new JsonObject
            {
                ["id"] = $"msg_{id}",
                ["type"] = "message",
                ["role"] = "assistant",
                ["status"] = "completed",
                ["content"] = new JsonArray(new JsonObject { ["type"] = "output_text", ["text"] = answer.Text, ["annotations"] = new JsonArray() }),
            }),
        };
        http.Response.ContentType = MediaTypeNames.Application.Json;
        await http.Response.WriteAsync(response.ToJsonString(), http.RequestAborted);
    }
}
