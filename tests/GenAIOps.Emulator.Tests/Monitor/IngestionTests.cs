using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace GenAIOps.Emulator.Tests.Monitor;

public sealed class IngestionTests
{
    private const string Name = "GenAIOps.Emulator.Tests.Ingestion";

    static IngestionTests() => System.Environment.SetEnvironmentVariable("APPLICATIONINSIGHTS_STATSBEAT_DISABLED", "true");

    [Fact]
    public async Task AzuresExporterFillsTheMetrics()
    {
        await using World world = await World.EmptyAsync();
        string connection = await world.AddComponentAsync();
        Export(world, connection);
        await Eventually.TrueAsync("requests", async () => await world.MetricAsync("requests/count", "Total") == 3);
        Assert.Equal(1, await world.MetricAsync("requests/failed", "Total"));
        Assert.True(await world.MetricAsync("requests/duration", "Average") >= 0);
        await Eventually.TrueAsync("a dependency", async () => await world.MetricAsync("dependencies/count", "Total") == 1);
        await Eventually.TrueAsync("an exception", async () => await world.MetricAsync("exceptions/count", "Total") == 1);
        await Eventually.TrueAsync("a trace", async () => await world.MetricAsync("traces/count", "Total") == 1);
        await Eventually.TrueAsync("the tokens", async () => await world.MetricAsync("customMetrics/tokens", "Total") == 42);
        Assert.Equal(2, await world.MetricAsync("requests/count", "Total", "timespan=PT1H&$filter=request/success eq 'True' and cloud/roleInstance eq 'support-agent--blue'"));
        Assert.Equal(0, await world.MetricAsync("requests/count", "Total", "timespan=PT1H&$filter=cloud/roleInstance eq 'support-agent--green'"));
    }

    private static void Export(World world, string connection)
    {
        void Configure(AzureMonitorExporterOptions options)
        {
            options.ConnectionString = connection;
            options.DisableOfflineStorage = true;
            options.Transport = new HttpClientTransport(world.Client.Http);
            options.SamplingRatio = 1;
            options.TracesPerSecond = null;
        }
        ResourceBuilder resource = ResourceBuilder.CreateDefault().AddService("support-agent", serviceInstanceId: "support-agent--blue");
        using ActivitySource source = new(Name);
        using Meter meter = new(Name);
        using (TracerProvider traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Name).AddAzureMonitorTraceExporter(Configure).Build())
        using (MeterProvider metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Name).AddAzureMonitorMetricExporter(Configure).Build())
        using (ILoggerFactory logs = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options => options.SetResourceBuilder(resource).AddAzureMonitorLogExporter(Configure))))
        {
            for (int i = 0; i < 3; i++)
            {
                using Activity? request = source.StartActivity("POST /ask", ActivityKind.Server);
                request!.SetTag("http.request.method", "POST").SetTag("url.path", "/ask").SetTag("http.response.status_code", i == 0 ? 500 : 200);
                if (i == 0) request.SetStatus(ActivityStatusCode.Error);
                if (i > 0) continue;
                using Activity? call = source.StartActivity("chat", ActivityKind.Client);
                call!.SetTag("http.request.method", "POST").SetTag("url.full", "https://example.com/chat").SetTag("http.response.status_code", 200);
            }
            meter.CreateCounter<long>("tokens").Add(42);
            ILogger log = logs.CreateLogger("test");
            log.LogWarning("Something to read.");
            log.LogError(new InvalidOperationException("broken"), "Something broke.");
        }
    }

    [Fact]
    public async Task SampledItemsCountForThoseThatWereLeftOut()
    {
        await using World world = await World.EmptyAsync();
        string key = MonitorWorld.KeyOf(await world.AddComponentAsync());
        (await world.TrackAsync(MonitorWorld.Request(key, DateTimeOffset.UtcNow, milliseconds: 50, sampleRate: 25))).Expect(HttpStatusCode.OK);
        Assert.Equal(4, await world.MetricAsync("requests/count", "Total"));
        Assert.Equal(50, await world.MetricAsync("requests/duration", "Average"));
    }

    [Fact]
    public async Task WhatWasReceivedIsCountedAfterARestart()
    {
        await using World world = await World.EmptyAsync();
        string key = MonitorWorld.KeyOf(await world.AddComponentAsync());
        DateTimeOffset now = DateTimeOffset.UtcNow;
        (await world.TrackAsync(MonitorWorld.Request(key, now), MonitorWorld.Request(key, now, success: false, milliseconds: 300))).Expect(HttpStatusCode.OK);
        await world.RestartAsync();
        Assert.Equal(key, MonitorWorld.KeyOf((string)(await world.Client.GetAsync(MonitorWorld.Component)).Json["properties"]!["ConnectionString"]!));
        Assert.Equal((2, 1, 200), (await world.MetricAsync("requests/count", "Count"), await world.MetricAsync("requests/failed", "Total"), await world.MetricAsync("requests/duration", "Average")));
    }

    [Fact]
    public async Task BadItemsAreNamedAndTheGoodOnesKept()
    {
        await using World world = await World.EmptyAsync();
        string key = MonitorWorld.KeyOf(await world.AddComponentAsync());
        JsonObject untimed = MonitorWorld.Request(key, DateTimeOffset.UtcNow);
        untimed["time"] = "yesterday";
        Answer answer = (await world.TrackAsync(MonitorWorld.Request(key, DateTimeOffset.UtcNow), untimed, MonitorWorld.Request(Guid.NewGuid().ToString(), DateTimeOffset.UtcNow))).Expect(HttpStatusCode.PartialContent);
        Assert.Equal((3, 1), ((int)answer.Json["itemsReceived"]!, (int)answer.Json["itemsAccepted"]!));
        Assert.Equal([1, 2], answer.Json["errors"]!.AsArray().Select(error => (int)error!["index"]!).Order());
        Assert.Contains("yesterday", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"iKey":"not a key"}""", HttpStatusCode.BadRequest)]
    [InlineData("nonsense", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.OK)]
    public async Task ABodyWithoutGoodItemsIsRefused(string body, HttpStatusCode status)
    {
        await using World world = await World.EmptyAsync();
        using StringContent content = new(body);
        (await world.Client.SendAsync(HttpMethod.Post, "/v2/track", content, authorization: "")).Expect(status);
    }

    [Fact]
    public async Task AnArrayOfItemsIsTakenToo()
    {
        await using World world = await World.EmptyAsync();
        string key = MonitorWorld.KeyOf(await world.AddComponentAsync());
        Answer answer = await world.Client.SendAsync(HttpMethod.Post, "/v2/track",
            TestClient.Body(new JsonArray(MonitorWorld.Request(key, DateTimeOffset.UtcNow), MonitorWorld.Request(key, DateTimeOffset.UtcNow))), authorization: "");
        Assert.Equal(2, (int)answer.Expect(HttpStatusCode.OK).Json["itemsAccepted"]!);
    }

    [Fact]
    public async Task LiveMetricsAreToldThatNobodyWatches()
    {
        await using World world = await World.EmptyAsync();
        Answer answer = (await world.Client.SendAsync(HttpMethod.Post, "/QuickPulseService.svc/ping?ikey=x", TestClient.Body(new JsonObject()), authorization: "")).Expect(HttpStatusCode.OK);
        Assert.Equal("false", Assert.Single(answer.Headers.GetValues("x-ms-qps-subscribed")));
    }

    [Fact]
    public async Task TheTelemetryGoesWithItsComponent()
    {
        await using World world = await World.EmptyAsync();
        string key = MonitorWorld.KeyOf(await world.AddComponentAsync());
        (await world.TrackAsync(MonitorWorld.Request(key, DateTimeOffset.UtcNow))).Expect(HttpStatusCode.OK);
        (await world.Client.DeleteAsync(MonitorWorld.Component)).Expect(HttpStatusCode.OK);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(world.State, "telemetry"), "*", SearchOption.AllDirectories));
        (await world.TrackAsync(MonitorWorld.Request(key, DateTimeOffset.UtcNow))).Expect(HttpStatusCode.BadRequest);
    }
}
