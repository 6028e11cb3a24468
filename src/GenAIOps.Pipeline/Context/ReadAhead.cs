using GenAIOps.Infrastructure;
using GenAIOps.Pipeline.Stages;

namespace GenAIOps.Pipeline.Context;

/// <summary>
/// What later stages of a run ask the clouds, asked before them: whether that is there which Build.cs says exists, before anything runs; what provisioning compares,
/// while the first stages work on this machine. Reading changes nothing. What fails otherwise is asked again when its turn comes, and told then.
/// </summary>
internal sealed class ReadAhead(BuildContext context)
{
    /// <summary>What was read longer ago may have been changed by somebody since.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private Task? _brought;
    private Task<(IReadOnlyList<ProvisionPlan> Plans, DateTimeOffset At)?>? _compared;

    /// <summary>Before each stage of a run; the first one begins it.</summary>
    /// <exception cref="MissingResourcesException">Something that Build.cs says exists does not, or is of another type.</exception>
    public Task BeginAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return _brought ??= StartAsync(cancellationToken);
    }

    /// <returns>Null where nothing was compared ahead, or too long ago.</returns>
    public async Task<IReadOnlyList<ProvisionPlan>?> ComparedAsync() =>
        _compared is not null && await _compared is { } compared && context.Time.GetUtcNow() - compared.At < s_fresh ? compared.Plans : null;

    private bool Brings => context.Model.Environments.Any(environment => environment.Estate.Registry.Exists || environment.Definition.Existing != new ExistingResources());

    private Task StartAsync(CancellationToken cancellationToken)
    {
        var planned = context.Build.ExecutionPlan.Except(context.Build.SkippedTargets).Select(target => target.Name).ToHashSet();
        if (planned.Overlaps([nameof(IRunLocally.LocalReset), nameof(IRunLocally.LocalDown)])) return Task.CompletedTask;
        if (planned.Contains(nameof(IProvision.Provision)) && context.Build is IProvision)
        {
            _compared = Task.Run(() => CompareAsync(cancellationToken), cancellationToken);
            return Brings ? _compared : Task.CompletedTask;
        }

        // Whoever pushes without provisioning sees no more than the registry.
        return planned.Contains(nameof(IPush.Push)) && context.Build is IPush && context.Model.Pushing is { Estate.Registry.Exists: true } pushing ? LookAtRegistryAsync(pushing, cancellationToken) : Task.CompletedTask;
    }

    private async Task LookAtRegistryAsync(EnvironmentModel pushing, CancellationToken cancellationToken) =>
        await EnvironmentReader.ReadRegistryAsync(await context.Clouds.OpenAsync(pushing, cancellationToken), pushing.Estate, cancellationToken);

    private async Task<(IReadOnlyList<ProvisionPlan>, DateTimeOffset)?> CompareAsync(CancellationToken cancellationToken)
    {
        try
        {
            // For speed alone no emulator is started.
            if (context.Model.IsEmulated && !Brings && !await context.Emulator.IsUpAsync(cancellationToken)) return null;
            var at = context.Time.GetUtcNow();
            return (await ProvisionStage.CompareAsync(context, ((IProvision)context.Build).Allow ?? [], _ => { }, cancellationToken), at);
        }
        catch (Exception e) when (e is not (OperationCanceledException or MissingResourcesException { IsBrought: true }))
        {
            return null;
        }
    }
}
