using System.Text.Json.Nodes;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry;

/// <param name="Version">The version that the caller wants, or null for the endpoint's choice.</param>
internal sealed record AgentReference(string Name, string? Version)
{
    /// <summary><c>agent_reference</c> or <c>agent</c>: a name, or an object with <c>name</c> and <c>version</c>.</summary>
    public static AgentReference? Read(JsonObject body)
    {
        JsonNode? given = body["agent_reference"] ?? body["agent"];
        if (given is null) return null;
        if (OpenAIRequest.Text(given) is { } alone) return new AgentReference(alone, null);
        string name = OpenAIRequest.Text((given as JsonObject)?["name"])
            ?? throw OpenAIErrorException.Invalid("Missing required parameter: 'agent_reference.name'.", "agent_reference.name", "missing_required_parameter");
        return new AgentReference(name, OpenAIRequest.Text(given["version"]));
    }
}

/// <summary>The body of <c>POST …/responses</c> as far as a model reads it.</summary>
internal sealed record ResponseRequest(IReadOnlyList<ChatMessage> Messages, string? Instructions, bool Stream, int? MaxTokens, JsonObject? Metadata)
{
    /// <param name="agentInstructions">Come before the request's own.</param>
    public static ResponseRequest Read(JsonObject body, string? agentInstructions)
    {
        foreach (string stored in (string[])["previous_response_id", "conversation"])
        {
            if (body[stored] is not null)
                throw OpenAIErrorException.Invalid($"'{stored}' is not supported: this emulator stores no responses. Send the whole conversation in 'input'.", stored, "unsupported_parameter");
        }
        string? instructions = string.Join("\n", ((string?[])[agentInstructions, OpenAIRequest.Text(body["instructions"])]).Where(text => !string.IsNullOrEmpty(text)));
        List<ChatMessage> messages = [];
        if (instructions.Length > 0) messages.Add(new ChatMessage("system", instructions));
        messages.AddRange(Input(body["input"]));
        return new ResponseRequest(messages, instructions.Length > 0 ? instructions : null, OpenAIRequest.Flag(body["stream"]),
            OpenAIRequest.Positive(body, "max_output_tokens"), body["metadata"] as JsonObject);
    }

    private static IEnumerable<ChatMessage> Input(JsonNode? input)
    {
        if (OpenAIRequest.Text(input) is { } text) return [new ChatMessage("user", text)];
        if (input is not JsonArray { Count: > 0 } items)
            throw OpenAIErrorException.Invalid("Missing required parameter: 'input'. It must be a string or a list of messages.", "input", "missing_required_parameter");
        return items.Select((item, at) =>
        {
            if (item is not JsonObject message || OpenAIRequest.Text(message["type"]) is not (null or "message"))
                throw OpenAIErrorException.Invalid($"Invalid 'input[{at}]': only messages are supported.", $"input[{at}].type");
            return new ChatMessage(OpenAIRequest.Text(message["role"]) ?? "user", OpenAIRequest.Flatten(message["content"], $"input[{at}].content"));
        });
    }
}
