using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Models;

/// <summary>The body of <c>POST …/chat/completions</c>, checked.</summary>
/// <param name="MaxTokens">The answer is cut after so many <see cref="Pieces"/>, with finish reason <c>length</c>.</param>
/// <param name="Form">What the answer must look like; null: any text.</param>
internal sealed record ChatRequest(string Model, IReadOnlyList<ChatMessage> Messages, bool Stream, bool StreamUsage, int? MaxTokens, AnswerForm? Form)
{
    /// <param name="deployment">The deployment named by the path, which then wins over <c>model</c>.</param>
    public static ChatRequest Read(JsonObject body, string? deployment)
    {
        string model = deployment ?? OpenAIRequest.Text(body["model"])
            ?? throw OpenAIErrorException.Invalid("Missing required parameter: 'model'.", "model", "missing_required_parameter");
        if (body["messages"] is not JsonArray { Count: > 0 } messages)
            throw OpenAIErrorException.Invalid("Invalid 'messages': expected an array of at least one message.", "messages", "empty_array");
        if (OpenAIRequest.Positive(body, "n") is > 1)
            throw OpenAIErrorException.Invalid($"Invalid 'n': {ExtractiveModel.Name} is deterministic and gives one choice.", "n", "unsupported_value");
        bool stream = OpenAIRequest.Flag(body["stream"]);
        return new ChatRequest(model, [.. messages.Select(Message)], stream,
            stream && OpenAIRequest.Flag(body["stream_options"]?["include_usage"]),
            OpenAIRequest.Positive(body, "max_completion_tokens") ?? OpenAIRequest.Positive(body, "max_tokens"),
            AnswerForm.Read(body));
    }

    private static ChatMessage Message(JsonNode? message, int at)
    {
        string role = OpenAIRequest.Text((message as JsonObject)?["role"]) ?? "";
        if (role is not ("system" or "developer" or "user" or "assistant" or "tool" or "function"))
            throw OpenAIErrorException.Invalid(
                $"Invalid value: '{role}'. Supported values are: 'system', 'developer', 'user', 'assistant', 'tool' and 'function'.", $"messages[{at}].role");
        return new ChatMessage(role, OpenAIRequest.Flatten(message!["content"], $"messages[{at}].content"));
    }
}
