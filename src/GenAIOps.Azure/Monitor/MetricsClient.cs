using System.Globalization;
using System.Text.Json.Nodes;
using GenAIOps.Azure.Arm;

namespace GenAIOps.Azure.Monitor;

/// <summary>How a metric's samples of one interval become one number.</summary>
public enum MetricAggregation
{
    Total,
    Average,
    Count,
    Maximum,
    Minimum,
}

/// <param name="Time">Start of the interval.</param>
/// <param name="Value">Null: nothing was measured, which is not the same as 0.</param>
public sealed record MetricPoint(DateTimeOffset Time, double? Value);

/// <param name="Metric">For example <c>requests/failed</c>.</param>
/// <param name="Dimensions">Of this series; empty without a filter.</param>
/// <param name="Points">In order of time.</param>
public sealed record MetricSeries(string Metric, IReadOnlyDictionary<string, string> Dimensions, IReadOnlyList<MetricPoint> Points);

/// <summary>Metrics of a resource, as Azure Monitor keeps them (one-minute grain; a minute or two behind in the cloud).</summary>
public class MetricsClient
{
    private const string ApiVersion = "2024-02-01";

    private readonly ArmPipeline _arm;

    public MetricsClient(AzureCloud cloud)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        _arm = new ArmPipeline(cloud, TimeSpan.FromMinutes(1));
    }

    /// <summary>One series per metric and per combination of filtered dimensions.</summary>
    /// <param name="resourceId">For example of an Application Insights component.</param>
    /// <param name="metrics">1 to 20 names.</param>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="interval">1 minute, 5 minutes, 15 minutes, 1 hour, ...</param>
    /// <param name="aggregation">One for all metrics.</param>
    /// <param name="filter">OData, such as <c>cloud/roleInstance eq 'a'</c>; null: all together.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    public virtual async Task<IReadOnlyList<MetricSeries>> GetAsync(
        string resourceId, IReadOnlyList<string> metrics, DateTimeOffset from, DateTimeOffset to, TimeSpan interval, MetricAggregation aggregation, string? filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        string[] query =
        [
            $"metricnames={Uri.EscapeDataString(string.Join(',', metrics))}",
            $"timespan={Uri.EscapeDataString($"{Instant(from)}/{Instant(to)}")}",
            $"interval={System.Xml.XmlConvert.ToString(interval)}",
            $"aggregation={aggregation}",
            .. filter is null ? Array.Empty<string>() : [$"$filter={Uri.EscapeDataString(filter)}"],
        ];
        var answer = await _arm.GetOneAsync($"{resourceId}/providers/Microsoft.Insights/metrics", ApiVersion, string.Join('&', query), cancellationToken);
        var member = aggregation.ToString().ToLowerInvariant();
        return [.. from metric in answer.Items("value")
                   from series in metric.Items("timeseries")
                   select new MetricSeries(metric.Text("name", "value") ?? "", Dimensions(series), Points(series, member))];
    }

    private static Dictionary<string, string> Dimensions(JsonObject series) =>
        series.Items("metadatavalues").ToDictionary(value => value.Text("name", "value") ?? "", value => value.Text("value") ?? "", StringComparer.OrdinalIgnoreCase);

    private static MetricPoint[] Points(JsonObject series, string member) =>
        [.. series.Items("data").Select(point => new MetricPoint(point.Instant("timeStamp") ?? DateTimeOffset.MinValue, point.Number(member))).OrderBy(point => point.Time)];

    private static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
