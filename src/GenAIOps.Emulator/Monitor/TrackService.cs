using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Monitor;

/// <summary>Application Insights' ingestion. Whoever knows an instrumentation key may send, as on Azure.</summary>
internal sealed class TrackService(Telemetry telemetry, TimeProvider time) : IService
{
    /// <summary>Azure's limit for one item.</summary>
    private const int MostBytesOfItem = 64 << 10;
    private const int MostBytes = 32 << 20;
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/v2.1/track", (Delegate)TrackAsync).AllowAnonymous();
        api.MapPost("/v2/track", (Delegate)TrackAsync).AllowAnonymous();
        // Live metrics: nobody watches, so that clients stay quiet.
        api.MapPost("/QuickPulseService.svc/{action}", (HttpContext http) =>
        {
            http.Response.Headers["x-ms-qps-subscribed"] = "false";
            return Results.Json(new { ETag = "", Metrics = Array.Empty<object>(), DocumentStreams = Array.Empty<object>() });
        }).AllowAnonymous();
    }

    private async Task<IResult> TrackAsync(HttpContext http)
    {
        IReadOnlyList<string> lines = Split(await ReadAsync(http));
        JsonArray errors = [];
        int accepted = 0;
        foreach (IGrouping<string, Line> group in lines.Select(Parse).GroupBy(line => line.Item?.InstrumentationKey ?? "", StringComparer.OrdinalIgnoreCase))
        {
            ComponentTelemetry? component = Guid.TryParse(group.Key, out _) ? telemetry.OfKey(group.Key) : null;
            List<Line> good = component is null ? [] : [.. group.Where(line => line.Problem is null)];
            component?.Add([.. good.Select(line => (line.Item!, line.Text))]);
            accepted += good.Count;
            foreach (Line bad in group.Except(good))
                errors.Add(new JsonObject { ["index"] = bad.Index, ["statusCode"] = 400, ["message"] = bad.Problem ?? $"Invalid instrumentation key: no component has '{group.Key}'." });
        }
        JsonObject body = new() { ["itemsReceived"] = lines.Count, ["itemsAccepted"] = accepted, ["appId"] = null, ["errors"] = errors };
        int status = accepted == lines.Count ? 200 : accepted > 0 ? 206 : 400;
        return Results.Text(body.ToJsonString(), "application/json; charset=utf-8", statusCode: status);
    }

    private sealed record Line(int Index, string Text, TelemetryItem? Item, string? Problem);

    private Line Parse(string text, int index)
    {
        if (Encoding.UTF8.GetByteCount(text) > MostBytesOfItem) return new Line(index, text, null, $"The item is larger than {MostBytesOfItem} bytes.");
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            TelemetryItem item = TelemetryItem.Read(document.RootElement);
            DateTimeOffset now = time.GetUtcNow();
            bool kept = item.Time > now - TelemetryLog.Retention && item.Time < now + Ahead;
            return new Line(index, text, item, kept ? null : $"Field 'time' is {item.Time:O}, which is outside of what is kept.");
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            return new Line(index, text, null, error.Message);
        }
    }

    private static async Task<string> ReadAsync(HttpContext http)
    {
        Stream body = http.Request.Body;
        await using Stream plain = http.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(body, CompressionMode.Decompress) : body;
        using MemoryStream content = new();
        byte[] buffer = new byte[81920];
        try
        {
            for (int read; (read = await plain.ReadAsync(buffer, http.RequestAborted)) > 0;)
            {
                content.Write(buffer, 0, read);
                if (content.Length > MostBytes) throw new AzureErrorException(413, "RequestEntityTooLarge", $"The telemetry is larger than {MostBytes} bytes; send less at a time.");
            }
        }
        catch (InvalidDataException error)
        {
            throw AzureErrorException.BadRequest("InvalidRequestContent", $"The body is not gzip: {error.Message}");
        }
        return Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length);
    }

    /// <summary>A JSON array, or one JSON object a line.</summary>
    private static IReadOnlyList<string> Split(string body)
    {
        if (!body.TrimStart().StartsWith('[')) return [.. body.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        using JsonDocument array = JsonDocument.Parse(body);
        return [.. array.RootElement.EnumerateArray().Select(item => JsonSerializer.Serialize(item))];
    }
}
