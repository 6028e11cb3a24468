using System.Text.Json;
using System.Text.Json.Nodes;
using SupportAgent.Answers;
using SupportAgent.Knowledge;

namespace SupportAgent.Http;

/// <summary>What <c>/version</c> says: which bits, which prompt, which knowledge answers here.</summary>
internal sealed record VersionInfo(string PromptSha256, string KnowledgeSha256, AgentSettings Settings)
{
    public JsonObject ToJson() => new()
    {
        ["name"] = "support-agent",
        ["version"] = AgentSettings.Version,
        ["revision"] = Settings.Revision,
        ["image_digest"] = Settings.ImageDigest,
        ["prompt_sha256"] = PromptSha256,
        ["knowledge_sha256"] = KnowledgeSha256,
        ["model"] = Settings.Model,
    };
}

/// <summary>The JSON shapes of <c>POST /ask</c>.</summary>
internal static class Wire
{
    /// <returns>The question, or what is wrong with the body.</returns>
    public static async Task<(Question? Question, string? Problem)> ReadAsync(HttpRequest request)
    {
        try
        {
            var body = await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted) as JsonObject;
            var attachments = (body?["attachments"] as JsonArray ?? []).Select(attachment => new Attachment((string?)attachment?["name"] ?? "", (string?)attachment?["text"] ?? ""));
            var earlier = (body?["messages"] as JsonArray ?? []).Select(message => Turn.Of((string?)message?["role"], (string?)message?["content"] ?? ""));
            var question = new Question((string?)body?["question"] ?? "", [.. attachments]) { Earlier = [.. earlier.OfType<Turn>()] };
            return question.Problem() is { } problem ? (null, problem) : (question, null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, """the body is no JSON object like {"question": "..."}.""");
        }
    }

    public static JsonObject Write(Answer answer, VersionInfo version) => new()
    {
        ["answer"] = answer.Text,
        ["citations"] = new JsonArray([.. answer.Citations.Select(id => (JsonNode)id)]),
        ["answered"] = answer.Answered,
        ["context"] = new JsonArray([.. answer.Context.Select(article => (JsonNode)Write(article))]),
        ["model"] = version.Settings.Model,
        ["usage"] = new JsonObject { ["input_tokens"] = answer.InputTokens, ["output_tokens"] = answer.OutputTokens },
        ["version"] = version.ToJson(),
    };

    private static JsonObject Write(Article article) => new() { ["id"] = article.Id, ["title"] = article.Title, ["text"] = article.Text };
}
