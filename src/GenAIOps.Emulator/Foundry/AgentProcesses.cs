using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Foundry;

/// <summary>Hosted agents as processes: each version is started when it is made or first called; old ones do not pile up.</summary>
internal sealed class AgentProcesses(ProcessHost host, IHostApplicationLifetime lifetime)
{
    private const int Kept = 2;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<string, Lazy<Task<RunningProcess>>> _running = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The process of a version, started if it is not there, or is there no more.</summary>
    /// <exception cref="WorkloadStartException">It does not start.</exception>
    public async Task<RunningProcess> GetAsync(string project, string agent, JsonObject version)
    {
        string key = Key(project, agent, (string)version["version"]!);
        Lazy<Task<RunningProcess>> start = _running.GetOrAdd(key, _ => Starting(key, version));
        try
        {
            RunningProcess process = await start.Value;
            if (!process.Exited.IsCompleted) return process;
        }
        catch (WorkloadStartException)
        {
            _running.TryRemove(KeyValuePair.Create(key, start));
            throw;
        }
        _running.TryRemove(KeyValuePair.Create(key, start));
        return await _running.GetOrAdd(key, _ => Starting(key, version)).Value;
    }

    /// <summary>Stops what is neither among the newest versions nor routed to.</summary>
    public void Tidy(string project, string agent, IEnumerable<string> versionsNewestFirst, IReadOnlySet<string> routed)
    {
        foreach (string old in versionsNewestFirst.Skip(Kept).Where(version => !routed.Contains(version))) Stop(project, agent, old);
    }

    public void Stop(string project, string agent, string version)
    {
        if (_running.TryRemove(Key(project, agent, version), out Lazy<Task<RunningProcess>>? start) && start is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            _ = start.Value.Result.StopAsync(Grace, lifetime.ApplicationStopped);
    }

    private Lazy<Task<RunningProcess>> Starting(string key, JsonObject version) => new(() =>
    {
        JsonNode definition = version["definition"]!;
        Dictionary<string, string> environment = (definition["environment_variables"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => (string?)pair.Value ?? "", StringComparer.Ordinal);
        return host.StartImageAsync((string)definition["container_configuration"]!["image"]!, environment, $"agent-{key.Replace('/', '.')}", "/readyz", lifetime.ApplicationStopping);
    });

    private static string Key(string project, string agent, string version) => $"{project}/{agent}/{version}";
}
