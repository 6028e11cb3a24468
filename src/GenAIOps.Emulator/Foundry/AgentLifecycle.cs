using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Foundry;

/// <summary>Brings versions up, keeps running what is needed, stops the rest.</summary>
/// <remarks>Needed are versions with traffic and the two newest of each agent. A version that was started for a call is stopped when it has been idle.</remarks>
internal sealed class AgentLifecycle(AgentStore agents, HostedAgents hosted, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<AgentLifecycle> logger) : IBackgroundWork
{
    /// <summary>How long a version without traffic that was called by its number waits for the next call: Foundry's shortest idle timeout.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);
    private const int NewestKept = 2;

    /// <summary>Runs again what ran before, one after the other, and finishes what was interrupted.</summary>
    public Task StartAsync(CancellationToken stopping)
    {
        _ = Task.Run(() => RestoreAsync(stopping), stopping);
        _ = Task.Run(() => SweepAsync(stopping), stopping);
        return Task.CompletedTask;
    }

    /// <summary>Starts a new version in the background; its status tells how that went.</summary>
    public void Provision(Agent agent, AgentVersion version) =>
        _ = Task.Run(() => ProvisionAsync(agent, version, lifetime.ApplicationStopping), CancellationToken.None);

    /// <summary>To be called after any change of an agent: stops its processes that are no longer needed, leaves those just called.</summary>
    public void Settle() => _ = hosted.StopAsync(IsUnwanted);

    /// <summary>Stops every process of the agent, or of one version of it.</summary>
    public Task StopAsync(Agent agent, AgentVersion? version = null)
    {
        HashSet<string> names = [.. agent.Versions.Where(each => version is null || each.Number == version.Number).Select(each => HostedAgents.NameOf(agent, each))];
        return hosted.StopAsync((name, _) => names.Contains(name));
    }

    private async Task RestoreAsync(CancellationToken stopping)
    {
        foreach (Agent agent in agents.List())
        {
            foreach (AgentVersion version in agent.Versions.Where(version => version.IsHosted && (version.Status == AgentVersionStatus.Creating || IsNeeded(agent, version))))
            {
                if (stopping.IsCancellationRequested) return;
                if (version.Status == AgentVersionStatus.Creating) await ProvisionAsync(agent, version, stopping);
                else await TryStartAsync(agent, version, stopping);
            }
        }
    }

    private async Task TryStartAsync(Agent agent, AgentVersion version, CancellationToken stopping)
    {
        try
        {
            await hosted.EnsureAsync(agent, version, forCall: false, stopping);
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            logger.LogWarning(error, "Version {Version} of agent {Agent} does not run; the next call tries again.", version.Number, agent.Name);
        }
        catch (OperationCanceledException) { }
    }

    private async Task ProvisionAsync(Agent agent, AgentVersion version, CancellationToken stopping)
    {
        AgentVersion outcome;
        try
        {
            await hosted.EnsureAsync(agent, version, forCall: false, stopping);
            outcome = version with { Status = AgentVersionStatus.Active };
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            return; // Still creating: the next start of the emulator goes on.
        }
        catch (Exception error)
        {
            if (error is not WorkloadStartException) logger.LogError(error, "Version {Version} of agent {Agent} could not be started.", version.Number, agent.Name);
            outcome = version with { Status = AgentVersionStatus.Failed, Problem = error.Message };
        }
        try
        {
            Agent? now = agents.Update(agent.Project, agent.Name, known => known?.Guid == agent.Guid && known.Find(version.Number) is not null ? known.With(outcome) : null);
            if (now?.Guid != agent.Guid || now.Find(version.Number) is null) await StopAsync(agent, version);
            else Settle();
        }
        catch (IOException error)
        {
            logger.LogError(error, "The status of version {Version} of agent {Agent} could not be saved.", version.Number, agent.Name);
        }
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        try
        {
            using PeriodicTimer timer = new(SweepInterval, time);
            while (await timer.WaitForNextTickAsync(stopping)) Settle();
        }
        catch (OperationCanceledException) { }
    }

    private bool IsUnwanted(string process, TimeSpan idle) =>
        !agents.List().Any(agent => agent.Versions.Any(version => HostedAgents.NameOf(agent, version) == process && (IsNeeded(agent, version) || idle < IdleTimeout)));

    private static bool IsNeeded(Agent agent, AgentVersion version) =>
        version.Status == AgentVersionStatus.Creating
        || (version.Status == AgentVersionStatus.Active
            && (agent.Routes.Any(rule => rule.Version == version.Number && rule.Percentage > 0)
                || agent.Versions.Where(each => each.IsHosted && each.Status == AgentVersionStatus.Active).TakeLast(NewestKept).Contains(version)));
}
