using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Models;

/// <summary>An answer in the shapes of OpenAI's chat API: in one piece, or as chunks.</summary>
internal sealed class ChatCompletion
{
    private readonly string _id;
    private readonly long _created;
    private readonly int _promptTokens;
    private readonly IReadOnlyList<string> _pieces;
    private readonly string _finishReason;

    public ChatCompletion(string id, long created, ModelAnswer answer, int? maxTokens)
    {
        (_id, _created, _promptTokens) = (id, created, answer.PromptTokens);
        bool cut = maxTokens < answer.CompletionTokens;
        _pieces = [.. cut ? Pieces.Split(answer.Text).Take(maxTokens!.Value) : Pieces.Split(answer.Text)];
        _finishReason = cut ? "length" : "stop";
    }

    public JsonObject Whole()
    {
        JsonObject body = Frame("chat.completion");
        JsonObject message = new() { ["role"] = "assistant", ["content"] = string.Concat(_pieces), ["refusal"] = null, ["annotations"] = new JsonArray() };
        body["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["logprobs"] = null, ["finish_reason"] = _finishReason });
        body["usage"] = Usage();
        return body;
    }

    /// <param name="usage">Ends with a chunk that has no choice and the usage, as <c>stream_options.include_usage</c> asks.</param>
    public IEnumerable<JsonObject> Chunks(bool usage)
    {
        yield return Chunk(new JsonObject { ["role"] = "assistant", ["content"] = "", ["refusal"] = null }, null, usage);
        foreach (string piece in _pieces) yield return Chunk(new JsonObject { ["content"] = piece }, null, usage);
        yield return Chunk([], _finishReason, usage);
        if (!usage) yield break;
        JsonObject last = Frame("chat.completion.chunk");
        last["choices"] = new JsonArray();
        last["usage"] = Usage();
        yield return last;
    }

    private JsonObject Chunk(JsonObject delta, string? finishReason, bool usage)
    {
        JsonObject chunk = Frame("chat.completion.chunk");
        chunk["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["logprobs"] = null, ["finish_reason"] = finishReason });
        if (usage) chunk["usage"] = null;
        return chunk;
    }

    private JsonObject Frame(string kind) => new()
    {
        ["id"] = _id,
        ["object"] = kind,
        ["created"] = _created,
        ["model"] = ExtractiveModel.Name,
        ["system_fingerprint"] = ExtractiveModel.Name,
    };

    private JsonObject Usage() => new()
    {
        ["prompt_tokens"] = _promptTokens,
        ["completion_tokens"] = _pieces.Count,
        ["total_tokens"] = _promptTokens + _pieces.Count,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = 0, ["audio_tokens"] = 0 },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0, ["audio_tokens"] = 0 },
    };
}
