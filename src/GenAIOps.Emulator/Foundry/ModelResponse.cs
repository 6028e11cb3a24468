using System.Text.Json.Nodes;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry;

/// <summary>An answer of the local model in the shapes of OpenAI's Responses API: in one piece, or as events.</summary>
internal sealed class ModelResponse(ResponseRequest request, ModelAnswer answer, long created, JsonObject? agent)
{
    private readonly string _id = $"resp_{Guid.NewGuid():N}";
    private readonly string _message = $"msg_{Guid.NewGuid():N}";
    private readonly bool _cut = request.MaxTokens < answer.CompletionTokens;
    private readonly IReadOnlyList<string> _pieces = [.. Pieces.Split(answer.Text).Take(request.MaxTokens ?? int.MaxValue)];

    private string Text => string.Concat(_pieces);

    public JsonObject Whole() => Frame(_cut ? "incomplete" : "completed", [Message("completed", Text)], Usage());

    /// <summary>The events of a stream, numbered.</summary>
    public IEnumerable<JsonObject> Events()
    {
        int number = 0;
        foreach ((string type, JsonObject body) in Sequence())
        {
            JsonObject numbered = new() { ["type"] = type, ["sequence_number"] = number++ };
            foreach ((string key, JsonNode? value) in body.ToList())
            {
                body.Remove(key);
                numbered[key] = value;
            }
            yield return numbered;
        }
    }

    private IEnumerable<(string Type, JsonObject Body)> Sequence()
    {
        yield return ("response.created", new JsonObject { ["response"] = Frame("in_progress", [], null) });
        yield return ("response.in_progress", new JsonObject { ["response"] = Frame("in_progress", [], null) });
        yield return ("response.output_item.added", new JsonObject { ["output_index"] = 0, ["item"] = Message("in_progress", null) });
        yield return ("response.content_part.added", At(new JsonObject { ["part"] = Part("") }));
        foreach (string piece in _pieces) yield return ("response.output_text.delta", At(new JsonObject { ["delta"] = piece, ["logprobs"] = new JsonArray() }));
        yield return ("response.output_text.done", At(new JsonObject { ["text"] = Text, ["logprobs"] = new JsonArray() }));
        yield return ("response.content_part.done", At(new JsonObject { ["part"] = Part(Text) }));
        yield return ("response.output_item.done", new JsonObject { ["output_index"] = 0, ["item"] = Message("completed", Text) });
        yield return (_cut ? "response.incomplete" : "response.completed", new JsonObject { ["response"] = Whole() });
    }

    private JsonObject At(JsonObject body)
    {
        body["item_id"] = _message;
        body["output_index"] = 0;
        body["content_index"] = 0;
        return body;
    }

    private JsonObject Message(string status, string? text) => new()
    {
        ["id"] = _message,
        ["type"] = "message",
        ["status"] = status,
        ["role"] = "assistant",
        ["content"] = text is null ? new JsonArray() : new JsonArray(Part(text)),
    };

    private static JsonObject Part(string text) => new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray() };

    private JsonObject Usage() => new()
    {
        ["input_tokens"] = answer.PromptTokens,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = 0 },
        ["output_tokens"] = _pieces.Count,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
        ["total_tokens"] = answer.PromptTokens + _pieces.Count,
    };

    private JsonObject Frame(string status, JsonArray output, JsonObject? usage)
    {
        JsonObject frame = new()
        {
            ["id"] = _id,
            ["object"] = "response",
            ["created_at"] = created,
            ["status"] = status,
            ["background"] = false,
            ["error"] = null,
            ["incomplete_details"] = status == "incomplete" ? new JsonObject { ["reason"] = "max_output_tokens" } : null,
            ["instructions"] = request.Instructions,
            ["max_output_tokens"] = request.MaxTokens,
            ["model"] = ExtractiveModel.Name,
            ["output"] = output,
            ["parallel_tool_calls"] = true,
            ["previous_response_id"] = null,
            ["store"] = false,
            ["temperature"] = 0,
            ["text"] = new JsonObject { ["format"] = new JsonObject { ["type"] = "text" } },
            ["tool_choice"] = "auto",
            ["tools"] = new JsonArray(),
            ["top_p"] = 1,
            ["truncation"] = "disabled",
            ["usage"] = usage,
            ["metadata"] = request.Metadata?.DeepClone() ?? new JsonObject(),
        };
        if (agent is not null) frame["agent_reference"] = agent.DeepClone();
        return frame;
    }
}
