using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry;

/// <summary>The processes of hosted agent versions: at most one each, started when needed, shared by all who wait for it.</summary>
internal sealed class HostedAgents(ProcessHost processes, ModelDeployments projects, EmulatorInstance instance, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>Time for calls in flight when a version's process is stopped.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(30);

    private sealed class Slot(Task<RunningProcess> process)
    {
        public Task<RunningProcess> Process { get; } = process;
        /// <summary>Null until the first call.</summary>
        public DateTimeOffset? LastCall { get; set; }
        public bool IsGone => Process.IsFaulted || Process.IsCanceled || (Process.IsCompletedSuccessfully && Process.Result.Exited.IsCompleted);
    }

    private readonly Dictionary<string, Slot> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task> _stopping = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public static string NameOf(Agent agent, AgentVersion version) => $"agent.{agent.Project}.{agent.Name}.{version.Number}".ToLowerInvariant();

    /// <summary>Where the agent's identity hangs; null when its project is gone.</summary>
    public static ResourceId? IdentityOf(ModelDeployments projects, Agent agent) =>
        projects.ProjectId(agent.Project) is { } project ? ResourceId.Parse($"{project}/agents/{agent.Name}") : null;

    /// <summary>The version's process, started if it does not run. Giving up waiting does not stop the start.</summary>
    /// <param name="forCall">The process is wanted for a call, and not only to see that it starts.</param>
    /// <exception cref="WorkloadStartException">See <see cref="ProcessHost.StartAsync"/>.</exception>
    public Task<RunningProcess> EnsureAsync(Agent agent, AgentVersion version, bool forCall, CancellationToken cancellationToken)
    {
        string name = NameOf(agent, version);
        lock (_lock)
        {
            if (!_slots.TryGetValue(name, out Slot? slot) || slot.IsGone)
            {
                Task after = _stopping.GetValueOrDefault(name, Task.CompletedTask);
                ImageStart start = StartOf(agent, version, name);
                _slots[name] = slot = new Slot(Task.Run(() => StartAsync(start, after)));
            }
            if (forCall) slot.LastCall = time.GetUtcNow();
            return slot.Process.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Stops the processes for which <paramref name="unwanted"/> holds, given their name and the time since the last call.</summary>
    public Task StopAsync(Func<string, TimeSpan, bool> unwanted)
    {
        lock (_lock)
        {
            DateTimeOffset now = time.GetUtcNow();
            foreach ((string name, Slot slot) in _slots.Where(pair => pair.Value.IsGone || unwanted(pair.Key, now - pair.Value.LastCall ?? TimeSpan.MaxValue)).ToList())
            {
                _slots.Remove(name);
                if (!slot.IsGone) _stopping[name] = Task.Run(() => StopAsync(name, slot.Process));
            }
            return Task.WhenAll(_stopping.Values);
        }
    }

    private async Task<RunningProcess> StartAsync(ImageStart start, Task after)
    {
        await after;
        return await processes.StartAsync(start, lifetime.ApplicationStopping);
    }

    private async Task StopAsync(string name, Task<RunningProcess> starting)
    {
        try
        {
            RunningProcess process = await starting;
            await process.StopAsync(StopGrace, lifetime.ApplicationStopping);
        }
        catch (WorkloadStartException) { } // Never ran: nothing to stop.
        catch (OperationCanceledException) { } // The emulator stops, and with it all processes.
        finally
        {
            lock (_lock) _stopping.Remove(name);
        }
    }

    private ImageStart StartOf(Agent agent, AgentVersion version, string name)
    {
        // As on Azure, the platform's own variables cannot be replaced.
        Dictionary<string, string> environment = new(StringComparer.Ordinal);
        foreach ((string key, JsonNode? value) in version.Definition["environment_variables"] as JsonObject ?? []) environment[key] = (string)value!;
        environment["FOUNDRY_PROJECT_ENDPOINT"] = $"{instance.Endpoint}/api/projects/{agent.Project}";
        environment["FOUNDRY_AGENT_NAME"] = agent.Name;
        environment["FOUNDRY_AGENT_VERSION"] = version.Number;
        return new ImageStart
        {
            Image = (string)version.Definition["container_configuration"]!["image"]!,
            Name = name,
            Environment = environment,
            IdentityOwner = IdentityOf(projects, agent)?.Value,
        };
    }
}
