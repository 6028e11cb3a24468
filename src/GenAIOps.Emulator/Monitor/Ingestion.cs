using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Monitor;

/// <summary>Application Insights' ingestion endpoint, as Azure.Monitor.OpenTelemetry.Exporter calls it. The key in the data says whose it is; there is no other credential.</summary>
internal sealed class Ingestion(MetricStore metrics, ResourceStore resources, TimeProvider time) : IService
{
    private const int MaxItems = 10_000;

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/v2.1/track", (Delegate)TrackAsync).AllowAnonymous();
        api.MapPost("/v2/track", (Delegate)TrackAsync).AllowAnonymous();
        api.Map("/QuickPulseService.svc/{**path}", () => Results.Ok()).AllowAnonymous();
    }

    private async Task<IResult> TrackAsync(HttpContext http)
    {
        await using Stream body = http.Request.Headers.ContentEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase) ? new GZipStream(http.Request.Body, CompressionMode.Decompress) : http.Request.Body;
        using StreamReader reader = new(body);
        JsonArray errors = [];
        int received = 0, accepted = 0;
        HashSet<string> known = [.. resources.List(type: ComponentProvider.ComponentType).Select(component => (string?)component["properties"]?["InstrumentationKey"] ?? "")];
        while (await reader.ReadLineAsync(http.RequestAborted) is { } line && received < MaxItems)
        {
            if (line.Length == 0) continue;
            foreach (JsonNode? item in Items(line))
            {
                string? problem = item is JsonObject envelope ? Take(envelope, known) : "the item is no JSON object";
                if (problem is null) accepted++;
                else errors.Add(new JsonObject { ["index"] = received, ["statusCode"] = 400, ["message"] = problem });
                received++;
            }
        }
        int status = accepted == received ? 200 : accepted == 0 ? 400 : 206;
        return Results.Text(new JsonObject { ["itemsReceived"] = received, ["itemsAccepted"] = accepted, ["errors"] = errors }.ToJsonString(), "application/json", statusCode: status);
    }

    private static IEnumerable<JsonNode?> Items(string line)
    {
        try
        {
            return JsonNode.Parse(line) is JsonArray many ? [.. many] : [JsonNode.Parse(line)];
        }
        catch (JsonException)
        {
            return [null];
        }
    }

    /// <returns>What is wrong with the item; null when it is taken.</returns>
    private string? Take(JsonObject envelope, HashSet<string> known)
    {
        string key = (string?)envelope["iKey"] ?? "";
        if (!known.Contains(key)) return $"103: the instrumentation key '{key}' is not known here";
        string source = (string?)envelope["tags"]?["ai.cloud.roleInstance"] ?? "";
        DateTimeOffset at = DateTimeOffset.TryParse((string?)envelope["time"], System.Globalization.CultureInfo.InvariantCulture, out DateTimeOffset stamped) ? stamped : time.GetUtcNow();
        if (envelope["data"]?["baseData"] is not JsonObject data) return "100: data.baseData is missing";
        double weight = (double?)envelope["sampleRate"] is > 0 and < 100 and { } rate ? 100 / rate : 1;
        void Count(string metric, double value, double count) => metrics.Add(key, metric, source, at, new Bucket(count, value, value, value));
        switch ((string?)envelope["data"]?["baseType"])
        {
            case "RequestData":
                Called("requests", data);
                break;
            case "RemoteDependencyData":
                Called("dependencies", data);
                break;
            case "ExceptionData":
                Count("exceptions/count", weight, weight);
                break;
            case "MetricData":
                foreach (JsonNode? point in data["metrics"] as JsonArray ?? [])
                {
                    if ((string?)point?["name"] is not { } name || (double?)point["value"] is not { } value) continue;
                    double count = (double?)point["count"] ?? 1;
                    metrics.Add(key, name, source, at, new Bucket(count, value, (double?)point["min"] ?? value / Math.Max(1, count), (double?)point["max"] ?? value / Math.Max(1, count)));
                }
                break;
        }
        return null;

        void Called(string kind, JsonObject call)
        {
            Count($"{kind}/count", weight, weight);
            if (!((bool?)call["success"] ?? true)) Count($"{kind}/failed", weight, weight);
            if (TimeSpan.TryParse((string?)call["duration"], System.Globalization.CultureInfo.InvariantCulture, out TimeSpan took)) Count($"{kind}/duration", took.TotalMilliseconds, 1);
        }
    }
}
