using System.Net.Mime;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using GenAIOps.Emulator.Arm;

namespace GenAIOps.Emulator.Monitor;

/// <summary>Evaluates metric alerts on what was ingested: fires, resolves, and tells the action group's webhooks.</summary>
internal sealed class AlertEvaluator(ResourceStore resources, MetricStore metrics, AlertBook book, TimeProvider time, ILogger<AlertEvaluator> log) : IDisposable
{
    private const string RuleType = "Microsoft.Insights/metricAlerts";
    private readonly Dictionary<string, DateTimeOffset> _last = new(StringComparer.OrdinalIgnoreCase);
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(10) };

    public void Dispose() => _client.Dispose();

    /// <summary>Looks at each rule whose turn it is.</summary>
    public async Task EvaluateAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach (JsonObject rule in resources.List(type: RuleType))
        {
            string id = (string)rule["id"]!;
            JsonNode properties = rule["properties"]!;
            if ((bool?)properties["enabled"] == false || (_last.TryGetValue(id, out DateTimeOffset before) && now - before < Duration(properties["evaluationFrequency"], 1))) continue;
            _last[id] = now;
            foreach (JsonNode? scope in properties["scopes"] as JsonArray ?? []) await EvaluateAsync(id, properties, (string)scope!, now, cancellationToken);
        }
    }

    private async Task EvaluateAsync(string ruleId, JsonNode properties, string scope, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if ((string?)resources.Get(scope)?["properties"]?["InstrumentationKey"] is not { } component) return;
        TimeSpan window = Duration(properties["windowSize"], 5);
        JsonArray criteria = properties["criteria"]?["allOf"] as JsonArray ?? [];
        bool crossed = criteria.Count > 0 && criteria.All(criterion => Crossed(criterion!, component, now - window, now));
        Alert? open = book.Open(ruleId);
        Alert? changed = crossed && open is null
            ? new Alert(Guid.NewGuid().ToString(), ruleId, scope, (int?)properties["severity"] ?? 3, (string?)properties["description"] ?? "", now, null)
            : !crossed && open is not null && (bool?)properties["autoMitigate"] != false ? open with { ResolvedAt = now } : null;
        if (changed is null) return;
        book.Save(changed);
        foreach (JsonNode? action in properties["actions"] as JsonArray ?? []) await NotifyAsync((string?)action?["actionGroupId"] ?? "", changed, cancellationToken);
    }

    private bool Crossed(JsonNode criterion, string component, DateTimeOffset from, DateTimeOffset to)
    {
        Bucket bucket = metrics.Sum(component, (string)criterion["metricName"]!, from, to);
        double threshold = (double?)criterion["threshold"] ?? 0;
        return bucket.Aggregate((string?)criterion["timeAggregation"] ?? "Average") is { } value && (string?)criterion["operator"] switch
        {
            "GreaterThan" => value > threshold,
            "GreaterThanOrEqual" => value >= threshold,
            "LessThan" => value < threshold,
            "LessThanOrEqual" => value <= threshold,
            "Equals" => value == threshold,
            _ => false,
        };
    }

    private async Task NotifyAsync(string actionGroupId, Alert alert, CancellationToken cancellationToken)
    {
        foreach (JsonNode? receiver in resources.Get(actionGroupId)?["properties"]?["webhookReceivers"] as JsonArray ?? [])
        {
            // This emulator calls nobody outside this machine.
            if (!Uri.TryCreate((string?)receiver?["serviceUri"], UriKind.Absolute, out Uri? address) || !address.IsLoopback) continue;
            JsonObject body = new() { ["schemaId"] = "azureMonitorCommonAlertSchema", ["data"] = alert.ToJson("")["properties"]!.DeepClone() };
            try
            {
                using StringContent content = new(body.ToJsonString(), Encoding.UTF8, MediaTypeNames.Application.Json);
                using HttpResponseMessage response = await _client.PostAsync(address, content, cancellationToken);
            }
            catch (HttpRequestException error)
            {
                log.LogWarning("The webhook {Address} of {Rule} cannot be reached: {Message}", address, alert.RuleId, error.Message);
            }
        }
    }

    private static TimeSpan Duration(JsonNode? iso, int minutes)
    {
        try
        {
            return (string?)iso is { } text ? XmlConvert.ToTimeSpan(text) : TimeSpan.FromMinutes(minutes);
        }
        catch (FormatException)
        {
            return TimeSpan.FromMinutes(minutes);
        }
    }
}
