using System.Globalization;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Monitor;

/// <summary>Azure Monitor's metrics of Application Insights components.</summary>
internal sealed class MetricsService(Telemetry telemetry, TimeProvider time) : IService
{
    private const string Component = "/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Insights/components/{component}";

    public void Map(IEndpointRouteBuilder api)
    {
        foreach (string name in (string[])["metrics", "metricDefinitions"])
        {
            Func<HttpContext, IResult> handler = name == "metrics" ? Metrics : Definitions;
            api.MapGet($"{Component}/providers/Microsoft.Insights/{name}", handler).RequireAuthorization(Policies.DataPlane);
        }
    }

    private IResult Metrics(HttpContext http)
    {
        (string id, ComponentTelemetry component) = Find(http);
        MetricQuery query = MetricQuery.Read(http.Request.Query, time.GetUtcNow());
        JsonArray value = [.. query.Names.Select(name => Metric(id, component, query, Definition(name, query.Namespace, component)))];
        return Json(new JsonObject
        {
            ["cost"] = 0,
            ["timespan"] = $"{Time(query.From)}/{Time(query.To)}",
            ["interval"] = query.IntervalText,
            ["value"] = value,
            ["namespace"] = query.Namespace ?? MetricDefinition.StandardNamespace,
            ["resourceregion"] = EmulatorInstance.Location,
        });
    }

    private static JsonObject Metric(string id, ComponentTelemetry component, MetricQuery query, MetricDefinition metric)
    {
        IReadOnlyList<string> aggregations = query.Aggregations.Count > 0 ? query.Aggregations : [metric.Primary];
        JsonArray timeseries = [.. component.Metrics.Query(metric.Name, query.From, query.To, query.Filter.Holds, query.Filter.Split).Select(series => new JsonObject
        {
            ["metadatavalues"] = new JsonArray([.. series.Dimensions.Select(pair => new JsonObject { ["name"] = Name(pair.Key.ToLowerInvariant()), ["value"] = pair.Value })]),
            ["data"] = new JsonArray([.. Points(series, query, metric, aggregations)]),
        })];
        return new JsonObject
        {
            ["id"] = $"{id}/providers/Microsoft.Insights/metrics/{metric.Name}",
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
        (string id, ComponentTelemetry component) = Find(http);
        IEnumerable<MetricDefinition> all = MetricDefinition.Standard.Concat(component.Metrics.Names().Where(MetricDefinition.IsCustom).Select(MetricDefinition.Custom));
        JsonArray value = [.. all.Select(metric => new JsonObject
        {
            ["id"] = $"{id}/providers/Microsoft.Insights/metricdefinitions/{metric.Name}",
            ["resourceId"] = id,
            ["namespace"] = MetricDefinition.StandardNamespace,
            ["name"] = Name(metric.Name, metric.DisplayName),
            ["unit"] = metric.Unit,
            ["primaryAggregationType"] = metric.Primary,
            ["supportedAggregationTypes"] = new JsonArray("Average", "Total", "Count", "Minimum", "Maximum"),
            ["metricAvailabilities"] = new JsonArray(new JsonObject { ["timeGrain"] = "PT1M", ["retention"] = $"P{(int)TelemetryLog.Retention.TotalDays}D" }),
            ["dimensions"] = new JsonArray([.. metric.Dimensions.Select(dimension => Name(dimension))]),
        })];
        return Json(new JsonObject { ["value"] = value });
    }

    private (string Id, ComponentTelemetry Component) Find(HttpContext http)
    {
        string path = http.Request.Path.Value!;
        string id = path[..path.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase)];
        return (id, telemetry.OfResource(id) ?? throw AzureErrorException.NotFound("ResourceNotFound", $"The resource '{id}' was not found."));
    }

    private static MetricDefinition Definition(string name, string? metricNamespace, ComponentTelemetry component) => MetricDefinition.Find(name, metricNamespace)
        ?? throw AzureErrorException.BadRequest("BadRequest", $"Failed to find metric configuration for provider: Microsoft.Insights, resource Type: components, metric: {name}, "
            + $"Valid metrics: {string.Join(",", MetricDefinition.Standard.Select(metric => metric.Name).Concat(component.Metrics.Names().Where(MetricDefinition.IsCustom)))}");

    private static JsonObject Name(string value, string? display = null) => new() { ["value"] = value, ["localizedValue"] = display ?? value };

    private static string Time(long minute) => DateTimeOffset.UnixEpoch.AddMinutes(minute).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static IResult Json(JsonObject body) => Results.Text(body.ToJsonString(), "application/json; charset=utf-8");
}
