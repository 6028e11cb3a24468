namespace GenAIOps.Evaluation.Runs.Pacing;

/// <summary>
/// Lets a rate through on average, with bursts of one second's worth (at least 1). Has no clock: time is given, since the run's start. It may
/// fall below zero when a cost turns out larger than was thought; then nothing passes until that is made good.
/// </summary>
/// <param name="perMinute">More than 0.</param>
internal sealed class TokenBucket(double perMinute)
{
    private readonly double _perSecond = perMinute / 60;
    private readonly double _capacity = Math.Max(1, perMinute / 60);
    private double _level = Math.Max(1, perMinute / 60);
    private TimeSpan _at;

    /// <summary>How long until <paramref name="amount"/> may pass (an amount above the capacity passes when the bucket is full); zero where it may now.</summary>
    public TimeSpan WaitFor(double amount, TimeSpan now)
    {
        Fill(now);
        var lack = Math.Min(amount, _capacity) - _level;
        return lack <= 1e-9 ? TimeSpan.Zero : TimeSpan.FromSeconds(lack / _perSecond) + TimeSpan.FromTicks(1);
    }

    /// <summary>Takes an amount, or gives back a negative one.</summary>
    public void Take(double amount, TimeSpan now)
    {
        Fill(now);
        _level = Math.Min(_capacity, _level - amount);
    }

    private void Fill(TimeSpan now)
    {
        if (now > _at)
        {
            _level = Math.Min(_capacity, _level + (now - _at).TotalSeconds * _perSecond);
            _at = now;
        }
    }
}
