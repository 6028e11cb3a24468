using Nuke.Common.Execution;
using Nuke.Common.Utilities;

namespace Nuke.Common.Sessions;

/// <summary>A target at work. Its code, and what that starts, finds it through the flow of execution.</summary>
internal sealed class TargetRun(BuildSession session, ExecutableTarget target, OutputBlock block)
{
    private static readonly AsyncLocal<TargetRun?> s_current = new();

    public static TargetRun? Current => s_current.Value;

    public BuildSession Session { get; } = session;
    public ExecutableTarget Target { get; } = target;
    public OutputBlock Block { get; } = block;

    /// <summary>The processes of this target, so that its time limit ends no others.</summary>
    public ChildProcesses Children { get; } = new();

    /// <summary>What ends every target that runs now: Ctrl-C, or the end of the time to clean up.</summary>
    public CancellationToken Stop { get; } = session.Cancellation;

    /// <summary><see cref="Stop"/>, or the target's own time limit.</summary>
    public CancellationToken Token { get; private set; } = session.Cancellation;

    /// <summary>Makes this the current one until the answer is disposed.</summary>
    public IDisposable Enter()
    {
        var before = s_current.Value;
        s_current.Value = this;
        return new Leaving(before);
    }

    /// <summary>Runs the actions to their end, again and again if the target says so.</summary>
    /// <exception cref="TimeoutException">The target's time limit passed.</exception>
    public async Task RunAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await AttemptAsync();
                return;
            }
            catch (Exception e) when (attempt <= Target.Definition.RetryTimes && !Stop.IsCancellationRequested && ExceptionText.Unwrap(e) is not InvalidInputException)
            {
                var delay = Target.Definition.RetryDelay * Math.Pow(2, attempt - 1);
                Block.Output.Write(
                    $"warning: attempt {attempt} of {Target.Definition.RetryTimes + 1} failed: {ExceptionText.Cause(ExceptionText.Unwrap(e))} The next one begins in {Durations.Format(delay)}.", Tone.Warning);
                await Task.Delay(delay, Session.Environment.Time, Stop);
            }
        }
    }

    private async Task AttemptAsync()
    {
        using var limit = Target.Definition.TimeLimit is { } time ? new CancellationTokenSource(time, Session.Environment.Time) : new CancellationTokenSource();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(Stop, limit.Token);
        Token = both.Token;
        await using var killing = Token.Register(Children.KillAll);

        // On a thread of its own, so that a target that does not listen cannot hold up a cancellation.
        var work = Task.Factory.StartNew(ActAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        try
        {
            var patience = PatienceAsync(work);
            if (await Task.WhenAny(work, patience) == patience && !work.IsCompleted)
            {
                Block.Output.Write($"warning: {Target.Name} did not stop within {Durations.Format(Session.Environment.StopGrace)} and is left behind.", Tone.Warning);
                throw new OperationCanceledException(Token);
            }

            await work;
        }
        catch (Exception) when (limit.IsCancellationRequested && !Stop.IsCancellationRequested)
        {
            throw new TimeoutException($"{Target.Name} did not end within {Durations.Format(Target.Definition.TimeLimit!.Value)} (Timeout).");
        }
    }

    private async Task ActAsync()
    {
        foreach (var action in Target.Actions)
        {
            if (await action(Token) is { } result) Target.Result = result;
        }
    }

    /// <summary>Ends a while after the cancellation, or with the work.</summary>
    private async Task PatienceAsync(Task work)
    {
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = Token.Register(cancelled.SetResult);
        await Task.WhenAny(cancelled.Task, work);
        if (!work.IsCompleted) await Task.WhenAny(Task.Delay(Session.Environment.StopGrace, Session.Environment.Time, CancellationToken.None), work);
    }

    private sealed class Leaving(TargetRun? before) : IDisposable
    {
        public void Dispose() => s_current.Value = before;
    }
}
