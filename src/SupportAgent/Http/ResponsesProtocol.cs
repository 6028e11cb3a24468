using System.Text.Json;
using System.Text.Json.Nodes;
using SupportAgent.Answers;

namespace SupportAgent.Http;

/// <summary>The <c>responses</c> protocol, by which Foundry's Agent Service calls a hosted agent.</summary>
/// <remarks>The shapes are those of OpenAI's Responses API: input as text or as messages, output items, streamed events.</remarks>
internal static class ResponsesProtocol
{
    public static async Task HandleAsync(HttpContext http, SupportAnswers answers, VersionInfo version, TimeProvider time)
    {
        JsonObject? body;
        Question question;
        try
        {
            body = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject;
            question = Read(body?["input"]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            (body, question) = (null, new Question("", []));
        }

        if (question.Problem() is { } problem)
        {
            await Results.Json(new JsonObject { ["error"] = new JsonObject { ["message"] = $"input: {problem}", ["type"] = "invalid_request_error", ["param"] = "input", ["code"] = null } }, statusCode: 400).ExecuteAsync(http);
            return;
        }

        var id = $"resp_{Guid.NewGuid():N}";
        var created = time.GetUtcNow().ToUnixTimeSeconds();
        await Endpoints.GuardAsync(http, async () =>
        {
            if (body!["stream"]?.GetValueKind() is not JsonValueKind.True)
            {
                var answer = await answers.AnswerAsync(question, http.RequestAborted);
                await Results.Json(Response(id, created, version, answer)).ExecuteAsync(http);
                return;
            }

            await using var pieces = answers.StreamAsync(question, http.RequestAborted).GetAsyncEnumerator(http.RequestAborted);
            var any = await pieces.MoveNextAsync();
            await using var events = new ServerSentEvents(http.Response, time);
            var sequence = 0;
            Task Send(string type, JsonObject data)
            {
                data["type"] = type;
                data["sequence_number"] = sequence++;
                return events.SendAsync(type, data);
            }

            await Send("response.created", new JsonObject { ["response"] = Response(id, created, version, null) });
            for (; any; any = await pieces.MoveNextAsync())
            {
                var (delta, done) = pieces.Current;
                await (done is null
                    ? Send("response.output_text.delta", new JsonObject { ["item_id"] = $"msg_{id[5..]}", ["output_index"] = 0, ["content_index"] = 0, ["delta"] = delta })
                    : Send("response.completed", new JsonObject { ["response"] = Response(id, created, version, done) }));
            }
        });
    }

    /// <summary>Plain text, or messages: the last of the user is the question, what stands before it was said earlier.</summary>
    private static Question Read(JsonNode? input)
    {
        if (input is not JsonArray messages) return new Question(Text(input), []);
        var all = messages.OfType<JsonObject>().Where(message => message.ContainsKey("role") || message.ContainsKey("content")).ToList();
        var last = all.FindLastIndex(message => (string?)message["role"] is "user" or null);
        return last < 0 ? new Question("", []) : new Question(Text(all[last]["content"]), [])
        {
            Earlier = [.. all.Take(last).Select(message => Turn.Of((string?)message["role"] ?? "user", Text(message["content"]))).OfType<Turn>()],
        };
    }

    private static string Text(JsonNode? content) => content switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => (string)value!,
        JsonArray parts => string.Join('\n', parts.OfType<JsonObject>().Select(part => (string?)part["text"] ?? "")),
        _ => "",
    };

    private static JsonObject Response(string id, long created, VersionInfo version, Answer? answer) => new()
    {
        ["id"] = id,
        ["object"] = "response",
        ["created_at"] = created,
        ["status"] = answer is null ? "in_progress" : "completed",
        ["model"] = version.Settings.Model,
        ["output"] = answer is null ? [] : new JsonArray(new JsonObject
        {
            ["id"] = $"msg_{id[5..]}",
            ["type"] = "message",
            ["role"] = "assistant",
            ["status"] = "completed",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "output_text", ["text"] = answer.Text, ["annotations"] = new JsonArray() }),
        }),
        ["usage"] = answer is null ? null : new JsonObject { ["input_tokens"] = answer.InputTokens, ["output_tokens"] = answer.OutputTokens, ["total_tokens"] = answer.InputTokens + answer.OutputTokens },
        ["metadata"] = new JsonObject { ["image_digest"] = version.Settings.ImageDigest, ["revision"] = version.Settings.Revision },
    };
}
