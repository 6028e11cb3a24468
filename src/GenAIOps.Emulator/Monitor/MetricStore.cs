using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Monitor;

/// <summary>What was measured within one minute.</summary>
internal readonly record struct Bucket(double Count, double Sum, double Min, double Max)
{
    public static Bucket operator +(Bucket one, Bucket other) => one.Count == 0 ? other : other.Count == 0 ? one
        : new(one.Count + other.Count, one.Sum + other.Sum, Math.Min(one.Min, other.Min), Math.Max(one.Max, other.Max));

    /// <returns>Null where nothing was measured and the aggregation has no value for that.</returns>
    public double? Aggregate(string aggregation) => aggregation.ToUpperInvariant() switch
    {
        "TOTAL" => Sum,
        "COUNT" => Count,
        "AVERAGE" => Count == 0 ? null : Sum / Count,
        "MINIMUM" => Count == 0 ? null : Min,
        "MAXIMUM" => Count == 0 ? null : Max,
        _ => throw AzureErrorException.BadRequest("BadRequest", $"The aggregation '{aggregation}' is not one of Average, Count, Maximum, Minimum, Total."),
    };
}

/// <summary>Metrics by component, name, instance and minute; the last day, kept on disk one line a measurement.</summary>
internal sealed class MetricStore : IDisposable
{
    private const long MaxFile = 64L << 20;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private sealed record Key(string Component, string Metric, string Instance, long Minute);

    private readonly ConcurrentDictionary<Key, Bucket> _buckets = new();
    private readonly Lock _writing = new();
    private readonly TimeProvider _time;
    private readonly string _path;
    private StreamWriter? _journal;

    public MetricStore(EmulatorInstance instance, TimeProvider time)
    {
        _time = time;
        StateFile.CreateFolder(Path.Combine(instance.State, "telemetry"));
        _path = Path.Combine(instance.State, "telemetry", "measurements.jsonl");
        Replay();
    }

    /// <param name="component">The instrumentation key.</param>
    /// <param name="metric">As the metrics API names it.</param>
    /// <param name="source"><c>cloud/roleInstance</c>.</param>
    /// <param name="at">When.</param>
    /// <param name="bucket">What.</param>
    public void Add(string component, string metric, string source, DateTimeOffset at, Bucket bucket)
    {
        Key key = new(component.ToLowerInvariant(), metric.ToLowerInvariant(), source, at.ToUnixTimeSeconds() / 60);
        _buckets.AddOrUpdate(key, bucket, (_, known) => known + bucket);
        Append(key, bucket);
    }

    /// <summary>Everything measured in [from, to), of all instances or of one.</summary>
    public Bucket Sum(string component, string metric, DateTimeOffset from, DateTimeOffset to, string? source = null)
    {
        (string wantedComponent, string wantedMetric) = (component.ToLowerInvariant(), metric.ToLowerInvariant());
        (long first, long last) = (from.ToUnixTimeSeconds() / 60, (to.ToUnixTimeSeconds() + 59) / 60);
        return _buckets.Where(pair => pair.Key.Component == wantedComponent && pair.Key.Metric == wantedMetric && pair.Key.Minute >= first && pair.Key.Minute < last && (source is null || pair.Key.Instance == source))
            .Aggregate(default(Bucket), (sum, pair) => sum + pair.Value);
    }

    public void Dispose()
    {
        lock (_writing) _journal?.Dispose();
    }

    private void Append(Key key, Bucket bucket)
    {
        lock (_writing)
        {
            try
            {
                _journal ??= new StreamWriter(new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
                _journal.WriteLine(new JsonObject { ["c"] = key.Component, ["m"] = key.Metric, ["i"] = key.Instance, ["t"] = key.Minute, ["n"] = bucket.Count, ["s"] = bucket.Sum, ["l"] = bucket.Min, ["h"] = bucket.Max }.ToJsonString());
                if (_journal.BaseStream.Length > MaxFile) Compact();
            }
            catch (IOException)
            {
                // Telemetry is no reason to stop: it is lost after a restart, and nothing else is.
                _journal = null;
            }
        }
    }

    /// <summary>One line a bucket of the last day.</summary>
    private void Compact()
    {
        _journal?.Dispose();
        _journal = null;
        long oldest = (_time.GetUtcNow() - Kept).ToUnixTimeSeconds() / 60;
        foreach (Key old in _buckets.Keys.Where(key => key.Minute < oldest)) _buckets.TryRemove(old, out _);
        StateFile.Write(_path, string.Concat(_buckets.Select(pair => new JsonObject { ["c"] = pair.Key.Component, ["m"] = pair.Key.Metric, ["i"] = pair.Key.Instance, ["t"] = pair.Key.Minute, ["n"] = pair.Value.Count, ["s"] = pair.Value.Sum, ["l"] = pair.Value.Min, ["h"] = pair.Value.Max }.ToJsonString() + "\n")));
    }

    private void Replay()
    {
        if (!File.Exists(_path)) return;
        long oldest = (_time.GetUtcNow() - Kept).ToUnixTimeSeconds() / 60;
        foreach (string line in File.ReadLines(_path))
        {
            try
            {
                JsonNode json = JsonNode.Parse(line)!;
                Key key = new((string)json["c"]!, (string)json["m"]!, (string)json["i"]!, (long)json["t"]!);
                Bucket bucket = new((double)json["n"]!, (double)json["s"]!, (double)json["l"]!, (double)json["h"]!);
                if (key.Minute >= oldest) _buckets.AddOrUpdate(key, bucket, (_, known) => known + bucket);
            }
            catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException)
            {
                // The last line of an emulator that was killed may be torn; a measurement is lost, no more.
            }
        }
    }
}
