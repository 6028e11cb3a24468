using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluation.Answers;

/// <summary>Asks a deployed agent, and makes sure at every answer that it is the agent which is meant.</summary>
/// <param name="http">Connects as the cloud says.</param>
/// <param name="address">Of one revision.</param>
/// <param name="imageDigest">What must answer; an answer of any other image is no answer.</param>
/// <param name="time">For a <c>Retry-After</c> that is a date; null: the system's.</param>
public sealed class HttpAnswerSource(HttpClient http, Uri address, string imageDigest, TimeProvider? time = null) : IAnswerSource
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Uri _ask = new(address, "ask");

    /// <summary>The image's digest.</summary>
    public string Identity => imageDigest;

    /// <summary>A client that keeps as many connections as requests are under way, and leaves time limits to the run.</summary>
    /// <param name="inFlight">1 or more.</param>
    public static HttpClient CreateClient(int inFlight) => new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = inFlight,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        // Finds out when the name stands for another address.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    public async Task<AgentAnswer> AskAsync(EvaluationCase row, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _ask) { Content = Body(row) };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                var status = (int)response.StatusCode;
                var retryAfter = RetryAfter(response.Headers.RetryAfter);
                // Read to its end, so that the connection serves again.
                await response.Content.CopyToAsync(Stream.Null, cancellationToken);
                throw new AnswerException(
                    $"{address.Host} answered {status}", status is 408 or 429 or >= 500, retryAfter, isThrottle: status == 429 || (status == 503 && retryAfter is not null));
            }

            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return Read(await JsonSerializer.DeserializeAsync(stream, AskJson.Default.AskResponse, cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new AnswerException($"{address.Host}: {e.Message}", isTransient: true);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new AnswerException($"{address.Host} sent something that is no answer: {e.Message}", isTransient: false);
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? header?.Date - _time.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static ReadOnlyMemoryContent Body(EvaluationCase row)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("question", row.Query);
            if (row.Attachments.Count > 0)
            {
                json.WriteStartArray("attachments");
                foreach (var attachment in row.Attachments)
                {
                    json.WriteStartObject();
                    json.WriteString("name", attachment.Name);
                    json.WriteString("text", attachment.Text);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            if (row.History.Count > 0)
            {
                WriteMessages(json, row.History);
            }

            json.WriteEndObject();
        }

        return new ReadOnlyMemoryContent(buffer.WrittenMemory) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
    }

    /// <summary>What was said before, in the form of chat completions; the question itself is not among them.</summary>
    private static void WriteMessages(Utf8JsonWriter json, IReadOnlyList<CaseMessage> history)
    {
        json.WriteStartArray("messages");
        foreach (var message in history)
        {
            json.WriteStartObject();
            json.WriteString("role", message.Role);
            json.WriteString("content", message.Text);
            if (message.ToolCallId is { } id)
            {
                json.WriteString("tool_call_id", id);
            }

            if (message.ToolCalls.Count > 0)
            {
                json.WriteStartArray("tool_calls");
                foreach (var call in message.ToolCalls)
                {
                    json.WriteStartObject();
                    json.WriteString("id", call.Id);
                    json.WriteString("type", "function");
                    json.WriteStartObject("function");
                    json.WriteString("name", call.Name);
                    json.WriteString("arguments", call.Arguments.ValueKind == JsonValueKind.Undefined ? "{}" : call.Arguments.GetRawText());
                    json.WriteEndObject();
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private AgentAnswer Read(AskResponse? answer)
    {
        var digest = answer?.Version?.ImageDigest;
        return digest != imageDigest
            ? throw new AnswerException($"answered by another image: {digest ?? "one without a name"}, and {imageDigest} is judged", isTransient: false)
            : new AgentAnswer(answer!.Answer ?? throw new InvalidOperationException("answer is missing"))
            {
                Answered = answer.Answered ?? throw new InvalidOperationException("answered is missing"),
                Citations = answer.Citations ?? [],
                Context = [.. (answer.Context ?? []).Select(passage => new Passage(passage?.Id ?? "", passage?.Text ?? ""))],
                InputTokens = answer.Usage?.InputTokens ?? 0,
                OutputTokens = answer.Usage?.OutputTokens ?? 0,
                Model = answer.Model,
            };
    }
}
