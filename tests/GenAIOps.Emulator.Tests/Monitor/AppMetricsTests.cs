using System.Net;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Monitor;
using Microsoft.Extensions.DependencyInjection;

namespace GenAIOps.Emulator.Tests.Monitor;

public sealed class AppMetricsTests
{
    private const string Query = "timespan=PT1H&interval=FULL&aggregation=Maximum";

    private static async Task<double?> MaximumAsync(World world, string metric)
    {
        world.Server.Services.GetRequiredService<AppMetrics>().Measure();
        Answer answer = await world.Client.GetAsync($"{World.App}/providers/Microsoft.Insights/metrics?metricnames={metric}&{Query}");
        return (double?)answer.Expect(HttpStatusCode.OK).Json["value"]![0]!["timeseries"]![0]!["data"]![0]!["maximum"];
    }

    [Fact]
    public async Task ReplicasAndRestartsOfAnAppAreMeasured()
    {
        await using World world = await World.WithImageAsync();
        await world.DeployAsync(world.Body("blue"));
        Assert.Equal((1, 0), (await MaximumAsync(world, "Replicas"), await MaximumAsync(world, "RestartCount")));
        using StringContent nothing = new("");
        await world.Client.SendAsync(HttpMethod.Post, world.Url("echo", "/crash"), nothing, authorization: "");
        await Eventually.TrueAsync("a restart", async () => await MaximumAsync(world, "RestartCount") >= 1);
    }

    [Fact]
    public async Task AnAppWithoutAnActiveRevisionHasNoReplicas()
    {
        await using World world = await World.WithImageAsync();
        await world.DeployAsync(world.Body("blue", new Dictionary<string, string> { ["EXIT_AT_START"] = "1" }));
        Assert.Equal(0, await MaximumAsync(world, "Replicas"));
    }

    [Theory]
    [InlineData("Replicas", false, HttpStatusCode.OK)]
    [InlineData("CpuPercentage", true, HttpStatusCode.OK)]
    [InlineData("CpuPercentage", false, HttpStatusCode.BadRequest)]
    [InlineData("requests/count", false, HttpStatusCode.BadRequest)]
    public async Task ARuleWatchesWhatIsMeasuredOrSaysThatItNeedNotBe(string metric, bool skipValidation, HttpStatusCode status)
    {
        await using World world = await World.EmptyAsync();
        await world.Client.PutAsync(World.Group, new JsonObject { ["location"] = "local" });
        JsonObject criterion = new()
        {
            ["name"] = "c",
            ["metricName"] = metric,
            ["operator"] = "LessThan",
            ["threshold"] = 1,
            ["timeAggregation"] = "Maximum",
            ["skipMetricValidation"] = skipValidation,
        };
        (await world.Client.PutAsync($"{World.Group}/providers/Microsoft.Insights/metricAlerts/app", new JsonObject
        {
            ["location"] = "global",
            ["properties"] = new JsonObject
            {
                ["severity"] = 0,
                ["scopes"] = new JsonArray(World.App),
                ["evaluationFrequency"] = "PT1M",
                ["windowSize"] = "PT5M",
                ["criteria"] = new JsonObject { ["odata.type"] = "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria", ["allOf"] = new JsonArray(criterion) },
            },
        })).Expect(status);
    }
}
