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
        var result = NonInferiority.Test(s_mixed, 0.1, range: 1);
        var (t, bca) = (Means.Of(s_mixed).LowerBound(0.05), Bootstrap.Mean(s_mixed).LowerBound(0.05));
        Assert.Equal(Math.Min(t, bca), result.LowerBound);
        Assert.True(result.UpperBound > result.Estimate.Mean && result.LowerBound < result.Estimate.Mean);
    }

    [Fact]
    public void WhereResamplesHaveNoSpreadBootstrapTStaysOut()
    {
        var differences = new double[100];
        differences[7] = differences[8] = -0.1;
        Assert.False(StudentisedBootstrap.Mean(differences).IsFinite);
        var result = NonInferiority.Test(differences, 0.05, range: 1);
        Assert.Equal(Math.Min(Means.Of(differences).LowerBound(0.05), Bootstrap.Mean(differences).LowerBound(0.05)), result.LowerBound);
        Assert.True(result.NotInferior);
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
        double[] skewed = [0.1, 0.2, 0.1, 0.3, 0.2, 0.1, 0.2, 0.3, 0.1, 0.9, 0.2, 0.1, 0.4, 0.2, 0.1];
        var interval = MeanInterval.Of(skewed, 0.95, 1);
        Interval[] all = [Means.Of(skewed).Interval(0.95), Bootstrap.Mean(skewed).Bca(0.95), StudentisedBootstrap.Mean(skewed).Interval(0.95)];
        Assert.Equal((all.Min(one => one.Low), all.Max(one => one.High)), (interval.Low, interval.High));
        Assert.Equal(all[2].High, interval.High);
        Assert.Equal(1 - Math.Pow(0.025, 1.0 / 20), MeanInterval.Of(new double[20], 0.95, 1).High, 12);
    }
}
