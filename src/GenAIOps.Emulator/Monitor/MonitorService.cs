using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Monitor;

/// <summary>What Azure Monitor answers: metrics of a component, and the alerts of a resource group.</summary>
internal sealed class MonitorService(ResourceStore resources, MetricStore metrics, AlertBook book, TimeProvider time) : IService
{
    public void Map(IEndpointRouteBuilder api)
    {
        const string Group = "/subscriptions/{subscription}/resourceGroups/{group}/providers";
        api.MapGet(Group + "/Microsoft.Insights/components/{component}/providers/Microsoft.Insights/metrics", Metrics).RequireAuthorization(Policies.Management);
        api.MapGet(Group + "/Microsoft.AlertsManagement/alerts", Alerts).RequireAuthorization(Policies.Management);
    }

    private IResult Alerts(string subscription, string group)
    {
        string scope = $"/subscriptions/{subscription}/resourceGroups/{group}";
        JsonArray value = [.. book.All.Where(alert => alert.RuleId.StartsWith(scope + "/", StringComparison.OrdinalIgnoreCase)).Reverse().Select(alert => alert.ToJson(scope))];
        return Json(new JsonObject { ["value"] = value });
    }

    private IResult Metrics(HttpContext http, string subscription, string group, string component)
    {
        string id = $"/subscriptions/{subscription}/resourceGroups/{group}/providers/{ComponentProvider.ComponentType}/{component}";
        if ((string?)resources.Get(id)?["properties"]?["InstrumentationKey"] is not { } key) throw AzureErrorException.NotFound("ResourceNotFound", $"The resource '{id}' was not found.");
        IQueryCollection query = http.Request.Query;
        (DateTimeOffset from, DateTimeOffset to) = Timespan(query["timespan"].ToString());
        TimeSpan interval = query["interval"].ToString() is { Length: > 0 } text ? XmlConvert.ToTimeSpan(text) : TimeSpan.FromMinutes(1);
        if (interval < TimeSpan.FromMinutes(1) || (to - from) / interval > 1500) throw AzureErrorException.BadRequest("BadRequest", "The interval must be PT1M or more, and the time span at most 1,500 intervals.");
        string[] aggregations = (query["aggregation"].ToString() is { Length: > 0 } asked ? asked : "Average").Split(',');
        string? source = Source(query["$filter"].ToString());
        JsonArray value = [];
        foreach (string name in query["metricnames"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            JsonArray points = [];
            for (DateTimeOffset start = from; start < to; start += interval)
            {
                Bucket bucket = metrics.Sum(key, name, start, start + interval, source);
                JsonObject point = new() { ["timeStamp"] = start.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) };
                foreach (string aggregation in aggregations)
                {
                    if (bucket.Aggregate(aggregation) is { } number) point[aggregation.ToLowerInvariant()] = number;
                }
                points.Add(point);
            }
            value.Add(new JsonObject
            {
                ["id"] = $"{id}/providers/Microsoft.Insights/metrics/{name}",
                ["type"] = "Microsoft.Insights/metrics",
                ["name"] = new JsonObject { ["value"] = name, ["localizedValue"] = name },
                ["unit"] = name.EndsWith("/duration", StringComparison.OrdinalIgnoreCase) ? "MilliSeconds" : "Count",
                ["errorCode"] = "Success",
                ["timeseries"] = new JsonArray(new JsonObject { ["metadatavalues"] = new JsonArray(), ["data"] = points }),
            });
        }
        return Json(new JsonObject { ["timespan"] = $"{from.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}/{to.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}", ["interval"] = XmlConvert.ToString(interval), ["namespace"] = "microsoft.insights/components", ["resourceregion"] = EmulatorInstance.Location, ["value"] = value });
    }

    private (DateTimeOffset From, DateTimeOffset To) Timespan(string text)
    {
        if (text is "") return (time.GetUtcNow() - TimeSpan.FromHours(1), time.GetUtcNow());
        string[] parts = text.Split('/');
        return parts.Length == 2 && DateTimeOffset.TryParse(parts[0], CultureInfo.InvariantCulture, out DateTimeOffset from) && DateTimeOffset.TryParse(parts[1], CultureInfo.InvariantCulture, out DateTimeOffset to) && from < to
            ? (from, to)
            : throw AzureErrorException.BadRequest("BadRequest", $"The timespan '{text}' is not two instants, the earlier first, separated by a slash.");
    }

    /// <summary>Only <c>cloud/roleInstance eq 'x'</c> is served.</summary>
    private static string? Source(string filter)
    {
        if (filter is "") return null;
        string[] parts = filter.Split(" eq ", 2);
        return parts.Length == 2 && string.Equals(parts[0].Trim(), "cloud/roleInstance", StringComparison.OrdinalIgnoreCase)
            ? parts[1].Trim().Trim('\'')
            : throw AzureErrorException.BadRequest("BadRequest", $"The filter '{filter}' is not served: use cloud/roleInstance eq 'name'.");
    }

    private static IResult Json(JsonObject body) => Results.Text(body.ToJsonString(), "application/json");
}
