using System.Runtime.ExceptionServices;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs.Caching;
using GenAIOps.Evaluation.Runs.Journal;
using GenAIOps.Evaluation.Runs.Pacing;

namespace GenAIOps.Evaluation.Runs;

/// <summary>
/// Takes rows from the set as there is room, sends them as <see cref="Pace"/> allows, has the answers judged, and records what came
/// of each. The loop runs as one task; attempts and judgements are tasks of their own.
/// </summary>
internal sealed class RunSession : IDisposable
{
    private readonly Pace _pace;
    private readonly Reporter _reporter;
    private readonly Attempts _attempts;
    private readonly RunOptions _options;
    private readonly IAnswerSource _source;
    private readonly Judging _judging;
    private readonly RunJournal _journal;
    private readonly AnswerCache? _cache;
    private readonly TimeProvider _time;
    private readonly Signal _signal = new();
    private readonly SemaphoreSlim _judges;
    private CancellationToken _stop;
    private Action<Exception> _fail = _ => { };
    private EarlyStop? _stopped;
    private int _tasks;
    private int _unjudged;
    private int _atHand;

    public RunSession(RunOptions options, IAnswerSource source, Judging judging, RunJournal journal, AnswerCache? cache, IProgress<RunProgress>? progress, TimeProvider time)
    {
        (_options, _source, _judging, _journal, _cache, _time) = (options, source, judging, journal, cache, time);
        _pace = new Pace(options, new Budgets(options, journal.Spent), time);
        _reporter = new Reporter(journal.Columns, _pace, progress, time);
        _attempts = new Attempts(options, source, time);
        _judges = new SemaphoreSlim(options.JudgeConcurrency);
    }

    /// <summary>Why the rest was not asked; null where nothing of the kind happened.</summary>
    public string? Spent => _pace.Spent;

    /// <summary>Why the rest need not be asked; null where it was, or must be.</summary>
    public EarlyStop? Stopped => _stopped;

    private int MostUnjudged => 2 * _options.JudgeConcurrency;

    /// <returns>When nothing is left, or the run was cancelled; either way nothing is under way any more.</returns>
    /// <exception cref="IOException">What came in could not be written.</exception>
    public async Task RunAsync(Dataset set, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _stop = stop.Token;
        _fail = e =>
        {
            Interlocked.CompareExchange(ref failure, e, null);
            stop.Cancel();
        };
        _journal.OnFault = () => stop.Cancel();
        using var wake = stop.Token.UnsafeRegister(signal => ((Signal)signal!).Set(), _signal);
        using var timer = _time.CreateTimer(signal => ((Signal)signal!).Set(), _signal, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            // What an earlier time found may suffice.
            Stop(_options.StopWhen?.WhenCertain(_journal.Columns.Failed, _journal.Columns.Items));
            var portions = _options.StopWhen?.Portions ?? 1;
            for (var portion = 0; portion < portions && _pace.Spent is null; portion++)
            {
                await SendAllAsync(set, portion, timer);
                await IdleAsync();
                Stop(_options.StopWhen?.Look(_journal.Columns.Statuses, portion));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // What is done is kept, and the rest is skipped.
        }
        catch (Exception e)
        {
            _fail(e);
        }

        await IdleAsync();
        if ((_journal.Fault ?? failure) is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
        }

        _journal.Flush();
        _reporter.Report(_atHand, isLast: true);
    }

    public void Dispose() => _judges.Dispose();

    /// <summary>Ends when nothing is under way any more.</summary>
    private async Task IdleAsync()
    {
        while (Volatile.Read(ref _tasks) > 0)
        {
            await _signal.WaitAsync();
        }
    }

    private async Task SendAllAsync(Dataset set, int portion, ITimer timer)
    {
        using var rows = Open(set, portion).GetEnumerator();
        Work? next = null;
        var isEnd = false;
        while (true)
        {
            _stop.ThrowIfCancellationRequested();
            while (next is null && !isEnd && _pace.Spent is null && _pace.MayPull && !IsFull)
            {
                isEnd = !rows.MoveNext();
                next = isEnd || TryAtHand(rows.Current) ? null : rows.Current;
            }

            // Where answers at hand fill the judges, there may be more rows to come.
            var step = _pace.Next(next, IsFull);
            if (step.Send is { } work)
            {
                next = ReferenceEquals(work, next) ? null : next;
                Interlocked.Increment(ref _tasks);
                _ = AskAsync(work, step.Reserved);
                continue;
            }

            if (step.IsOver && (isEnd || _pace.Spent is not null))
            {
                return;
            }

            if (step.Wait is { } wait)
            {
                timer.Change(wait < TimeSpan.FromDays(1) ? wait : TimeSpan.FromDays(1), Timeout.InfiniteTimeSpan);
            }

            await _signal.WaitAsync();
        }
    }

    private bool IsFull => Volatile.Read(ref _unjudged) >= MostUnjudged;

    private IEnumerable<Work> Open(Dataset set, int portion)
    {
        var item = 0;
        foreach (var row in set.Rows())
        {
            var isIn = _options.StopWhen is not { } rule || rule.Portion(item / _options.Repeats) == portion;
            for (var repeat = 0; repeat < _options.Repeats; repeat++, item++)
            {
                if (item >= _journal.Columns.Items)
                {
                    throw Changed(set);
                }

                if (isIn && _journal.Columns.IsOpen(item))
                {
                    yield return new Work(item, row) { Key = _cache is null || _source.Identity is not { } identity ? null : AnswerKey.Of(identity, _options.Model, row, repeat) };
                }
            }
        }

        if (item < _journal.Columns.Items)
        {
            throw Changed(set);
        }
    }

    private static InvalidDataException Changed(Dataset set) =>
        new(FormattableString.Invariant($"{set.Path} no longer has the {set.Count} rows that it had when it was opened. What was asked is kept. Restore the file, then run the same command again."));

    /// <summary>Has an answer judged that need not be asked for: one of an earlier time whose evaluator failed, or a cached one.</summary>
    private bool TryAtHand(Work work)
    {
        if (_journal.Columns.Offsets[work.Item] != 0 && _journal.Read(work.Item) is { Answer: { } known } record)
        {
            Judge(work, new Given(known, TimeSpan.FromTicks(record.Ticks), record.Attempts, record.Cost, IsFree: true) { Judges = record.Judges });
            return true;
        }

        if (work.Key is not null && _cache!.Find(work.Key) is { } found)
        {
            Interlocked.Increment(ref _atHand);
            Judge(work, new Given(found.Answer, TimeSpan.FromTicks(found.Ticks), 0, 0, IsFree: true));
            return true;
        }

        return false;
    }

    private async Task AskAsync(Work work, double reserved)
    {
        // A source that computes before its first await holds up only itself.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var sentAt = _pace.Now;
        try
        {
            var (answer, trouble) = await _attempts.SendAsync(work, sentAt, _stop);
            if (answer is not null)
            {
                OnAnswer(work, answer, sentAt, reserved);
            }
            else if (_pace.OnFailure(work, sentAt, reserved, trouble!) is Consequence.Err err)
            {
                Record(new RowRecord { Item = work.Item, Status = RowStatus.Errored, Again = err.IsTransient, Attempts = work.Sent, Reasons = [err.Reason] });
                _journal.Flush();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _pace.OnCancel(reserved);
        }
        catch (Exception e)
        {
            _fail(e);
        }

        Interlocked.Decrement(ref _tasks);
        _signal.Set();
    }

    private void OnAnswer(Work work, AgentAnswer answer, TimeSpan sentAt, double reserved)
    {
        var latency = _pace.Now - sentAt;
        double cost = 0;
        try
        {
            cost = _options.Cost?.Invoke(answer) ?? 0;
        }
        finally
        {
            _pace.OnAnswer(sentAt, reserved, answer.InputTokens + answer.OutputTokens, cost);
        }

        // The slot is free: the next row is sent before this one is looked at.
        _signal.Set();
        if (work.Key is not null)
        {
            _cache!.Add(work.Key, answer, latency);
        }

        Judge(work, new Given(answer, latency, work.Sent, cost, IsFree: false));
    }

    private void Judge(Work work, Given given)
    {
        Interlocked.Increment(ref _tasks);
        Interlocked.Increment(ref _unjudged);
        _ = JudgeAsync(work, given);
    }

    private async Task JudgeAsync(Work work, Given given)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            // After a cancel too: what was answered is kept, unless its evaluator itself gives up.
            await _judges.WaitAsync(CancellationToken.None);
            try
            {
                Record(await _judging.JudgeAsync(work, given, _stop));
            }
            finally
            {
                _judges.Release();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // No judgement, so no record: it is judged when the run goes on.
        }
        catch (Exception e)
        {
            _fail(e);
        }

        var left = Interlocked.Decrement(ref _unjudged);
        if (left == 0 && _journal.Fault is null)
        {
            FlushOrFail();
        }

        if (Interlocked.Decrement(ref _tasks) == 0 || left == 0 || left == MostUnjudged / 2)
        {
            _signal.Set();
        }
    }

    private void FlushOrFail()
    {
        try
        {
            _journal.Flush();
        }
        catch (IOException e)
        {
            _fail(e);
        }
    }

    private void Stop(EarlyStop? why)
    {
        if (why is null || Interlocked.CompareExchange(ref _stopped, why, null) is not null) return;
        _pace.Stop($"the run was ended early, since {why.Reason}");
        _signal.Set();
    }

    private void Record(RowRecord row)
    {
        _journal.Append(row);
        if (row.Status == RowStatus.Failed) Stop(_options.StopWhen?.WhenCertain(_journal.Columns.Failed, _journal.Columns.Items));
        _reporter.Report(_atHand, isLast: false);
    }
}
