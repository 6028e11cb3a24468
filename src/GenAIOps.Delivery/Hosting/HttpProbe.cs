using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Delivery.Releases;

namespace GenAIOps.Delivery.Hosting;

/// <summary>Asks an agent questions over HTTP, as its users do.</summary>
/// <param name="http">Connects as the cloud says.</param>
/// <param name="questions">Asked in turn.</param>
public sealed class HttpProbe(HttpClient http, IReadOnlyList<string> questions) : IProbe
{
    private const int Parallel = 4;

    public async Task<ProbeResult> ProbeAsync(string host, string? expectedDigest, int requests, CancellationToken cancellationToken)
    {
        int failed = 0;
        string? fault = null;
        await System.Threading.Tasks.Parallel.ForAsync(0, requests, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken }, async (i, token) =>
        {
            if (await AskAsync(host, questions[i % questions.Count], expectedDigest, token) is { } reason)
            {
                Interlocked.Increment(ref failed);
                Interlocked.CompareExchange(ref fault, reason, null);
            }
        });
        return new ProbeResult(requests, failed, fault);
    }

    /// <returns>What is wrong; null for a good answer.</returns>
    public async Task<string?> AskAsync(string host, string question, string? expectedDigest, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.PostAsJsonAsync(new Uri($"https://{host}/ask"), new JsonObject { ["question"] = question }, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return $"{host} answered {(int)response.StatusCode}";
            }

            var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            var digest = (string?)body?["version"]?["image_digest"];
            return string.IsNullOrWhiteSpace((string?)body?["answer"]) ? $"{host} gave an empty answer"
                : expectedDigest is not null && digest != expectedDigest ? $"{host} is answered by {digest ?? "an image without a name"}, not by {expectedDigest}"
                : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or InvalidOperationException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return $"{host}: {e.Message}";
        }
    }
}
