using System.Globalization;
using System.Text.Json;

namespace GenAIOps.Emulator.Monitor;

/// <summary>What one telemetry item adds to one metric.</summary>
/// <param name="Count">How many measurements it stands for; not whole when items were sampled.</param>
internal sealed record Sample(string Metric, double Count, double Sum, double Min, double Max);

/// <summary>An item in the envelope of Application Insights' ingestion, as metrics see it.</summary>
/// <param name="Dimensions">By the names of Azure's metrics: <c>cloud/roleName</c>, <c>request/resultCode</c>, …; custom properties by their own.</param>
internal sealed record TelemetryItem(DateTimeOffset Time, string InstrumentationKey, IReadOnlyList<Sample> Samples, IReadOnlyDictionary<string, string> Dimensions)
{
    /// <exception cref="FormatException">The item is not one that Application Insights takes: the message says why.</exception>
    public static TelemetryItem Read(JsonElement envelope)
    {
        if (envelope.ValueKind != JsonValueKind.Object) throw new FormatException("The item is not a JSON object.");
        string key = Text(envelope, "iKey") ?? throw new FormatException("The item has no iKey.");
        if (!DateTimeOffset.TryParse(Text(envelope, "time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time))
            throw new FormatException($"Field 'time' is '{Text(envelope, "time")}', which is not a time.");
        if (!envelope.TryGetProperty("data", out JsonElement data) || Text(data, "baseType") is not { } type || !data.TryGetProperty("baseData", out JsonElement body) || body.ValueKind != JsonValueKind.Object)
            throw new FormatException("The item has no data with a baseType and baseData.");

        Dictionary<string, string> dimensions = new(StringComparer.OrdinalIgnoreCase);
        if (envelope.TryGetProperty("tags", out JsonElement tags) && tags.ValueKind == JsonValueKind.Object)
        {
            Add(dimensions, "cloud/roleName", Text(tags, "ai.cloud.role"));
            Add(dimensions, "cloud/roleInstance", Text(tags, "ai.cloud.roleInstance"));
        }
        double weight = 100 / (Number(envelope, "sampleRate") is > 0 and <= 100 and var rate ? rate : 100);
        return new TelemetryItem(time, key, [.. SamplesOf(type, body, weight, dimensions)], dimensions);
    }

    private static IEnumerable<Sample> SamplesOf(string type, JsonElement body, double weight, Dictionary<string, string> dimensions) => type switch
    {
        "RequestData" => Operation("requests", "request", body, weight, dimensions, Text(body, "responseCode")),
        "RemoteDependencyData" => Operation("dependencies", "dependency", body, weight, dimensions, Text(body, "resultCode")),
        "ExceptionData" => [Times("exceptions/count", weight)],
        "MessageData" => Message(body, weight, dimensions),
        "EventData" => [Times("customEvents/count", weight)],
        "MetricData" => Metric(body, dimensions),
        _ => [],
    };

    private static IEnumerable<Sample> Operation(string metrics, string dimension, JsonElement body, double weight, Dictionary<string, string> dimensions, string? code)
    {
        bool success = !body.TryGetProperty("success", out JsonElement flag) || flag.ValueKind != JsonValueKind.False;
        double duration = TimeSpan.TryParse(Text(body, "duration"), CultureInfo.InvariantCulture, out TimeSpan time) ? time.TotalMilliseconds
            : throw new FormatException($"Field 'duration' is '{Text(body, "duration")}', which is not a time span.");
        Add(dimensions, $"{dimension}/resultCode", code);
        Add(dimensions, $"{dimension}/success", success ? "True" : "False");
        if (dimension is "dependency")
        {
            Add(dimensions, "dependency/type", Text(body, "type"));
            Add(dimensions, "dependency/target", Text(body, "target"));
        }
        yield return Times($"{metrics}/count", weight);
        if (!success) yield return Times($"{metrics}/failed", weight);
        yield return new Sample($"{metrics}/duration", weight, weight * duration, duration, duration);
    }

    private static IEnumerable<Sample> Message(JsonElement body, double weight, Dictionary<string, string> dimensions)
    {
        Add(dimensions, "trace/severityLevel", Text(body, "severityLevel"));
        yield return Times("traces/count", weight);
    }

    private static IEnumerable<Sample> Metric(JsonElement body, Dictionary<string, string> dimensions)
    {
        if (body.TryGetProperty("properties", out JsonElement properties) && properties.ValueKind == JsonValueKind.Object)
        {
            // Counted beforehand by the exporter from the very requests that are counted here.
            if (properties.TryGetProperty("_MS.MetricId", out _)) yield break;
            foreach (JsonProperty property in properties.EnumerateObject()) Add(dimensions, property.Name, property.Value.ToString());
        }
        if (!body.TryGetProperty("metrics", out JsonElement metrics) || metrics.ValueKind != JsonValueKind.Array) throw new FormatException("Field 'metrics' is missing.");
        foreach (JsonElement metric in metrics.EnumerateArray())
        {
            string name = Text(metric, "name") ?? throw new FormatException("A metric has no name.");
            double sum = Number(metric, "value") ?? throw new FormatException($"Metric '{name}' has no value.");
            double count = Number(metric, "count") is > 0 and var many ? many : 1;
            yield return new Sample($"customMetrics/{name}", count, sum, Number(metric, "min") ?? sum / count, Number(metric, "max") ?? sum / count);
        }
    }

    private static Sample Times(string metric, double weight) => new(metric, weight, weight, 1, 1);

    private static void Add(Dictionary<string, string> dimensions, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) dimensions[name] = value;
    }

    private static string? Text(JsonElement owner, string name) => owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out JsonElement value)
        ? value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Number => value.GetRawText(), _ => null } : null;

    private static double? Number(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble()) ? value.GetDouble() : null;
}
