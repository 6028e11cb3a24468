using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluation.Runs;

/// <summary>Asks a deployed agent, and makes sure at every answer that it is the agent which is meant.</summary>
/// <param name="http">Connects as the cloud says.</param>
/// <param name="address">Of one revision.</param>
/// <param name="imageDigest">What must answer; an answer of any other image is no answer.</param>
public sealed class HttpAnswerSource(HttpClient http, Uri address, string imageDigest) : IAnswerSource
{
    public async Task<AgentAnswer> AskAsync(EvaluationCase row, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["question"] = row.Query };
        if (row.Attachments.Count > 0)
        {
            body["attachments"] = new JsonArray([.. row.Attachments.Select(attachment => (JsonNode)new JsonObject { ["name"] = attachment.Name, ["text"] = attachment.Text })]);
        }

        try
        {
            using var response = await http.PostAsJsonAsync(new Uri(address, "ask"), body, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                var status = (int)response.StatusCode;
                throw new AnswerException($"{address.Host} answered {status}", status is 408 or 429 or >= 500, response.Headers.RetryAfter?.Delta, isThrottle: status is 429 or 503);
            }

            return Read(JsonNode.Parse(text));
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

    private AgentAnswer Read(JsonNode? answer)
    {
        var digest = (string?)answer?["version"]?["image_digest"];
        return digest != imageDigest
            ? throw new AnswerException($"answered by another image: {digest ?? "one without a name"}, and {imageDigest} is judged", isTransient: false)
            : new AgentAnswer((string?)answer!["answer"] ?? throw new InvalidOperationException("answer is missing"))
            {
                Answered = (bool?)answer["answered"] ?? throw new InvalidOperationException("answered is missing"),
                Citations = [.. (answer["citations"] as JsonArray ?? []).Select(id => (string)id!)],
                Context = [.. (answer["context"] as JsonArray ?? []).Select(passage => new Passage((string?)passage?["id"] ?? "", (string?)passage?["text"] ?? ""))],
                InputTokens = (long?)answer["usage"]?["input_tokens"] ?? 0,
                OutputTokens = (long?)answer["usage"]?["output_tokens"] ?? 0,
            };
    }
}
