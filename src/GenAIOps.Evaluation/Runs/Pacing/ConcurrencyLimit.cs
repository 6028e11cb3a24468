namespace GenAIOps.Evaluation.Runs.Pacing;

/// <summary>
/// How many requests may be under way: additive increase, multiplicative decrease (Chiu and Jain 1989), once per episode of congestion.
/// Single throttled requests are no congestion: the row waits, and the others go on. A cumulative sum of log likelihood
/// ratios (Page 1954) tells when a tenth of throttled requests is no longer the better explanation than a half.
/// Has no clock: time is given, since the run's start. For one thread at a time.
/// </summary>
/// <param name="most">Never more than these, 1 or more; it begins here.</param>
internal sealed class ConcurrencyLimit(int most)
{
    /// <summary>What is left of the limit after a decrease.</summary>
    public const double Decrease = 0.5;

    /// <summary>Shares of throttled requests that the test tells apart.</summary>
    private const double Usual = 0.1, Congested = 0.5;

    /// <summary>Reached by five throttled requests in a row; at a true share of 5 % less than once in 100,000 of them.</summary>
    private const double Evidence = 8;

    private static readonly double Throttled = Math.Log(Congested / Usual);
    private static readonly double Answered = Math.Log((1 - Congested) / (1 - Usual));

    private double _limit = most;
    private double _sum;
    private TimeSpan _episode = TimeSpan.MinValue;

    /// <summary>1 or more.</summary>
    public int Current => (int)_limit;

    /// <summary>Decreases so far.</summary>
    public int Episodes { get; private set; }

    /// <summary>A request was answered, well or badly, but not refused for lack of capacity.</summary>
    /// <param name="sentAt">When it was sent.</param>
    public void OnAnswer(TimeSpan sentAt)
    {
        // What was sent before the decrease tells nothing of the time after it.
        if (sentAt < _episode)
        {
            return;
        }

        _sum = Math.Max(0, _sum + Answered);
        _limit = Math.Min(most, _limit + 1 / _limit);
    }

    /// <summary>A request was refused for lack of capacity.</summary>
    /// <param name="sentAt">When it was sent.</param>
    /// <param name="now">Now.</param>
    /// <returns>True where this begins an episode: everybody should wait.</returns>
    public bool OnThrottle(TimeSpan sentAt, TimeSpan now)
    {
        if (sentAt < _episode)
        {
            return false;
        }

        _sum += Throttled;
        if (_sum < Evidence)
        {
            return false;
        }

        (_sum, _episode) = (0, now);
        _limit = Math.Max(1, _limit * Decrease);
        Episodes++;
        return true;
    }
}
