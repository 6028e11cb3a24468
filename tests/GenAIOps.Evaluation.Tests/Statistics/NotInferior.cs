using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Tests.Statistics;

/// <summary>Numeric scores on the same rows: not worse by the margin, worse, or not known.</summary>
public sealed class NotInferior
{
    private static readonly double[] s_mixed = [0.1, -0.2, 0, 0.05, -0.1, 0.2, 0.1, -0.05, 0, 0.1, 0.15, -0.1];

    [Theory]
    [InlineData(58, false)]
    [InlineData(59, true)]
    public void EqualRowsShowAMarginOf5PercentFrom59RowsOn(int rows, bool notInferior)
    {
        var result = NonInferiority.Test(new double[rows], 0.05, range: 1);
        Assert.Equal(BoundMethod.AllEqual, result.Method);
        Assert.Equal(-(1 - Math.Pow(0.05, 1.0 / rows)), result.LowerBound, 12);
        Assert.Equal(notInferior, result.NotInferior);
    }

    [Fact]
    public void TheBoundIsTheLowerOfTAndBca()
    {
        var differences = Normals(75);
        var result = NonInferiority.Test(differences, 0.1, range: 1);
        var (t, bca) = (Means.Of(differences).LowerBound(0.05), Bootstrap.Mean(differences).LowerBound(0.05));
        Assert.Equal((Math.Min(t, bca), BoundMethod.Furthest), (result.LowerBound, result.Method));
        Assert.True(result.UpperBound > result.Estimate.Mean && result.LowerBound < result.Estimate.Mean);
    }

    [Fact]
    public void FewRowsMayHaveMissedWhatHitsOthers()
    {
        var (few, enough) = (Normals(74), Normals(75));
        var result = NonInferiority.Test(few, 0.05, range: 1);
        var unseen = 1 - Math.Pow(0.05, 1.0 / 74);
        Assert.Equal(BoundMethod.Few, result.Method);
        Assert.Equal((1 - unseen) * Math.Min(Means.Of(few).LowerBound(0.05), Bootstrap.Mean(few).LowerBound(0.05)) - unseen, result.LowerBound, 12);
        // That it is worse takes no more than before.
        Assert.Equal(Math.Max(Means.Of(few).UpperBound(0.05), Bootstrap.Mean(few).UpperBound(0.05)), result.UpperBound, 12);
        Assert.False(result.NotInferior);
        Assert.True(NonInferiority.Test(enough, 0.05, range: 1).NotInferior);
        Assert.Equal(BoundMethod.Few, NonInferiority.Clustered<int>(enough, [.. Enumerable.Range(0, 75).Select(i => i / 2)], 0.05, range: 1).Method);
    }

    [Fact]
    public void WhereTheTailIsLongForTheRowsHalfOfAlphaIsTakenOnItsSide()
    {
        var differences = Normals(100);
        differences[7] = differences[8] = -0.9;
        var (t, bca, studentised) = (Means.Of(differences), Bootstrap.Mean(differences), StudentisedBootstrap.Mean(differences));
        var result = NonInferiority.Test(differences, 0.05, range: 1);
        Assert.Equal(new[] { t.LowerBound(0.025), bca.LowerBound(0.025), studentised.LowerBound(0.025) }.Min(), result.LowerBound);
        Assert.Equal(new[] { t.UpperBound(0.05), bca.UpperBound(0.05), studentised.UpperBound(0.05) }.Max(), result.UpperBound);
        double[] gains = [.. differences.Select(difference => -difference)];
        Assert.Equal(-result.LowerBound, NonInferiority.Test(gains, 0.05, range: 1).UpperBound, 0.002);
    }

    [Fact]
    public void BootstrapTStaysOutWhereResamplesHaveNoSpreadOrValuesRepeat()
    {
        double[] three = [0.1, 0.2, 0.9], ratings = [.. Enumerable.Range(0, 80).Select(i => i % 8 == 0 ? 1.0 : 4 + i % 2)];
        Assert.False(StudentisedBootstrap.Mean(three).IsFinite);
        foreach (var values in new[] { three, ratings })
        {
            Interval[] both = [Means.Of(values).Interval(0.95), Bootstrap.Mean(values).Bca(0.95)];
            var interval = MeanInterval.Of(values, 0.95, 4);
            Assert.Equal((both.Min(one => one.Low), both.Max(one => one.High)), (interval.Low, interval.High));
        }
    }

    [Theory]
    [InlineData(99_999, BoundMethod.Furthest)]
    [InlineData(100_000, BoundMethod.Student)]
    public void ManyRowsNeedNoResampling(int rows, BoundMethod method)
    {
        double[] differences = [.. Enumerable.Range(0, rows).Select(i => i % 7 * 0.01)];
        Assert.Equal(method, NonInferiority.Test(differences, 0.05, range: 1, options: new BootstrapOptions { Resamples = 100 }).Method);
    }

    [Fact]
    public void ARareBigDropMovesBcaBelowT()
    {
        var differences = new double[60];
        Array.Fill(differences, -0.9, 0, 3);
        var result = NonInferiority.Test(differences, 0.05, range: 1);
        Assert.True(result.LowerBound < Means.Of(differences).LowerBound(0.05));
        Assert.False(result.NotInferior);
    }

    [Fact]
    public void AClearDropIsInferior()
    {
        var result = NonInferiority.Test([-0.5, -0.4, -0.6, -0.5, -0.45, -0.55], 0.1, range: 1);
        Assert.True(result is { Inferior: true, NotInferior: false, Superior: false });
    }

    [Fact]
    public void RowsThatRepeatAClusterAddNothing()
    {
        double[] tripled = [.. s_mixed, .. s_mixed, .. s_mixed];
        int[] clusters = [.. Enumerable.Range(0, 12), .. Enumerable.Range(0, 12), .. Enumerable.Range(0, 12)];
        var (once, thrice) = (NonInferiority.Test(s_mixed, 0.1, 1), NonInferiority.Clustered<int>(tripled, clusters, 0.1, 1));
        Assert.Equal(once.Estimate.StandardError, thrice.Estimate.StandardError, 12);
        Assert.Equal(11, thrice.Estimate.DegreesOfFreedom);
        Assert.Equal(once.LowerBound, thrice.LowerBound, 0.01);
    }

    [Fact]
    public void EqualRowsInFewClustersCountAsClusters()
    {
        int[] clusters = [.. Enumerable.Range(0, 100).Select(i => i / 10)];
        Assert.Equal(-(1 - Math.Pow(0.05, 0.1)), NonInferiority.Clustered<int>(new double[100], clusters, 0.05, 1).LowerBound, 12);
    }

    [Fact]
    public void TheIntervalOfASkewedMeanIsTheFurthestOfTBcaAndBootstrapT()
    {
        double[] skewed = [.. Enumerable.Range(1, 15).Select(i => -Math.Log(i / 16.0))];
        var interval = MeanInterval.Of(skewed, 0.95, 1);
        Interval[] all = [Means.Of(skewed).Interval(0.95), Bootstrap.Mean(skewed).Bca(0.95), StudentisedBootstrap.Mean(skewed).Interval(0.95)];
        Assert.Equal((all.Min(one => one.Low), all.Max(one => one.High)), (interval.Low, interval.High));
        Assert.Equal(all[2].High, interval.High);
        Assert.Equal(1 - Math.Pow(0.025, 1.0 / 20), MeanInterval.Of(new double[20], 0.95, 1).High, 12);
    }

    [Fact]
    public void WhereTheTailIsVeryLongTStaysOutOnTheOtherSideOfTheInterval()
    {
        var differences = Normals(100);
        differences[7] = differences[8] = -0.9;
        var (t, bca, studentised) = (Means.Of(differences).Interval(0.95), Bootstrap.Mean(differences).Bca(0.95), StudentisedBootstrap.Mean(differences).Interval(0.95));
        var interval = MeanInterval.Of(differences, 0.95, 1);
        Assert.Equal((new[] { t.Low, bca.Low, studentised.Low }.Min(), Math.Max(bca.High, studentised.High)), (interval.Low, interval.High));
        Assert.True(t.High > interval.High);
    }

    [Fact]
    public void TheIntervalOfClustersIsTheFurtherOfTAndBca()
    {
        var values = Normals(90);
        int[] clusters = [.. Enumerable.Range(0, 90).Select(i => i / 3)];
        Interval[] both = [Means.Clustered<int>(values, clusters).Interval(0.95), Bootstrap.ClusteredMean<int>(values, clusters).Bca(0.95)];
        var interval = MeanInterval.Clustered<int>(values, clusters, 0.95, 1);
        Assert.Equal((both.Min(one => one.Low), both.Max(one => one.High)), (interval.Low, interval.High));
        Assert.Equal(1 - Math.Pow(0.025, 1.0 / 30), MeanInterval.Clustered<int>(new double[90], clusters, 0.95, 1).High, 12);
    }

    /// <summary>Quantiles of a normal distribution with a mean of 0, in a mixed order.</summary>
    private static double[] Normals(int n) => [.. Enumerable.Range(0, n).Select(i => 0.1 * MathNet.Numerics.Distributions.Normal.InvCDF(0, 1, (i * 41 % n + 0.5) / n))];
}
