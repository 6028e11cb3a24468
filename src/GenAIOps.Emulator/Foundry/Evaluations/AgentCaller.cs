using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry.Evaluations;

/// <summary>Asks one version of an agent, over the address that everybody asks it at.</summary>
internal sealed class AgentCaller : IDisposable
{
    private readonly EmulatorInstance _instance;
    private readonly AccessTokens _tokens;
    private readonly HttpClient _http;

    public AgentCaller(EmulatorInstance instance, AccessTokens tokens)
    {
        (_instance, _tokens) = (instance, tokens);
        SocketsHttpHandler handler = new() { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(instance.CertificatePath) },
        };
        _http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(100) };
    }

    /// <returns>A sample in the shape of an output item: the answer, or <c>error</c>.</returns>
    public async Task<JsonObject> AskAsync(string project, string agent, string version, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        JsonObject body = new()
        {
            // A lone question is sent as it is: every agent reads that.
            ["input"] = messages is [{ Role: "user" } only] ? only.Text : Messages(messages),
            ["agent_reference"] = new JsonObject { ["type"] = "agent_reference", ["name"] = agent, ["version"] = version },
        };
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, new Uri($"{_instance.Endpoint}/api/projects/{project}/openai/v1/responses"))
            {
                Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _tokens.Issue(Caller.Service("evaluations"), "https://ai.azure.com", TimeSpan.FromMinutes(5)).Token);
            using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
            string text = await response.Content.ReadAsStringAsync(cancellationToken);
            JsonObject? answer = JsonNode.Parse(text) as JsonObject;
            if (!response.IsSuccessStatusCode || answer is null || OpenAIRequest.Text(answer["status"]) is "failed")
                return Failed(OpenAIRequest.Text(answer?["error"]?["code"]) ?? $"{(int)response.StatusCode}", OpenAIRequest.Text(answer?["error"]?["message"]) ?? $"The agent answered {(int)response.StatusCode}.");
            return Sample(answer, Messages(messages), response.Headers.TryGetValues(ResponsesService.VersionHeader, out IEnumerable<string>? who) ? who.First() : null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or JsonException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Failed("agent_unreachable", error.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    private static JsonArray Messages(IReadOnlyList<ChatMessage> messages) =>
        [.. messages.Select(message => new JsonObject { ["type"] = "message", ["role"] = message.Role, ["content"] = message.Text })];

    private static JsonObject Sample(JsonObject answer, JsonArray input, string? who)
    {
        string text = string.Concat((answer["output"] as JsonArray ?? []).SelectMany(item => item?["content"] as JsonArray ?? []).Select(part => OpenAIRequest.Text(part?["text"])));
        JsonNode? usage = answer["usage"];
        JsonObject sample = new()
        {
            ["input"] = input,
            ["output"] = new JsonArray(new JsonObject { ["role"] = "assistant", ["content"] = text }),
            ["output_text"] = text,
            ["output_items"] = answer["output"]?.DeepClone(),
            ["model"] = answer["model"]?.DeepClone(),
            ["finish_reason"] = "stop",
            ["usage"] = new JsonObject { ["prompt_tokens"] = usage?["input_tokens"]?.DeepClone(), ["completion_tokens"] = usage?["output_tokens"]?.DeepClone(), ["total_tokens"] = usage?["total_tokens"]?.DeepClone() },
        };
        if (who?.LastIndexOf(':') is > 0 and int colon) sample["agent_reference"] = new JsonObject { ["type"] = "agent_reference", ["name"] = who[..colon], ["version"] = who[(colon + 1)..] };
        return sample;
    }

    private static JsonObject Failed(string code, string message) => new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } };
}
