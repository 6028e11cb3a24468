using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Tests.Monitor;

/// <summary>A component, <c>insights</c>, and telemetry for it.</summary>
internal static class MonitorWorld
{
    public const string Component = $"{World.Group}/providers/Microsoft.Insights/components/insights";

    /// <returns>The component's connection string.</returns>
    public static async Task<string> AddComponentAsync(this World world)
    {
        if ((await world.Client.GetAsync(World.Group)).Status == HttpStatusCode.NotFound)
            (await world.Client.PutAsync(World.Group, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        JsonNode made = (await world.Client.PutAsync(Component, new JsonObject { ["location"] = "local", ["kind"] = "web" })).Expect(HttpStatusCode.OK).Json;
        return (string)made["properties"]!["ConnectionString"]!;
    }

    public static string KeyOf(string connectionString) => connectionString.Split(';')[0]["InstrumentationKey=".Length..];

    public static JsonObject Request(string key, DateTimeOffset time, bool success = true, double milliseconds = 100, string instance = "blue", double sampleRate = 100) => new()
    {
        ["name"] = "Request",
        ["time"] = time.ToString("O", CultureInfo.InvariantCulture),
        ["sampleRate"] = sampleRate,
        ["iKey"] = key,
        ["tags"] = new JsonObject { ["ai.cloud.role"] = "support-agent", ["ai.cloud.roleInstance"] = instance },
        ["data"] = new JsonObject
        {
            ["baseType"] = "RequestData",
            ["baseData"] = new JsonObject
            {
                ["ver"] = 2,
                ["id"] = "1",
                ["name"] = "POST /ask",
                ["duration"] = TimeSpan.FromMilliseconds(milliseconds).ToString("c", CultureInfo.InvariantCulture),
                ["success"] = success,
                ["responseCode"] = success ? "200" : "500",
            },
        },
    };

    public static async Task<Answer> TrackAsync(this World world, params JsonObject[] items)
    {
        using MemoryStream zipped = new();
        await using (GZipStream gzip = new(zipped, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(string.Join('\n', items.Select(item => item.ToJsonString()))), TestContext.Current.CancellationToken);
        using ByteArrayContent content = new(zipped.ToArray());
        content.Headers.ContentEncoding.Add("gzip");
        return await world.Client.SendAsync(HttpMethod.Post, "/v2.1/track", content, authorization: "");
    }

    public static async Task<JsonNode> MetricsAsync(this World world, string query) =>
        (await world.Client.GetAsync($"{Component}/providers/Microsoft.Insights/metrics?{query}")).Expect(HttpStatusCode.OK).Json;

    /// <summary>One number over the whole timespan.</summary>
    public static async Task<double?> MetricAsync(this World world, string metric, string aggregation, string more = "timespan=PT1H")
    {
        JsonNode answer = await world.MetricsAsync($"metricnames={metric}&aggregation={aggregation}&interval=FULL&{more}");
        return (double?)answer["value"]![0]!["timeseries"]![0]!["data"]![0]![aggregation.ToLowerInvariant()];
    }
}
