namespace GenAIOps.Evaluation.Statistics;

/// <summary>Runs many small draws on several threads. Chunks have a fixed size and a stream of their own, so threads do not change the result.</summary>
internal static class Resampling
{
    public const int ChunkSize = 50;

    /// <summary>Fills one number per draw.</summary>
    public static double[] Run(BootstrapOptions options, Func<Action<Span<double>, ulong>> worker)
    {
        var results = new double[options.Resamples];
        var chunks = (results.Length + ChunkSize - 1) / ChunkSize;
        void Chunk(Action<Span<double>, ulong> work, int chunk) => work(results.AsSpan(chunk * ChunkSize, Math.Min(ChunkSize, results.Length - chunk * ChunkSize)), (ulong)chunk);
        if (options.Threads == 1)
        {
            var work = worker();
            for (var chunk = 0; chunk < chunks; chunk++) Chunk(work, chunk);
            return results;
        }

        Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, worker, (chunk, _, work) =>
        {
            Chunk(work, chunk);
            return work;
        }, _ => { });
        return results;
    }

    /// <summary>Means of resamples of values; of whole clusters when their sizes are given.</summary>
    public static double[] Means(double[] sums, double[]? sizes, BootstrapOptions options) => Run(options, () => (results, stream) =>
    {
        Xoshiro256 random = new(options.Seed, stream);
        for (var i = 0; i < results.Length; i++) results[i] = sizes is null ? Sum(sums, ref random) / sums.Length : Ratio(sums, sizes, ref random);
    });

    public static double[] Statistics<T>(T[] rows, Statistic<T> statistic, BootstrapOptions options) => Run(options, () =>
    {
        var sample = new T[rows.Length];
        return (results, stream) =>
        {
            Xoshiro256 random = new(options.Seed, stream);
            for (var i = 0; i < results.Length; i++)
            {
                for (var k = 0; k < sample.Length; k++) sample[k] = rows[random.Index((uint)rows.Length)];
                results[i] = statistic(sample);
            }
        };
    });

    private static double Sum(double[] values, ref Xoshiro256 random)
    {
        var n = (uint)values.Length;
        var threshold = (0u - n) % n;
        // In a local, so that the state stays in registers.
        var local = random;
        double first = 0, second = 0;
        var left = values.Length;
        while (left > 1)
        {
            // Two indices of 32 bits from each 64; a draw that would favour some rows is thrown away (Lemire 2019).
            var bits = local.Next();
            var low = (ulong)(uint)bits * n;
            var high = (bits >> 32) * n;
            if ((uint)low < threshold || (uint)high < threshold) continue;
            first += values[(int)(low >> 32)];
            second += values[(int)(high >> 32)];
            left -= 2;
        }

        if (left == 1) first += values[local.Index(n)];
        random = local;
        return first + second;
    }

    private static double Ratio(double[] sums, double[] sizes, ref Xoshiro256 random)
    {
        double sum = 0, size = 0;
        for (var k = 0; k < sums.Length; k++)
        {
            var index = random.Index((uint)sums.Length);
            sum += sums[index];
            size += sizes[index];
        }

        return sum / size;
    }
}
