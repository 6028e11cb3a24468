using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.ContainerApps;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Monitor;

/// <summary>What the platform sees of container apps: how many replicas are ready, how often they were restarted. In memory only.</summary>
internal sealed class AppMetrics(ResourceStore store, Fleet fleet, TimeProvider time) : IBackgroundWork
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, MetricTable> _apps = new(StringComparer.Ordinal);

    public MetricTable? Of(string appId) => _apps.GetValueOrDefault(ResourceId.KeyOf(appId));

    public Task StartAsync(CancellationToken stopping)
    {
        _ = Task.Run(() => RunAsync(stopping), stopping);
        return Task.CompletedTask;
    }

    /// <summary>Measures every app once. An app without an active revision has no replicas.</summary>
    public void Measure()
    {
        DateTimeOffset now = time.GetUtcNow();
        HashSet<string> seen = [];
        foreach (JsonObject app in store.List(type: AppDocument.Type))
        {
            string id = (string)app["id"]!;
            seen.Add(ResourceId.KeyOf(id));
            MetricTable table = _apps.GetOrAdd(ResourceId.KeyOf(id), _ => new MetricTable());
            List<JsonObject> active = [.. store.List($"{id}/revisions", AppDocument.RevisionType).Where(revision => (bool?)revision["properties"]!["active"] == true)];
            foreach (JsonObject revision in active) Measure(table, now, (string)revision["name"]!, fleet.Find((string)revision["id"]!));
            if (active.Count == 0) Add(table, now, "Replicas", 0, []);
            table.Forget(MetricTable.MinuteOf(now - TelemetryLog.Retention));
        }
        foreach (string gone in _apps.Keys.Where(key => !seen.Contains(key))) _apps.TryRemove(gone, out _);
    }

    private static void Measure(MetricTable table, DateTimeOffset now, string revision, RevisionRuntime? runtime)
    {
        Add(table, now, "Replicas", runtime?.ReadyReplicas ?? 0, new() { ["revisionName"] = revision });
        foreach (Replica replica in runtime?.Replicas ?? [])
            Add(table, now, "RestartCount", replica.Restarts, new() { ["revisionName"] = revision, ["podName"] = replica.Name });
    }

    private static void Add(MetricTable table, DateTimeOffset now, string metric, double value, Dictionary<string, string> dimensions) =>
        table.Add(new TelemetryItem(now, "", [new Sample(metric, 1, value, value, value)], new Dictionary<string, string>(dimensions, StringComparer.OrdinalIgnoreCase)));

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            using PeriodicTimer timer = new(Interval, time);
            while (await timer.WaitForNextTickAsync(stopping)) Measure();
        }
        catch (OperationCanceledException) { }
    }
}

/// <summary>The metrics of any resource that has them.</summary>
internal sealed class MetricSources(ResourceStore store, Telemetry telemetry, AppMetrics apps)
{
    /// <returns>The metrics of the resource with this ARM id and its type, or null when it has none or is not there.</returns>
    public (string Type, MetricTable Metrics)? Of(string id)
    {
        if ((string?)store.Get(id)?["type"] is not { } type) return null;
        MetricTable? metrics = string.Equals(type, Telemetry.ComponentType, StringComparison.OrdinalIgnoreCase) ? telemetry.OfResource(id)?.Metrics
            : string.Equals(type, AppDocument.Type, StringComparison.OrdinalIgnoreCase) ? apps.Of(id) ?? new MetricTable()
            : null;
        return metrics is null ? null : (type, metrics);
    }
}
