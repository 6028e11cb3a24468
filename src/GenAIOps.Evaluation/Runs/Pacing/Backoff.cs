namespace GenAIOps.Evaluation.Runs.Pacing;

/// <summary>How long a row waits before it is asked again.</summary>
internal static class Backoff
{
    /// <summary>So often in a row, the time that an agent names is taken to be enough.</summary>
    private const int Believed = 3;

    /// <summary>
    /// Full jitter: uniform in [0, min(cap, base * 2^(failures - 1))] (Brooker 2015, "Exponential backoff and jitter"). What the
    /// agent asks for is the least; up to a twentieth of it is put on top, so that rows do not come back all at once, and the
    /// full jitter after three refusals in a row.
    /// </summary>
    /// <param name="options">Base, cap and seed.</param>
    /// <param name="item">The same item waits equally long in every run with the same seed.</param>
    /// <param name="failures">1 or more.</param>
    /// <param name="retryAfter">What the agent asks for; null where it asks for nothing.</param>
    public static TimeSpan Of(RunOptions options, int item, int failures, TimeSpan? retryAfter)
    {
        var most = Math.Min(options.RetryCap.TotalSeconds, options.RetryDelay.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 60)));
        var jitter = Uniform(options.Seed, item, failures);
        if (retryAfter is not { } least || least < TimeSpan.Zero)
        {
            return TimeSpan.FromSeconds(most * jitter);
        }

        // At first it is believed; an agent that refuses again and again is given more than it asks for.
        var spread = failures <= Believed ? Math.Min(most, least.TotalSeconds / 20) : most;
        return least + TimeSpan.FromSeconds(spread * jitter);
    }

    /// <returns>In [0, 1).</returns>
    private static double Uniform(int seed, int item, int failures)
    {
        // SplitMix64 (Steele, Lea and Flood 2014).
        var z = unchecked((ulong)(uint)seed << 32 ^ (ulong)(uint)item * 0x9E3779B97F4A7C15 ^ (ulong)(uint)failures * 0xD1B54A32D192ED03);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
