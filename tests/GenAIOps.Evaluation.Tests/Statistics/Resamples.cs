using CsCheck;
using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Tests.Statistics;

/// <summary>Random draws: the same whatever the threads, and about the rows alone.</summary>
public sealed class Resamples
{
    private static readonly double[] s_rows = [0.2, 0.5, 0.9, 0.1, 0.4, 0.4, 0.8, 1, 0, 0.6, 0.7];
    private static readonly int[] s_clusters = [1, 1, 2, 2, 2, 3, 4, 4, 5, 5, 6];
    private static readonly Gen<double[]> s_samples = Gen.Double[-1, 1].Array[3, 12];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void ThreadsDoNotChangeAReplicate(int threads)
    {
        BootstrapOptions one = new() { Resamples = 1234, Threads = 1 };
        var many = one with { Threads = threads };
        Assert.Equal(Bootstrap.Mean(s_rows, one).Replicates, Bootstrap.Mean(s_rows, many).Replicates);
        Assert.Equal(Bootstrap.ClusteredMean<int>(s_rows, s_clusters, one).Replicates, Bootstrap.ClusteredMean<int>(s_rows, s_clusters, many).Replicates);
        Assert.Equal(Bootstrap.Of<double>(s_rows, Median, one).Replicates, Bootstrap.Of<double>(s_rows, Median, many).Replicates);
        Assert.Equal(StudentisedBootstrap.Mean(s_rows, one).Interval(0.9), StudentisedBootstrap.Mean(s_rows, many).Interval(0.9));
        Assert.Equal(PairedPermutation.MonteCarlo(s_rows, options: one), PairedPermutation.MonteCarlo(s_rows, options: many));
    }

    [Fact]
    public void AnotherSeedDrawsOthers() => Assert.NotEqual(
        Bootstrap.Mean(s_rows, new BootstrapOptions { Seed = 1 }).Replicates,
        Bootstrap.Mean(s_rows, new BootstrapOptions { Seed = 2 }).Replicates);

    [Fact]
    public void TheGeneratorGivesTheNumbersOfItsAuthors()
    {
        // From the state 1, 2, 3, 4, as the reference code in C gives them.
        var random = Xoshiro256.FromState(1, 2, 3, 4);
        Assert.Equal([11520UL, 0UL, 1509978240UL, 1215971899390074240UL], new[] { random.Next(), random.Next(), random.Next(), random.Next() });
    }

    [Fact]
    public void EachIndexIsAsLikely()
    {
        Xoshiro256 random = new(7, 0);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++) counts[random.Index(7)]++;
        // Chi-square with 6 degrees of freedom is above 22.5 once in a thousand seeds; the seed is fixed.
        Assert.True(counts.Sum(x => Math.Pow(x - 10_000, 2) / 10_000) < 22.5, string.Join(", ", counts));
    }

    [Fact]
    public void ClustersOfOneRowAreRows()
    {
        var alone = Enumerable.Range(0, s_rows.Length).ToArray();
        Assert.Equal(Means.Of(s_rows).StandardError, Means.Clustered<int>(s_rows, alone).StandardError, 12);
        Assert.Equal(Bootstrap.Mean(s_rows).Acceleration, Bootstrap.ClusteredMean<int>(s_rows, alone).Acceleration, 12);
    }

    [Fact]
    public void AMeanIsAStatisticLikeAnyOther()
    {
        var (mean, any) = (Bootstrap.Mean(s_rows), Bootstrap.Of<double>(s_rows, rows => Means.Average(rows)));
        Assert.Equal(mean.Acceleration, any.Acceleration, 10);
        Assert.Equal(mean.StandardError, any.StandardError, 0.005);
        Assert.Equal(mean.Bca(0.95).Low, any.Bca(0.95).Low, 0.02);
    }

    [Fact]
    public void MonteCarloNearsTheExactP()
    {
        double[] differences = [0.3, -0.1, 0.5, 0.2, -0.2, 0.4, 0.1, 0.6, -0.3, 0.2];
        var exact = PairedPermutation.Exact(differences);
        var drawn = PairedPermutation.MonteCarlo(differences, options: new BootstrapOptions { Resamples = 100_000 });
        Assert.Equal(exact, drawn, 5 * Math.Sqrt(exact * (1 - exact) / 100_000));
    }

    [Fact]
    public void TheOrderOfRowsIsNoEvidence() => Gen.Select(s_samples, Gen.Int[0, 1000]).Sample((sample, seed) =>
    {
        var shuffled = sample.ToArray();
        new Random(seed).Shuffle(shuffled);
        Assert.Equal(PairedPermutation.Exact(sample), PairedPermutation.Exact(shuffled));
        Assert.Equal(Means.Of(sample).P(), Means.Of(shuffled).P(), 9);
        Assert.Equal(SignedRank.Of(sample).ExactP(), SignedRank.Of(shuffled).ExactP(), 12);
        Assert.Equal(HodgesLehmann.Estimate(sample), HodgesLehmann.Estimate(shuffled));
    }, iter: 200);

    [Fact]
    public void SwappingTheArmsMirrorsEachTest() => s_samples.Sample(sample =>
    {
        var swapped = Array.ConvertAll(sample, x => -x);
        Assert.Equal(PairedPermutation.Exact(sample, Alternative.Greater), PairedPermutation.Exact(swapped, Alternative.Less));
        Assert.Equal(Means.Of(sample).P(0, Alternative.Greater), Means.Of(swapped).P(0, Alternative.Less), 12);
        Assert.Equal(SignedRank.Of(sample).ExactP(Alternative.Greater), SignedRank.Of(swapped).ExactP(Alternative.Less), 12);
        Assert.Equal(-Means.Of(swapped).UpperBound(0.05), Means.Of(sample).LowerBound(0.05), 12);
    }, iter: 200);

    [Fact]
    public void MoreConfidenceWidensABootstrapInterval() => s_samples.Sample(sample =>
    {
        var result = Bootstrap.Mean(sample, new BootstrapOptions { Resamples = 500, Threads = 1 });
        var (inner, outer) = (result.Bca(0.8), result.Bca(0.95));
        Assert.True(outer.Low <= inner.Low && outer.High >= inner.High);
        Assert.True(inner.Low <= inner.High);
    }, iter: 100);

    private static double Median(ReadOnlySpan<double> rows) => Quantiles.Of(rows, 0.5);
}
