using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Tests.Statistics;

/// <summary>What is refused, by the name of the parameter.</summary>
public sealed class BadInput
{
    private static readonly double[] s_values = [0.1, 0.4, 0.2];

    public static TheoryData<string, Action> Refused => new()
    {
        { "successes", () => Proportions.Wilson(5, 4, 0.95) },
        { "n", () => Proportions.Wilson(0, 0, 0.95) },
        { "confidence", () => Proportions.Wilson(1, 4, 1) },
        { "confidence", () => Proportions.ClopperPearson(1, 4, double.NaN) },
        { "confidence", () => Proportions.MidP(1, 4, 0) },
        { "alpha", () => Proportions.UpperBound(0, 4, double.NaN) },
        { "expected", () => Proportions.BinomialTest(1, 4, double.NaN) },
        { "candidateOnly", () => Proportions.McNemarExact(-1, 4) },
        { "candidateOnly + baselineOnly", () => Proportions.Tango(3, 3, 5, 0.95) },
        { "delta", () => Proportions.TangoZ(1, 1, 5, double.NaN) },
        { "margin", () => Proportions.NonInferiorityP(1, 1, 5, double.NaN) },
        { "margin", () => Proportions.NonInferiorityP(1, 1, 5, -0.1) },
        { "successes2", () => Proportions.NewcombeDifference(1, 2, 3, 2, 0.95) },
        { "values", () => Means.Of([1, double.NaN]) },
        { "values", () => Means.Of([1]) },
        { "baseline", () => Means.Paired([1, 2], [1, double.PositiveInfinity]) },
        { "baseline", () => Means.Paired([1, 2], [1, 2, 3]) },
        { "clusters", () => Means.Clustered<int>([1, 2], [1]) },
        { "clusters", () => Means.Clustered<int>([1, 2], [1, 1]) },
        { "mean", () => Means.Of(s_values).P(double.NaN) },
        { "low", () => Means.Of(s_values).EquivalenceP(1, double.NaN) },
        { "Resamples", () => Bootstrap.Mean(s_values, new BootstrapOptions { Resamples = 99 }) },
        { "Threads", () => Bootstrap.Mean(s_values, new BootstrapOptions { Threads = 0 }) },
        { "statistic", () => Bootstrap.Of<double>(s_values, _ => double.NaN) },
        { "differences", () => NonInferiority.Test([0.1, double.NaN], 0.1, 1) },
        { "differences", () => NonInferiority.Test([0.1, 1.5], 0.1, 1) },
        { "margin", () => NonInferiority.Test(s_values, 0, 1) },
        { "range", () => NonInferiority.Test(s_values, 0.1, double.NaN) },
        { "differences", () => SignedRank.Of([double.NaN]) },
        { "differences", () => PairedPermutation.Exact([.. Enumerable.Repeat(1.0, 26)]) },
        { "second", () => MannWhitney.Of([1], []) },
        { "share", () => Quantiles.Of(s_values, double.NaN) },
        { "p", () => Multiplicity.Holm([0.1, double.NaN]) },
        { "p", () => Multiplicity.BenjaminiHochberg([1.1]) },
        { "p", () => Multiplicity.Hommel([]) },
        { "variance", () => Sequential.AlwaysValidP(s_values, 0, double.NaN, 1) },
        { "looks", () => GroupSequential.Pocock(0, 0.05) },
        { "table", () => Kappa.Of(new[,] { { 5, 0 }, { 0, 0 } }) },
        { "raters", () => Krippendorff.Alpha([[1, 2], [1, double.NaN]], MeasurementLevel.Nominal) },
        { "k", () => PassAtK.AnyOf(4, 2, 5) },
        { "difference", () => PowerAnalysis.NonInferiorityRows(0.1, -0.05, 0.05) },
        { "discordant", () => PowerAnalysis.McNemarRows(double.NaN, 0.05) },
        { "power", () => PowerAnalysis.TRows(0.5, power: 0.01) },
        { "share2", () => PowerAnalysis.TwoProportionRows(0.5, 0.5) },
        { "rows", () => RepeatedSamples.Of([[1], [2]]) },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void IsRefusedByName(string parameter, Action call) => Assert.Equal(parameter, Assert.ThrowsAny<ArgumentException>(call).ParamName);

    [Fact]
    public void TheMessageSaysValueAndRule()
    {
        Assert.Contains("values[1] is NaN; each value is a finite number", Assert.Throws<ArgumentException>(() => Means.Of([1, double.NaN])).Message, StringComparison.Ordinal);
        Assert.Contains("is at most n, which is 4", Assert.Throws<ArgumentOutOfRangeException>(() => Proportions.Wilson(5, 4, 0.95)).Message, StringComparison.Ordinal);
    }
}
