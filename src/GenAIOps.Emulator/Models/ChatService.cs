using System.Text.Json.Nodes;
using GenAIOps.Emulator.Access;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Models;

/// <summary>OpenAI's chat completions and model list, served by the local model under the names of ARM's deployments.</summary>
internal sealed class ChatService(ModelDeployments deployments, TimeProvider time) : IService
{
    public void Map(IEndpointRouteBuilder api)
    {
        foreach (string root in (string[])["/openai/v1", "/api/projects/{project}/openai/v1"])
        {
            api.MapPost($"{root}/chat/completions", OpenAIRequest.Answering(CompleteAsync)).RequireAuthorization(Policies.DataPlane);
            api.MapGet($"{root}/models", OpenAIRequest.Answering(ListAsync)).RequireAuthorization(Policies.DataPlane);
            api.MapGet($"{root}/models/{{model}}", OpenAIRequest.Answering(GetAsync)).RequireAuthorization(Policies.DataPlane);
        }
        api.MapPost("/openai/deployments/{deployment}/chat/completions", OpenAIRequest.Answering(CompleteAsync)).RequireAuthorization(Policies.DataPlane);
    }

    private async Task CompleteAsync(HttpContext http)
    {
        ChatRequest request = ChatRequest.Read(await OpenAIRequest.ReadAsync(http), (string?)http.GetRouteValue("deployment"));
        ModelDeployment deployment = deployments.Find((string?)http.GetRouteValue("project"), request.Model, http.Features.Get<UsableAccounts>());
        ModelAnswer answer = request.Form is { } form ? LexicalJudge.Answer(form, request.Messages) : ExtractiveModel.Answer(request.Messages);
        ChatCompletion completion = new($"chatcmpl-{Guid.NewGuid():N}", time.GetUtcNow().ToUnixTimeSeconds(), answer, request.MaxTokens);
        RateLimits(http.Response.Headers, deployment);
        if (request.Stream) await StreamAsync(http, completion, request.StreamUsage);
        else await Json(http, completion.Whole());
    }

    private static async Task StreamAsync(HttpContext http, ChatCompletion completion, bool usage)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        foreach (JsonObject chunk in completion.Chunks(usage))
        {
            await http.Response.WriteAsync($"data: {chunk.ToJsonString()}\n\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
        await http.Response.WriteAsync("data: [DONE]\n\n", http.RequestAborted);
    }

    private Task ListAsync(HttpContext http)
    {
        JsonArray data = [.. deployments.In((string?)http.GetRouteValue("project"), http.Features.Get<UsableAccounts>()).Select(Describe)];
        return Json(http, new JsonObject { ["object"] = "list", ["data"] = data });
    }

    private Task GetAsync(HttpContext http) =>
        Json(http, Describe(deployments.Find((string?)http.GetRouteValue("project"), (string)http.GetRouteValue("model")!, http.Features.Get<UsableAccounts>())));

    private static JsonObject Describe(ModelDeployment deployment) => new()
    {
        ["id"] = deployment.Name,
        ["object"] = "model",
        ["created"] = deployment.CreatedAt.ToUnixTimeSeconds(),
        ["owned_by"] = ExtractiveModel.Name,
    };

    /// <summary>What the deployment's capacity would allow; nothing is ever held back here.</summary>
    private static void RateLimits(IHeaderDictionary headers, ModelDeployment deployment)
    {
        string tokens = $"{deployment.Capacity * 1000}", requests = $"{Math.Max(1, deployment.Capacity * 6)}";
        headers["x-ratelimit-limit-tokens"] = headers["x-ratelimit-remaining-tokens"] = tokens;
        headers["x-ratelimit-limit-requests"] = headers["x-ratelimit-remaining-requests"] = requests;
        headers["x-ms-region"] = EmulatorInstance.Location;
        headers["x-ms-deployment-name"] = deployment.Name;
    }

    private static Task Json(HttpContext http, JsonObject body)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }
}
