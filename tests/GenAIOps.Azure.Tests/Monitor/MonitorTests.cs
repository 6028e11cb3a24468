using GenAIOps.Azure.Monitor;
using GenAIOps.Fakes;

namespace GenAIOps.Azure.Tests.Monitor;

public sealed class MonitorTests
{
    private const string Component = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/components/insights";

    private static readonly DateTimeOffset Noon = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeAzure _azure = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MetricsAreAskedForAsAzureMonitorWantsIt()
    {
        _azure.On("GET", Component + "/providers/Microsoft.Insights/metrics", 200, """
            {"value":[{"name":{"value":"requests/failed"},"timeseries":[{"metadatavalues":[{"name":{"value":"cloud/roleInstance"},"value":"green"}],
             "data":[{"timeStamp":"2026-09-01T12:01:00Z","total":3},{"timeStamp":"2026-09-01T12:00:00Z"}]}]}]}
            """);

        var series = Assert.Single(await new MetricsClient(_azure.Cloud).GetAsync(
            Component, ["requests/count", "requests/failed"], Noon, Noon.AddMinutes(5), TimeSpan.FromMinutes(1), MetricAggregation.Total, "cloud/roleInstance eq 'green'", Ct));

        Assert.Equal("green", series.Dimensions["cloud/roleInstance"]);
        Assert.Equal([new MetricPoint(Noon, null), new MetricPoint(Noon.AddMinutes(1), 3)], series.Points);
        Assert.Equal(
            "?metricnames=requests/count,requests/failed&timespan=2026-09-01T12:00:00Z/2026-09-01T12:05:00Z&interval=PT1M&aggregation=Total&$filter=cloud/roleInstance eq 'green'&api-version=2024-02-01",
            Uri.UnescapeDataString(_azure.Log[0].Uri.Query));
    }

    [Fact]
    public async Task FiredAlertsOfAllPagesAreListedNewestFirst()
    {
        const string Alerts = "/subscriptions/s/resourceGroups/g/providers/Microsoft.AlertsManagement/alerts";
        _azure.On("GET", Alerts, 200, $$"""{"value":[{{Alert("a", "Resolved", 10)}}],"nextLink":"https://arm.example/next"}""")
            .On("GET", "/next", 200, $$"""{"value":[{{Alert("b", "Fired", 11)}}]}""");

        var alerts = await new AlertsClient(_azure.Cloud).GetAsync("s", "g", Ct);

        Assert.Equal(["b", "a"], alerts.Select(alert => alert.Id));
        Assert.Equal(["Fired", "Resolved"], alerts.Select(alert => alert.Condition));
        Assert.Equal("failed-requests", alerts[0].Rule);
    }

    private static string Alert(string id, string condition, int hour) => $$$"""
        {"id":"{{{id}}}","properties":{"essentials":{"alertRule":"/rules/failed-requests","severity":"Sev1","monitorCondition":"{{{condition}}}","targetResource":"{{{Component}}}","startDateTime":"2026-09-01T{{{hour}}}:00:00Z"} } }
        """;
}
