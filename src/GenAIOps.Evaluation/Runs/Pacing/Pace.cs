using GenAIOps.Evaluation.Answers;

namespace GenAIOps.Evaluation.Runs.Pacing;

/// <summary>
/// Says when what may be sent: rows that wait for another attempt hold no slot, and go first once their time has come.
/// Thread-safe.
/// </summary>
internal sealed class Pace(RunOptions options, Budgets budgets, TimeProvider time)
{
    /// <summary>Where an agent that is congested does not say when to come back.</summary>
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly ConcurrencyLimit _limit = new(options.Concurrency);
    private readonly PriorityQueue<Work, (TimeSpan Due, long Order)> _delayed = new();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _pausedUntil;
    private long _order;
    private int _inFlight;

    /// <summary>Since the run's start.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);

    public int Retries { get; private set; }

    public int Throttles { get; private set; }

    /// <summary>Why the run sends nothing more; null while it does.</summary>
    public string? Spent { get; private set; }

    /// <summary>Sends nothing more; what is under way ends by itself.</summary>
    public void Stop(string why)
    {
        lock (_lock)
        {
            Spent ??= why;
        }
    }

    public (int Limit, int InFlight) Load
    {
        get
        {
            lock (_lock)
            {
                return (_limit.Current, _inFlight);
            }
        }
    }

    /// <summary>Whether rows that wait are few enough to take another one from the set.</summary>
    public bool MayPull
    {
        get
        {
            lock (_lock)
            {
                return _delayed.Count < Math.Max(1024, 8 * options.Concurrency);
            }
        }
    }

    /// <param name="fresh">The next row of the set; null where there is none, or none may be taken.</param>
    /// <param name="isFull">Whether as many answers as may be wait to be judged.</param>
    public Step Next(Work? fresh, bool isFull)
    {
        lock (_lock)
        {
            Spent ??= budgets.Spent;
            if (Spent is not null || (fresh is null && _delayed.Count == 0))
            {
                return new Step(null, 0, null, IsOver: _inFlight == 0);
            }

            if (_inFlight >= _limit.Current || isFull)
            {
                return default;
            }

            var now = Now;
            var isDue = _delayed.TryPeek(out var work, out var due) && due.Due <= now;
            if (!isDue && fresh is null)
            {
                return new Step(null, 0, due.Due - now, IsOver: false);
            }

            var budget = budgets.Wait(now);
            var wait = _pausedUntil - now > budget ? _pausedUntil - now : budget;
            if (wait > TimeSpan.Zero)
            {
                return new Step(null, 0, wait, IsOver: false);
            }

            work = isDue ? _delayed.Dequeue() : fresh!;
            _inFlight++;
            work.Sent++;
            work.FirstSent ??= now;
            return new Step(work, budgets.OnSend(now), null, IsOver: false);
        }
    }

    /// <summary>An attempt was answered; its slot is free.</summary>
    public void OnAnswer(TimeSpan sentAt, double reserved, long tokens, double cost)
    {
        lock (_lock)
        {
            _inFlight--;
            budgets.OnReturn(reserved, tokens, cost, Now);
            _limit.OnAnswer(sentAt);
        }
    }

    /// <summary>The run ends, and nobody waits for the attempt any more.</summary>
    public void OnCancel(double reserved)
    {
        lock (_lock)
        {
            _inFlight--;
            budgets.OnReturn(reserved, null, 0, Now);
        }
    }

    /// <summary>An attempt failed; its slot is free, and the row waits if it is asked again.</summary>
    public Consequence OnFailure(Work work, TimeSpan sentAt, double reserved, AnswerException trouble)
    {
        lock (_lock)
        {
            var now = Now;
            _inFlight--;
            budgets.OnReturn(reserved, null, 0, now);
            if (trouble.IsThrottle)
            {
                work.Throttles++;
                Throttles++;
                if (_limit.OnThrottle(sentAt, now))
                {
                    // An agent that asks for an hour is asked again in time for the rows' deadline.
                    var pause = trouble.RetryAfter ?? DefaultPause;
                    _pausedUntil = now + (pause < options.RowDeadline ? pause : options.RowDeadline);
                }
            }
            else
            {
                work.Failures++;
                _limit.OnAnswer(sentAt);
            }

            var consequence = Consequence.Of(options, work, trouble, now - work.FirstSent!.Value);
            if (consequence is Consequence.Again again)
            {
                Retries++;
                _delayed.Enqueue(work, (now + again.Delay, _order++));
            }

            return consequence;
        }
    }
}
