using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Tests.Statistics;

/// <summary>Values worked out by hand, where the vectors have none.</summary>
public sealed class JudgesAndRepeats
{
    [Fact]
    public void NearMissesCountInWeightedKappa()
    {
        int[,] table = { { 8, 2, 0 }, { 1, 6, 3 }, { 0, 2, 8 } };
        // Linear: observed 1 - 8 / 2 / 30, expected 1 - (distances under chance) / 2; rows 10 each, columns 9, 10, 11.
        Assert.Equal(1 - 4.0 / 30 / (1 - (9 * (1 + 0.5) + 10 * (0.5 + 1 + 0.5) + 11 * (0.5 + 1)) / 90.0), Kappa.Of(table, KappaWeights.Linear).Value, 12);
        Assert.True(Kappa.Of(table, KappaWeights.Quadratic).Value > Kappa.Of(table, KappaWeights.Linear).Value);
        Assert.True(Kappa.Of(table, KappaWeights.Linear).Value > Kappa.Of(table).Value);
    }

    [Fact]
    public void TheVarianceOfRepeatsIsSplit()
    {
        // Row means 2 and 6, so their variance is 8; within each row the variance is 2, of which the mean of two keeps 1.
        var split = RepeatedSamples.Of([[1, 3], [5, 7]]);
        Assert.Equal((2, 7), (split.Within, split.Between));
        Assert.Equal(4, split.Estimate.Mean);
    }

    [Fact]
    public void AnAlwaysValidPNeverRises()
    {
        var p = Sequential.AlwaysValidP([1, 2, 1, -3, 2, 3, 3], 0, 1, 1);
        Assert.True(p.Zip(p.Skip(1)).All(x => x.Second <= x.First));
        Assert.True(p[^1] < 0.05);
    }

    [Fact]
    public void AConfidenceSequenceIsTheBoundaryOverN()
    {
        var interval = Sequential.ConfidenceSequence([1, 2, 3], 1, 10, 0.05);
        Assert.Equal(2 + Sequential.MixtureBoundary(3, 10, 0.05) / 3, interval.High, 12);
        Assert.Equal(4, interval.Low + interval.High, 12);
    }

    /// <summary>All paths of 300 rows, summed exactly: the chance that a look ever excludes the true share.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    public void TheSequenceOfAShareHoldsTheTruthAtEveryLook(double share)
    {
        double[] inside = [1];
        for (var n = 1; n <= 300; n++)
        {
            var next = new double[n + 1];
            for (var k = 0; k < n; k++) (next[k], next[k + 1]) = (next[k] + inside[k] * (1 - share), next[k + 1] + inside[k] * share);
            for (var k = 0; k <= n; k++)
            {
                if (next[k] > 0 && !Sequential.ShareSequence(k, n, 0.05).Contains(share)) next[k] = 0;
            }

            inside = next;
        }

        // Some chance is spent, and no more than was promised.
        Assert.InRange(1 - inside.Sum(), 0.002, 0.05);
    }

    [Fact]
    public void TheSequenceOfAShareIsWiderThanAnIntervalForOneLook()
    {
        var (sequence, once) = (Sequential.ShareSequence(90, 100, 0.05), Proportions.Wilson(90, 100, 0.95));
        Assert.True(sequence.Low < once.Low && sequence.High > once.High);
        Assert.Equal((0.0, 1.0), (Sequential.ShareSequence(0, 5, 0.05).Low, Sequential.ShareSequence(5, 5, 0.05).High));
    }

    [Fact]
    public void SmallRankSumsAreAsEnumerated()
    {
        // 1, 2 against 3, 4, 5: U is 0, one of C(5, 2) = 10 orders.
        Assert.Equal(0.1, MannWhitney.Of([1, 2], [3, 4, 5]).ExactP(Alternative.Less), 12);
        Assert.Equal(0.2, MannWhitney.Of([1, 2], [3, 4, 5]).ExactP(), 12);
    }

    [Theory]
    [InlineData(QuantileType.InvertedCdf, 1)]
    [InlineData(QuantileType.Weibull, 1.25)]
    [InlineData(QuantileType.Linear, 1.75)]
    [InlineData(QuantileType.MedianUnbiased, 1.4166666666666667)]
    public void QuantilesFollowTheirType(QuantileType type, double quarter) => Assert.Equal(quarter, Quantiles.Of([4, 2, 1, 3], 0.25, type), 12);
}
