using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Monitor;

/// <summary>The telemetry of one component: the log on disk and the metrics made of it.</summary>
internal sealed class ComponentTelemetry
{
    private readonly TelemetryLog _log;
    private readonly TimeProvider _time;
    private readonly Lock _writes = new();
    private long _forgotten;

    /// <summary>Rebuilds the metrics from the log; lines that are not telemetry are skipped.</summary>
    public ComponentTelemetry(string folder, TimeProvider time)
    {
        (_log, _time) = (new TelemetryLog(folder, time), time);
        foreach (string line in _log.ReadLines())
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(line);
                Metrics.Add(TelemetryItem.Read(document.RootElement));
            }
            catch (Exception error) when (error is JsonException or FormatException) { } // Torn by a crash.
        }
    }

    public MetricTable Metrics { get; } = new();

    /// <summary>Saves, then counts: what was answered for is counted after a restart too.</summary>
    public void Add(IReadOnlyList<(TelemetryItem Item, string Line)> items)
    {
        lock (_writes)
        {
            _log.Append([.. items.Select(item => item.Line)]);
            foreach ((TelemetryItem item, _) in items) Metrics.Add(item);
            long oldest = MetricTable.MinuteOf(_time.GetUtcNow() - TelemetryLog.Retention);
            if (oldest - _forgotten < 60) return;
            Metrics.Forget(oldest);
            _forgotten = oldest;
        }
    }
}

/// <summary>The telemetry of all components, by instrumentation key.</summary>
internal sealed class Telemetry(ResourceStore store, EmulatorInstance instance, TimeProvider time)
{
    public const string ComponentType = "Microsoft.Insights/components";

    private readonly ConcurrentDictionary<string, Lazy<ComponentTelemetry>> _components = new(StringComparer.OrdinalIgnoreCase);

    /// <returns>The telemetry of the component with this key, or null when no component has it.</returns>
    public ComponentTelemetry? OfKey(string key) =>
        store.List(type: ComponentType).Any(component => string.Equals(KeyOf(component), key, StringComparison.OrdinalIgnoreCase)) ? Open(key) : null;

    /// <returns>The telemetry of the component with this ARM id, or null when there is none.</returns>
    public ComponentTelemetry? OfResource(string id) =>
        store.Get(id) is { } resource && KeyOf(resource) is { } key && string.Equals((string?)resource["type"], ComponentType, StringComparison.OrdinalIgnoreCase) ? Open(key) : null;

    /// <summary>The component is gone, and with it what it received.</summary>
    public void Delete(string key)
    {
        _components.TryRemove(key, out _);
        string folder = FolderOf(key);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    public static string? KeyOf(JsonObject component) => (string?)component["properties"]?["InstrumentationKey"];

    private ComponentTelemetry Open(string key) => _components.GetOrAdd(key, _ => new Lazy<ComponentTelemetry>(() => new ComponentTelemetry(FolderOf(key), time))).Value;

    private string FolderOf(string key) => Path.Combine(instance.State, "telemetry", Guid.Parse(key).ToString("D"));
}
