using System.Net;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Tests.Monitor;

public sealed class MetricsTests
{
    private static readonly string Metrics = $"{MonitorWorld.Component}/providers/Microsoft.Insights/metrics";

    private static async Task<(World World, DateTimeOffset Minute)> StartAsync()
    {
        ManualClock clock = ManualClock.Started();
        World world = await World.EmptyAsync(clock);
        string key = MonitorWorld.KeyOf(await world.AddComponentAsync());
        DateTimeOffset minute = clock.GetUtcNow().AddMinutes(-5);
        (await world.TrackAsync(
            MonitorWorld.Request(key, minute.AddSeconds(1), milliseconds: 100, instance: "blue"),
            MonitorWorld.Request(key, minute.AddSeconds(59), milliseconds: 300, instance: "green", success: false),
            MonitorWorld.Request(key, minute.AddMinutes(2), milliseconds: 50, instance: "blue"))).Expect(HttpStatusCode.OK);
        return (world, minute);
    }

    private static string Span(DateTimeOffset from, int minutes) => $"timespan={from:yyyy-MM-ddTHH:mm:ssZ}/{from.AddMinutes(minutes):yyyy-MM-ddTHH:mm:ssZ}";

    [Fact]
    public async Task EachMinuteHasItsPointAndCountersAreZeroWhereNothingHappened()
    {
        (World started, DateTimeOffset minute) = await StartAsync();
        await using World world = started;
        JsonNode answer = await world.MetricsAsync($"metricnames=requests/count,requests/duration&aggregation=Total,Average&interval=PT1M&{Span(minute, 3)}");
        Assert.Equal(["requests/count", "requests/duration"], answer["value"]!.AsArray().Select(metric => (string)metric!["name"]!["value"]!));
        JsonArray counts = answer["value"]![0]!["timeseries"]![0]!["data"]!.AsArray(), durations = answer["value"]![1]!["timeseries"]![0]!["data"]!.AsArray();
        Assert.Equal([2d, 0d, 1d], counts.Select(point => (double)point!["total"]!));
        Assert.Equal([200d, null, 50d], durations.Select(point => (double?)point!["average"]));
        Assert.Equal(minute, DateTimeOffset.Parse((string)counts[0]!["timeStamp"]!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("MilliSeconds", (string?)answer["value"]![1]!["unit"]);
    }

    [Theory]
    [InlineData("Count", 3)]
    [InlineData("Total", 450)]
    [InlineData("Average", 150)]
    [InlineData("Minimum", 50)]
    [InlineData("Maximum", 300)]
    public async Task AWindowIsPutTogetherByItsAggregation(string aggregation, double value)
    {
        (World started, DateTimeOffset minute) = await StartAsync();
        await using World world = started;
        Assert.Equal(value, await world.MetricAsync("requests/duration", aggregation, Span(minute, 5)));
    }

    [Theory]
    [InlineData("cloud/roleInstance eq 'blue'", 2)]
    [InlineData("cloud/roleinstance eq 'BLUE' or cloud/roleInstance eq 'green'", 3)]
    [InlineData("cloud/roleInstance eq 'blue' and request/resultCode eq '500'", 0)]
    [InlineData("(cloud/roleInstance eq 'green' or cloud/roleInstance eq 'red') and request/resultCode eq '500'", 1)]
    [InlineData("request/success ne 'True'", 1)]
    [InlineData("cloud/roleInstance eq 'it''s'", 0)]
    public async Task AFilterChoosesByDimension(string filter, double count)
    {
        (World started, DateTimeOffset minute) = await StartAsync();
        await using World world = started;
        Assert.Equal(count, await world.MetricAsync("requests/count", "Total", $"{Span(minute, 5)}&$filter={Uri.EscapeDataString(filter)}"));
    }

    [Fact]
    public async Task AStarKeepsTheValuesOfADimensionApart()
    {
        (World started, DateTimeOffset minute) = await StartAsync();
        await using World world = started;
        JsonNode answer = await world.MetricsAsync($"metricnames=requests/count&aggregation=Total&interval=FULL&{Span(minute, 5)}&$filter={Uri.EscapeDataString("cloud/roleInstance eq '*'")}");
        Assert.Equal([("blue", 2d), ("green", 1d)], answer["value"]![0]!["timeseries"]!.AsArray()
            .Select(series => ((string)series!["metadatavalues"]![0]!["value"]!, (double)series["data"]![0]!["total"]!)).Order());
    }

    [Theory]
    [InlineData("metricnames=requests/weight", "requests/duration")]
    [InlineData("", "metricnames")]
    [InlineData("metricnames=requests/count&aggregation=Median", "Median")]
    [InlineData("metricnames=requests/count&interval=PT7M", "PT7M")]
    [InlineData("metricnames=requests/count&timespan=today", "today")]
    [InlineData("metricnames=requests/count&timespan=2026-01-02T00:00:00Z/2026-01-01T00:00:00Z", "ends before")]
    [InlineData("metricnames=requests/count&$filter=color is 'red'", "color is 'red'")]
    public async Task AQueryThatIsNotUnderstoodIsToldWhy(string query, string said)
    {
        await using World world = await World.EmptyAsync();
        await world.AddComponentAsync();
        Assert.Contains(said, (await world.Client.GetAsync($"{Metrics}?{query}")).Expect(HttpStatusCode.BadRequest).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MetricsOfAComponentThatIsNotThereAreNotFound()
    {
        await using World world = await World.EmptyAsync();
        (await world.Client.GetAsync($"{Metrics}?metricnames=requests/count")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task TheDefinitionsNameTheMetricsThatCanBeAskedFor()
    {
        await using World world = await World.EmptyAsync();
        await world.AddComponentAsync();
        JsonNode definitions = (await world.Client.GetAsync($"{MonitorWorld.Component}/providers/Microsoft.Insights/metricDefinitions")).Expect(HttpStatusCode.OK).Json;
        Assert.Contains("requests/failed", definitions["value"]!.AsArray().Select(definition => (string)definition!["name"]!["value"]!));
    }
}
