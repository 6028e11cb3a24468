using System.Collections.Concurrent;
using GenAIOps.Azure;
using GenAIOps.Infrastructure;
using GenAIOps.Pipeline.Local;
using Serilog;

namespace GenAIOps.Pipeline.Context;

/// <summary>Opens the cloud of an environment, as whoever works there. The emulator differs from Azure in its endpoints and its credential, in nothing else.</summary>
/// <param name="emulator">Started when an environment on it is first opened.</param>
internal sealed class Clouds(EmulatorProcess emulator)
{
    private readonly ConcurrentDictionary<string, AzureCloud> _clouds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<LiveEnvironment>> _live = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private Task? _start;

    /// <summary>As the environment's own identity, which has no right elsewhere.</summary>
    public async Task<AzureCloud> OpenAsync(EnvironmentModel environment, CancellationToken cancellationToken)
    {
        if (environment.IsEmulated) await StartAsync(cancellationToken);
        return _clouds.GetOrAdd($"{environment.Cloud} {environment.Definition.TenantId} {environment.Identity?.ClientId}", _ => environment.IsEmulated
            ? AzureCloud.Emulator(emulator.InstancePath, environment.Identity?.ClientId)
            : AzureCloud.Named($"{environment.Cloud}", environment.Definition.TenantId, environment.Identity?.ClientId));
    }

    /// <summary>As whoever may write infrastructure: the emulator's owner, in Azure whoever is signed in.</summary>
    public async Task<AzureCloud> OpenAsAdministratorAsync(EnvironmentModel environment, CancellationToken cancellationToken)
    {
        if (environment.IsEmulated) await StartAsync(cancellationToken);
        return _clouds.GetOrAdd($"{environment.Cloud} {environment.Definition.TenantId} administrator", _ => environment.IsEmulated
            ? AzureCloud.Emulator(emulator.InstancePath)
            : AzureCloud.Named($"{environment.Cloud}", environment.Definition.TenantId, null));
    }

    /// <summary>Registries of others: the emulator's own is reached as the environment's identity, every other one by the machine's rules.</summary>
    public Task<AzureCloud> OpenForAsync(EnvironmentModel environment, string registry, CancellationToken cancellationToken) =>
        environment.IsEmulated && !registry.StartsWith("127.0.0.1:", StringComparison.Ordinal) ? Task.FromResult(AzureCloud.Public()) : OpenAsync(environment, cancellationToken);

    /// <summary>What a release needs to know of an environment; read once in a build, and never made.</summary>
    /// <exception cref="MissingResourcesException">Something is not there.</exception>
    public Task<LiveEnvironment> ReadAsync(EnvironmentModel environment, CancellationToken cancellationToken) =>
        _live.GetOrAdd(environment.Name, async _ => await EnvironmentReader.ReadAsync(await OpenAsync(environment, cancellationToken), environment.Estate, cancellationToken));

    /// <summary>After something was made: the next look is a new one.</summary>
    public void Forget() => _live.Clear();

    /// <summary>Once in a build; one that failed is tried again.</summary>
    private Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _start = _start is { IsFaulted: false, IsCanceled: false } ? _start : UpAsync();
        }

        async Task UpAsync()
        {
            var (instance, started) = await emulator.UpAsync(cancellationToken);
            if (started) Log.Information("The emulator runs on {Endpoint} (process {Pid}); ./build.sh LocalDown stops it", instance.Endpoint, instance.Pid);
        }
    }
}
