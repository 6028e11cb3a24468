using System.Globalization;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.ContainerApps;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Monitor;

/// <summary>Azure Monitor's metrics of Application Insights components and container apps.</summary>
internal sealed class MetricsService(MetricSources sources, TimeProvider time) : IService
{
    public void Map(IEndpointRouteBuilder api)
    {
        foreach (string type in (string[])[Telemetry.ComponentType, AppDocument.Type])
        {
            string resource = $"/subscriptions/{{subscription}}/resourceGroups/{{group}}/providers/{type}/{{resource}}/providers/Microsoft.Insights";
            api.MapGet($"{resource}/metrics", Metrics).RequireAuthorization(Policies.Management);
            api.MapGet($"{resource}/metricDefinitions", Definitions).RequireAuthorization(Policies.Management);
        }
    }

    private sealed record Source(string Id, string Type, MetricTable Metrics)
    {
        public IEnumerable<MetricDefinition> Definitions =>
            MetricDefinition.Of(Type).Concat(Metrics.Names().Where(MetricDefinition.IsCustom).Select(MetricDefinition.Custom));
    }

    private IResult Metrics(HttpContext http)
    {
        Source source = Find(http);
        MetricQuery query = MetricQuery.Read(http.Request.Query, time.GetUtcNow());
        JsonArray value = [.. query.Names.Select(name => Metric(source, query, Definition(name, query.Namespace, source)))];
        return Json(new JsonObject
        {
            ["cost"] = 0,
            ["timespan"] = $"{Time(query.From)}/{Time(query.To)}",
            ["interval"] = query.IntervalText,
            ["value"] = value,
            ["namespace"] = query.Namespace ?? source.Type.ToLowerInvariant(),
            ["resourceregion"] = EmulatorInstance.Location,
        });
    }

    private static JsonObject Metric(Source source, MetricQuery query, MetricDefinition metric)
    {
        IReadOnlyList<string> aggregations = query.Aggregations.Count > 0 ? query.Aggregations : [metric.Primary];
        JsonArray timeseries = [.. source.Metrics.Query(metric.Name, query.From, query.To, query.Filter.Holds, query.Filter.Split).Select(series => new JsonObject
        {
            ["metadatavalues"] = new JsonArray([.. series.Dimensions.Select(pair => new JsonObject { ["name"] = Name(pair.Key.ToLowerInvariant()), ["value"] = pair.Value })]),
            ["data"] = new JsonArray([.. Points(series, query, metric, aggregations)]),
        })];
        return new JsonObject
        {
            ["id"] = $"{source.Id}/providers/Microsoft.Insights/metrics/{metric.Name}",
            ["type"] = "Microsoft.Insights/metrics",
            ["name"] = Name(metric.Name, metric.DisplayName),
            ["displayDescription"] = metric.DisplayName,
            ["unit"] = metric.Unit,
            ["timeseries"] = timeseries,
            ["errorCode"] = "Success",
        };
    }

    private static IEnumerable<JsonObject> Points(MetricSeries series, MetricQuery query, MetricDefinition metric, IReadOnlyList<string> aggregations)
    {
        for (long start = query.From; start < query.To; start += query.Interval)
        {
            Aggregate sum = Aggregate.None;
            for (long minute = start; minute < Math.Min(start + query.Interval, query.To); minute++)
                sum = sum.Add(series.Minutes.GetValueOrDefault(minute, Aggregate.None));
            JsonObject point = new() { ["timeStamp"] = Time(start) };
            foreach (string aggregation in aggregations)
            {
                double? value = sum.Value(aggregation) ?? (metric.IsCounter && aggregation is "Total" or "Count" ? 0 : null);
                if (value is { } number) point[aggregation.ToLowerInvariant()] = number;
            }
            yield return point;
        }
    }

    private IResult Definitions(HttpContext http)
    {
        Source source = Find(http);
        JsonArray value = [.. source.Definitions.Select(metric => new JsonObject
        {
            ["id"] = $"{source.Id}/providers/Microsoft.Insights/metricdefinitions/{metric.Name}",
            ["resourceId"] = source.Id,
            ["namespace"] = source.Type.ToLowerInvariant(),
            ["name"] = Name(metric.Name, metric.DisplayName),
            ["unit"] = metric.Unit,
            ["primaryAggregationType"] = metric.Primary,
            ["supportedAggregationTypes"] = new JsonArray("Average", "Total", "Count", "Minimum", "Maximum"),
            ["metricAvailabilities"] = new JsonArray(new JsonObject { ["timeGrain"] = "PT1M", ["retention"] = $"P{(int)TelemetryLog.Retention.TotalDays}D" }),
            ["dimensions"] = new JsonArray([.. metric.Dimensions.Select(dimension => Name(dimension))]),
        })];
        return Json(new JsonObject { ["value"] = value });
    }

    private Source Find(HttpContext http)
    {
        string path = http.Request.Path.Value!;
        string id = path[..path.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase)];
        return sources.Of(id) is var (type, metrics) ? new Source(id, type, metrics) : throw AzureErrorException.NotFound("ResourceNotFound", $"The resource '{id}' was not found.");
    }

    private static MetricDefinition Definition(string name, string? metricNamespace, Source source) => MetricDefinition.Find(source.Type, name, metricNamespace)
        ?? throw AzureErrorException.BadRequest("BadRequest", $"Failed to find metric configuration for provider: {source.Type.Split('/')[0]}, resource Type: {source.Type.Split('/')[1]}, metric: {name}, "
            + $"Valid metrics: {string.Join(",", source.Definitions.Select(metric => metric.Name))}");

    private static JsonObject Name(string value, string? display = null) => new() { ["value"] = value, ["localizedValue"] = display ?? value };

    private static string Time(long minute) => DateTimeOffset.UnixEpoch.AddMinutes(minute).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static IResult Json(JsonObject body) => Results.Text(body.ToJsonString(), "application/json; charset=utf-8");
}
