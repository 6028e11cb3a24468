using Nuke.Common.Caching;
using Nuke.Common.Sessions;
using Nuke.Common.Targets;

namespace Nuke.Common.Execution;

/// <summary>
/// Runs a plan: whatever has all that it waits for, side by side. Conditions and hooks of the build are called one at a time.
/// </summary>
internal sealed class Executor(INukeBuild build, BuildSession session, BuildTelemetry telemetry, TargetCache? cache, int parallel)
{
    /// <summary>Under which a target that failed reports why, to machines and on the server's page.</summary>
    public const string CauseKey = "Cause";

    private readonly Conditions _conditions = new(build.ExecutionPlan);
    private readonly Schedule _schedule = new(build.ExecutionPlan, parallel);
    private readonly List<(TargetRun Run, Task Work)> _running = [];
    private bool _failed;

    /// <summary>The first failure; null if there was none.</summary>
    public (ExecutableTarget Target, Exception Exception)? Failure { get; private set; }

    /// <summary>Whether a cancellation, and not a failure, cut the plan short.</summary>
    public bool Cancelled { get; private set; }

    public async Task RunAsync()
    {
        while (true)
        {
            if (session.Interrupted) Cancelled |= !_failed;
            if (session.Interrupted && _running.Count == 0) session.StartCleanup();
            while (_schedule.Next(stopped: Cancelled || _failed || session.Interrupted) is { } target) Start(target);
            if (_running.Count == 0) break;

            await Task.WhenAny(_running.Select(x => x.Work));
            var ended = _running.First(x => x.Work.IsCompleted);
            _running.Remove(ended);
            End(ended.Run, ended.Work);
        }

        foreach (var target in build.ScheduledTargets) target.Status = ExecutionStatus.NotRun;
    }

    /// <summary>Starts a target, or ends it at once if there is nothing to do.</summary>
    private void Start(ExecutableTarget target)
    {
        target.Started = session.Environment.Time.GetUtcNow();
        try
        {
            if (_conditions.SkipUnless(target, target.DynamicConditions))
            {
                session.Output.Skip(target, $"- {target.Name} skipped ({target.OnlyWhen ?? target.Skipped})", Tone.Dim);
                build.RaiseTargetSkipped(target.Name);
                _schedule.Ended(target);
                return;
            }
        }
        catch (Exception e)
        {
            Fail(target, ExceptionText.Unwrap(e), session.Output.Open(target.Name));
            _schedule.Ended(target);
            return;
        }

        if (target.Actions.Count == 0)
        {
            target.Status = ExecutionStatus.Collective;
            _schedule.Ended(target);
            return;
        }

        TargetRun run = new(session, target, session.Output.Open(target.Name));
        target.Status = ExecutionStatus.Running;
        using (run.Enter())
        {
            _running.Add((run, RunAsync(run, session.Environment.Time.GetTimestamp())));
        }
    }

    private async Task RunAsync(TargetRun run, long start)
    {
        var span = telemetry.Start(run.Target);
        string? cause = null;
        try
        {
            build.RaiseTargetRunning(run.Target.Name);
            await (cache is null || !run.Target.Definition.IsCacheable ? run.RunAsync() : RunOrRestoreAsync(run, cache));
            run.Target.Status = ExecutionStatus.Succeeded;
        }
        catch (Exception e)
        {
            run.Target.Status = run.Stop.IsCancellationRequested ? ExecutionStatus.Aborted : ExecutionStatus.Failed;
            cause = session.Output.Secrets.Apply(ExceptionText.Cause(ExceptionText.Unwrap(e)));
            throw;
        }
        finally
        {
            run.Target.Duration = session.Environment.Time.GetElapsedTime(start);
            BuildTelemetry.End(span, run.Target, cause);
        }
    }

    private static async Task RunOrRestoreAsync(TargetRun run, TargetCache cache)
    {
        // Hashing takes a while: not on the thread that starts the others.
        var (restored, key) = await Task.Run(() => cache.TryRestoreAsync(run.Target, run.Stop));
        if (restored) return;
        await run.RunAsync();
        if (key is not null) await Task.Run(() => cache.StoreAsync(run.Target, key, run.Stop));
    }

    private void End(TargetRun run, Task work)
    {
        var target = run.Target;
        using var entered = run.Enter();
        try
        {
            work.GetAwaiter().GetResult();
            build.RaiseTargetSucceeded(target.Name);
            Close(run.Block, target, target.Cached is null ? "✓" : "=", Tone.Good);
        }
        catch (Exception) when (run.Stop.IsCancellationRequested)
        {
            Cancelled |= !_failed;
            target.Status = ExecutionStatus.Aborted;
            Close(run.Block, target, "■", Tone.Warning);
        }
        catch (Exception exception)
        {
            Fail(target, ExceptionText.Unwrap(exception), run.Block);
        }

        _schedule.Ended(target);
    }

    private void Fail(ExecutableTarget target, Exception exception, OutputBlock block)
    {
        Failure ??= (target, exception);
        if (target.SummaryInformation.Count == 0) target.SummaryInformation[CauseKey] = ExceptionText.Cause(exception);
        target.Status = ExecutionStatus.Failed;
        _failed |= !target.ProceedAfterFailure;
        using var entered = new TargetRun(session, target, block).Enter();
        ExceptionText.Write(exception, session.Output);
        try
        {
            build.RaiseTargetFailed(target.Name);
        }
        catch (Exception e)
        {
            ExceptionText.Write(e, session.Output);
        }

        Close(block, target, "✗", Tone.Bad);
    }

    private void Close(OutputBlock block, ExecutableTarget target, string sign, Tone tone)
    {
        var note = target.Cached is { } reason ? $" (cached: {reason})" : "";
        session.Output.Close(block, target, $"{sign} {target.Name} {Durations.Format(target.Duration)}{note}", tone);
    }
}
