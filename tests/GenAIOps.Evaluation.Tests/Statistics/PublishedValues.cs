using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Tests.Statistics;

/// <summary>Values of R 4.2.2, scipy 1.10.1 and the tables of the papers that the functions cite.</summary>
public sealed class PublishedValues
{
    [Theory]
    [InlineData(81, 263, 0.255288519878274, 0.3662095769828)]
    [InlineData(15, 148, 0.0623863995307363, 0.160487241723308)]
    [InlineData(0, 20, 0.0, 0.161125158052819)]
    [InlineData(1, 29, 0.00611321429276266, 0.171755218793203)]
    [InlineData(9990, 10000, 0.998160055612562, 0.999456714013503)]
    public void Wilson(int successes, int n, double low, double high) => Equal(low, high, Proportions.Wilson(successes, n, 0.95), 9);

    [Theory]
    [InlineData(81, 263, 0.252736745585271, 0.367621922601351)]
    [InlineData(0, 20, 0.0, 0.168433470983085)]
    [InlineData(95, 100, 0.887165088894537, 0.983568120817948)]
    public void ClopperPearson(int successes, int n, double low, double high) => Equal(low, high, Proportions.ClopperPearson(successes, n, 0.95), 8);

    [Theory]
    [InlineData(9, 3, 32, 0.95, -0.027090464503978843, 0.38969748713880564)]
    [InlineData(0, 1, 44, 0.90, -0.0956624263991727, 0.03651693841806402)]
    [InlineData(16, 8, 86, 0.95, -0.019658922719050766, 0.20691077062200106)]
    [InlineData(12, 10, 100, 0.90, -0.059219093018826156, 0.09983219113022031)]
    [InlineData(0, 0, 50, 0.95, -0.07134759913335871, 0.07134759913335871)]
    [InlineData(5, 5, 1000, 0.95, -0.0072639675493162675, 0.007263967549316267)]
    public void Tango(int candidateOnly, int baselineOnly, int n, double confidence, double low, double high) =>
        Equal(low, high, Proportions.Tango(candidateOnly, baselineOnly, n, confidence), 6);

    [Theory]
    [InlineData(12, 10, 100, 0.05, 0.07186385175919636)]
    [InlineData(3, 9, 200, 0.05, 0.1435938923442589)]
    [InlineData(0, 0, 50, 0.05, 0.052378744924865314)]
    [InlineData(5, 5, 1000, 0.01, 0.006258406003518808)]
    public void NonInferiority(int candidateOnly, int baselineOnly, int n, double margin, double p) =>
        Assert.Equal(p, Proportions.NonInferiorityP(candidateOnly, baselineOnly, n, margin), 8);

    [Theory]
    [InlineData(5, 5, 1.0)]
    [InlineData(10, 25, 0.016673847800120715)]
    [InlineData(0, 0, 1.0)]
    public void McNemar(int b, int c, double p) => Assert.Equal(p, Proportions.McNemarExact(b, c), 9);

    [Fact]
    public void ImpossibleCountsAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportions.Wilson(5, 4, 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportions.Wilson(0, 0, 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportions.Wilson(1, 4, 1));
    }

    private static void Equal(double low, double high, Interval interval, int digits)
    {
        Assert.Equal(low, interval.Low, digits);
        Assert.Equal(high, interval.High, digits);
    }
}
