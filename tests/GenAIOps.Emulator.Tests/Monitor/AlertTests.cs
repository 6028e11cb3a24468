using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GenAIOps.Emulator.Tests.Monitor;

public sealed class AlertTests
{
    private const string Rule = $"{World.Group}/providers/Microsoft.Insights/metricAlerts/failures";
    private const string Group = $"{World.Group}/providers/Microsoft.Insights/actionGroups/oncall";
    private const string Fired = $"{World.Group}/providers/Microsoft.AlertsManagement/alerts?api-version=2019-05-05-preview";

    private static JsonObject Body(string metric = "requests/failed", string aggregation = "Total", string comparison = "GreaterThan", double threshold = 2, bool autoMitigate = true,
        string? dimension = null)
    {
        JsonObject criterion = new()
        {
            ["criterionType"] = "StaticThresholdCriterion",
            ["name"] = "only",
            ["metricName"] = metric,
            ["operator"] = comparison,
            ["threshold"] = threshold,
            ["timeAggregation"] = aggregation,
        };
        if (dimension is not null) criterion["dimensions"] = new JsonArray(new JsonObject { ["name"] = dimension, ["operator"] = "Include", ["values"] = new JsonArray("*") });
        return new JsonObject
        {
            ["location"] = "global",
            ["properties"] = new JsonObject
            {
                ["severity"] = 1,
                ["enabled"] = true,
                ["scopes"] = new JsonArray(MonitorWorld.Component),
                ["evaluationFrequency"] = "PT1M",
                ["windowSize"] = "PT5M",
                ["autoMitigate"] = autoMitigate,
                ["criteria"] = new JsonObject { ["odata.type"] = "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria", ["allOf"] = new JsonArray(criterion) },
                ["actions"] = new JsonArray(new JsonObject { ["actionGroupId"] = Group }),
            },
        };
    }

    private sealed record Watched(World World, ManualClock Clock, string Key) : IAsyncDisposable
    {
        public static async Task<Watched> StartAsync(JsonObject rule)
        {
            ManualClock clock = ManualClock.Started();
            World world = await World.EmptyAsync(clock);
            string key = MonitorWorld.KeyOf(await world.AddComponentAsync());
            (await world.Client.PutAsync(Rule, rule)).Expect(HttpStatusCode.OK);
            return new Watched(world, clock, key);
        }

        public ValueTask DisposeAsync() => World.DisposeAsync();

        public async Task FailAsync(int times, string instance = "blue") =>
            (await World.TrackAsync([.. Enumerable.Repeat(0, times).Select(_ => MonitorWorld.Request(Key, Clock.GetUtcNow(), success: false, instance: instance))])).Expect(HttpStatusCode.OK);

        public async Task<string[]> ConditionsAsync() =>
            [.. (await World.Client.GetAsync(Fired)).Expect(HttpStatusCode.OK).Json["value"]!.AsArray().Select(alert => (string)alert!["properties"]!["essentials"]!["monitorCondition"]!)];

        /// <summary>Lets a minute pass and waits until every rule was evaluated for it.</summary>
        public async Task MinuteAsync(int minutes = 1)
        {
            GenAIOps.Emulator.Monitor.AlertEngine engine = (GenAIOps.Emulator.Monitor.AlertEngine)World.Server.Services.GetService(typeof(GenAIOps.Emulator.Monitor.AlertEngine))!;
            for (int i = 0; i < minutes; i++)
            {
                long before = engine.Rounds;
                Clock.Advance(TimeSpan.FromMinutes(1));
                // One round may have begun before the clock went on: two more are sure to see the new minute.
                await Eventually.TrueAsync("a round of the alert rules", () =>
                {
                    Clock.Advance(GenAIOps.Emulator.Monitor.AlertEngine.Tick / 10);
                    return engine.Rounds >= before + 2;
                });
            }
        }
    }

    [Fact]
    public async Task ARuleFiresOnceAndResolvesAfterThreeHealthyEvaluations()
    {
        await using Watched watched = await Watched.StartAsync(Body());
        await watched.FailAsync(3);
        Assert.Empty(await watched.ConditionsAsync());
        await watched.MinuteAsync(2);
        Assert.Equal(["Fired"], await watched.ConditionsAsync());
        await watched.MinuteAsync(2);
        Assert.Equal(["Fired"], await watched.ConditionsAsync());
        await watched.MinuteAsync(10);
        Assert.Equal(["Resolved"], await watched.ConditionsAsync());
        await watched.FailAsync(3);
        await watched.MinuteAsync(2);
        Assert.Equal(["Fired", "Resolved"], await watched.ConditionsAsync());
    }

    [Fact]
    public async Task FewerThanTheThresholdDoNotFire()
    {
        await using Watched watched = await Watched.StartAsync(Body());
        await watched.FailAsync(2);
        await watched.MinuteAsync(3);
        Assert.Empty(await watched.ConditionsAsync());
    }

    [Fact]
    public async Task SilenceFiresARuleThatExpectsRequests()
    {
        await using Watched watched = await Watched.StartAsync(Body("requests/count", "Count", "LessThan", 1));
        await watched.MinuteAsync(2);
        Assert.Equal(["Fired"], await watched.ConditionsAsync());
    }

    [Fact]
    public async Task SilenceSaysNothingAboutADuration()
    {
        await using Watched watched = await Watched.StartAsync(Body("requests/duration", "Average", "LessThan", 1000));
        await watched.MinuteAsync(2);
        Assert.Empty(await watched.ConditionsAsync());
    }

    [Fact]
    public async Task EachValueOfADimensionIsWatchedOnItsOwn()
    {
        await using Watched watched = await Watched.StartAsync(Body(dimension: "cloud/roleInstance"));
        await watched.FailAsync(2, "blue");
        await watched.FailAsync(3, "green");
        await watched.MinuteAsync(2);
        JsonNode alert = Assert.Single((await watched.World.Client.GetAsync($"{Fired}&includeContext=true")).Json["value"]!.AsArray())!;
        Assert.Equal("green", (string?)alert["properties"]!["context"]!["condition"]!["allOf"]![0]!["dimensions"]![0]!["value"]);
        Assert.Equal(3, (double)alert["properties"]!["context"]!["condition"]!["allOf"]![0]!["metricValue"]!);
    }

    [Fact]
    public async Task WithoutAutoMitigationEveryEvaluationFiresAnew()
    {
        await using Watched watched = await Watched.StartAsync(Body(autoMitigate: false));
        await watched.FailAsync(3);
        await watched.MinuteAsync(4);
        Assert.True((await watched.ConditionsAsync()).Length >= 3);
    }

    [Fact]
    public async Task AWebhookOnThisMachineIsToldInTheCommonSchema()
    {
        Channel<JsonNode> calls = Channel.CreateUnbounded<JsonNode>();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using WebApplication receiver = builder.Build();
        receiver.Urls.Add("http://127.0.0.1:0");
        receiver.MapPost("/hook", async (HttpRequest request) => await calls.Writer.WriteAsync((await JsonNode.ParseAsync(request.Body))!));
        await receiver.StartAsync(TestContext.Current.CancellationToken);

        await using Watched watched = await Watched.StartAsync(Body());
        (await watched.World.Client.PutAsync(Group, new JsonObject
        {
            ["location"] = "global",
            ["properties"] = new JsonObject
            {
                ["groupShortName"] = "oncall",
                ["webhookReceivers"] = new JsonArray(new JsonObject { ["name"] = "hook", ["serviceUri"] = $"{receiver.Urls.First()}/hook", ["useCommonAlertSchema"] = true }),
            },
        })).Expect(HttpStatusCode.Created);
        await watched.FailAsync(5);
        await watched.MinuteAsync(2);
        JsonNode call = await calls.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("azureMonitorCommonAlertSchema", "Fired", "Sev1", "failures"), ((string)call["schemaId"]!, (string)call["data"]!["essentials"]!["monitorCondition"]!,
            (string)call["data"]!["essentials"]!["severity"]!, (string)call["data"]!["essentials"]!["alertRule"]!));
        await watched.MinuteAsync(10);
        Assert.Equal("Resolved", (string?)(await calls.Reader.ReadAsync(TestContext.Current.CancellationToken))["data"]!["essentials"]!["monitorCondition"]);
    }

    [Fact]
    public async Task AlertsOutliveARestartAndEndWithTheirRule()
    {
        await using Watched watched = await Watched.StartAsync(Body("requests/count", "Count", "LessThan", 1));
        await watched.MinuteAsync(2);
        await watched.World.RestartAsync();
        JsonNode essentials = Assert.Single((await watched.World.Client.GetAsync(Fired)).Json["value"]!.AsArray())!["properties"]!["essentials"]!;
        Assert.Equal((Rule, "Fired", MonitorWorld.Component), ((string)essentials["alertRule"]!, (string)essentials["monitorCondition"]!, (string)essentials["targetResource"]!));
        (await watched.World.Client.DeleteAsync(Rule)).Expect(HttpStatusCode.OK);
        ((GenAIOps.Emulator.Monitor.AlertEngine)watched.World.Server.Services.GetService(typeof(GenAIOps.Emulator.Monitor.AlertEngine))!).EvaluateDue();
        Assert.Equal(["Resolved"], await watched.ConditionsAsync());
    }

    [Theory]
    [InlineData("evaluationFrequency", "\"PT7M\"", "PT7M")]
    [InlineData("windowSize", "\"PT1S\"", "PT1S")]
    [InlineData("severity", "9", "9")]
    [InlineData("scopes", "[]", "scopes")]
    [InlineData("criteria", "{\"odata.type\":\"Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria\",\"allOf\":[]}", "allOf")]
    [InlineData("criteria", "{\"odata.type\":\"Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria\"}", "WebtestLocationAvailabilityCriteria")]
    public async Task ARuleThatCouldNeverFireIsRefused(string property, string value, string said)
    {
        await using World world = await World.EmptyAsync();
        await world.AddComponentAsync();
        JsonObject rule = Body();
        rule["properties"]![property] = JsonNode.Parse(value);
        Assert.Contains(said, (await world.Client.PutAsync(Rule, rule)).Expect(HttpStatusCode.BadRequest).ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weird", "GreaterThan", "Total", "weird")]
    [InlineData("requests/failed", "Above", "Total", "Above")]
    [InlineData("requests/failed", "GreaterThan", "Median", "Median")]
    public async Task ACriterionThatCannotBeEvaluatedIsRefused(string metric, string comparison, string aggregation, string said)
    {
        await using World world = await World.EmptyAsync();
        await world.AddComponentAsync();
        Assert.Contains(said, (await world.Client.PutAsync(Rule, Body(metric, aggregation, comparison))).Expect(HttpStatusCode.BadRequest).ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"groupShortName":"much too long a name"}""", "groupShortName")]
    [InlineData("""{"groupShortName":"x","webhookReceivers":[{"name":"h","serviceUri":"not a uri"}]}""", "not a uri")]
    public async Task AnActionGroupThatCouldNotBeCalledIsRefused(string properties, string said)
    {
        await using World world = await World.EmptyAsync();
        await world.AddComponentAsync();
        Assert.Contains(said, (await world.Client.PutAsync(Group, new JsonObject { ["location"] = "global", ["properties"] = JsonNode.Parse(properties) })).Expect(HttpStatusCode.BadRequest).ErrorMessage, StringComparison.Ordinal);
    }
}
