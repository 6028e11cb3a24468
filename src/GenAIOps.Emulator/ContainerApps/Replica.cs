using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.ContainerApps;

internal enum ReplicaState { Starting, Ready, Waiting, Ended }

/// <summary>One process of a revision, kept running: when it ends, another takes its place, later each time.</summary>
internal sealed class Replica(ProcessHost host, ImageStart start, TimeProvider time, Action changed)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500), LongestPause = TimeSpan.FromSeconds(30), Steady = TimeSpan.FromSeconds(60);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _replaced;

    public string Name { get; } = start.Name;
    public ReplicaState State { get; private set; } = ReplicaState.Starting;
    public RunningProcess? Process { get; private set; }
    public int Restarts { get; private set; }
    /// <summary>Why it is not ready, or was not.</summary>
    public string? Problem { get; private set; }
    public TimeSpan Pause { get; private set; }
    /// <summary>Completes when the replica is ready for the first time; fails when it never will be.</summary>
    public Task Ready => _ready.Task;

    /// <param name="keepTrying">False: a first start that fails is the end.</param>
    public async Task SuperviseAsync(bool keepTrying, CancellationToken cancellationToken)
    {
        int failures = 0;
        try
        {
            while (true)
            {
                try
                {
                    TimeSpan lived = await RunOnceAsync(cancellationToken);
                    failures = _replaced || lived > Steady ? 0 : failures + 1;
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    Problem = error.Message;
                    if (!keepTrying && !_ready.Task.IsCompleted)
                    {
                        _ready.TrySetException(error);
                        return;
                    }
                    failures++;
                }
                Pause = _replaced ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Clamp(failures - 1, 0, 10)));
                _replaced = false;
                Become(ReplicaState.Waiting);
                await Task.Delay(Pause, time, cancellationToken);
                Restarts++;
            }
        }
        catch (OperationCanceledException)
        {
            _ready.TrySetCanceled(cancellationToken);
        }
        finally
        {
            Become(ReplicaState.Ended);
        }
    }

    /// <summary>Ends the process gracefully; its successor starts at once.</summary>
    public Task ReplaceAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        if (Process is not { } process) return Task.CompletedTask;
        _replaced = true;
        return process.StopAsync(grace, cancellationToken);
    }

    private async Task<TimeSpan> RunOnceAsync(CancellationToken cancellationToken)
    {
        Become(ReplicaState.Starting);
        RunningProcess process = await host.StartAsync(start, cancellationToken);
        Process = process;
        Become(ReplicaState.Ready);
        _ready.TrySetResult();
        long began = time.GetTimestamp();
        int code = await process.Exited.WaitAsync(cancellationToken);
        Process = null;
        Problem = _replaced ? null : $"Replica '{Name}' exited with code {code}. Its log, {process.LogPath}, ends:\n{process.LogTail()}";
        return time.GetElapsedTime(began);
    }

    private void Become(ReplicaState state)
    {
        State = state;
        changed();
    }
}
