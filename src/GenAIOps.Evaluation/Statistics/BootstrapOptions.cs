namespace GenAIOps.Evaluation.Statistics;

/// <summary>How often to draw, from which seed, on how many threads. Only the first two change the result.</summary>
public sealed record BootstrapOptions
{
    /// <summary>Resamples, 100 or more. Default 10,000.</summary>
    public int Resamples { get; init; } = 10_000;

    /// <summary>The seed of all streams. Default 20261123.</summary>
    public ulong Seed { get; init; } = 20261123;

    /// <summary>Threads, 1 or more. Default: one per processor.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    internal static BootstrapOptions Checked(BootstrapOptions? options)
    {
        options ??= new BootstrapOptions();
        Checks.AtLeast(options.Resamples, 100, nameof(Resamples));
        Checks.AtLeast(options.Threads, 1, nameof(Threads));
        return options;
    }
}
