using Nuke.Common.Screens;
using Serilog;

namespace Nuke.Common.Execution;

/// <summary>Runs a plan, one target after the other.</summary>
internal sealed class Executor(NukeBuild build, BuildSession session)
{
    private readonly Conditions _conditions = new(build.ExecutionPlan);
    private bool _failed;

    /// <summary>The first failure; null if there was none.</summary>
    public (ExecutableTarget Target, Exception Exception)? Failure { get; private set; }

    /// <summary>Whether a cancellation, and not a failure, cut the plan short.</summary>
    public bool Cancelled { get; private set; }

    /// <summary>Whether the plan was cut short; only targets that are assured run from then on.</summary>
    private bool Stopped => Cancelled || _failed;

    public async Task RunAsync()
    {
        foreach (var target in build.ExecutionPlan)
        {
            if (session.Interrupted)
            {
                Cancelled |= !_failed;
                session.StartCleanup();
            }

            if (Stopped && !target.AssuredAfterFailure) continue;
            await RunAsync(target);
        }

        foreach (var target in build.ScheduledTargets) target.Status = ExecutionStatus.NotRun;
    }

    private async Task RunAsync(ExecutableTarget target)
    {
        var wasInterrupted = session.Interrupted;
        var start = session.Environment.Time.GetTimestamp();
        try
        {
            if (_conditions.SkipUnless(target, target.DynamicConditions))
            {
                session.Output.Write($"- {target.Name} skipped ({target.OnlyWhen ?? target.Skipped})", Tone.Dim);
                build.RaiseTargetSkipped(target.Name);
                return;
            }

            if (target.Actions.Count == 0)
            {
                target.Status = ExecutionStatus.Collective;
                return;
            }

            await ActAsync(target);
            target.Status = ExecutionStatus.Succeeded;
            Close(target, start, target.Cached is null ? "✓" : "=", Tone.Good);
            build.RaiseTargetSucceeded(target.Name);
        }
        catch (Exception exception)
        {
            var isAbort = (session.Interrupted && !wasInterrupted) || (wasInterrupted && session.Cancellation.IsCancellationRequested);
            if (isAbort) Abort(target, start);
            else Fail(target, ExceptionText.Unwrap(exception), start);
        }
    }

    private async Task ActAsync(ExecutableTarget target)
    {
        session.Output.WriteCommand(session.Host.GroupStart(target.Name));
        target.Status = ExecutionStatus.Running;
        session.Running = target;
        session.Output.Begin(target.Name);
        build.RaiseTargetRunning(target.Name);

        // On a thread of its own, so that a target that does not listen cannot hold up a cancellation.
        var token = session.Cancellation;
        var work = Task.Factory.StartNew(
            () => target.Actions.ToList().ForEach(action => action()),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var patience = PatienceAsync(work, token);
        if (await Task.WhenAny(work, patience) == patience && !work.IsCompleted)
        {
            Log.Warning("{Target} did not stop within {Grace} and is left behind.", target.Name, Durations.Format(session.Environment.StopGrace));
            throw new OperationCanceledException(token);
        }

        await work;
    }

    /// <summary>Ends a while after the cancellation, or with the work.</summary>
    private async Task PatienceAsync(Task work, CancellationToken token)
    {
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(cancelled.SetResult);
        await Task.WhenAny(cancelled.Task, work);
        if (!work.IsCompleted) await Task.WhenAny(Task.Delay(session.Environment.StopGrace, session.Environment.Time, CancellationToken.None), work);
    }

    private void Abort(ExecutableTarget target, long start)
    {
        Cancelled |= !_failed;
        target.Status = ExecutionStatus.Aborted;
        Close(target, start, "■", Tone.Warning);
    }

    private void Fail(ExecutableTarget target, Exception exception, long start)
    {
        Failure ??= (target, exception);
        if (target.SummaryInformation.Count == 0) target.SummaryInformation["Cause"] = ExceptionText.Cause(exception);
        target.Status = ExecutionStatus.Failed;
        ExceptionText.Write(exception, session.Output);
        Close(target, start, "✗", Tone.Bad);
        _failed |= !target.ProceedAfterFailure;
        try
        {
            build.RaiseTargetFailed(target.Name);
        }
        catch (Exception e)
        {
            ExceptionText.Write(e, session.Output);
        }
    }

    private void Close(ExecutableTarget target, long start, string sign, Tone tone)
    {
        target.Duration = session.Environment.Time.GetElapsedTime(start);
        if (session.Running != target) return;

        session.Running = null;
        session.Output.End();
        var note = target.Cached is { } reason ? $" (cached: {reason})" : "";
        session.Output.Write($"{sign} {target.Name} {Durations.Format(target.Duration)}{note}", tone);
        session.Output.WriteCommand(session.Host.GroupEnd);
    }
}
