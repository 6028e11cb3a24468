using System.Text.Json;
using CsCheck;
using GenAIOps.Evaluation.Judges;

namespace GenAIOps.Evaluation.Tests.Judges;

public sealed class KappaValues
{
    private const double Z = 1.959963984540054;

    [Fact]
    public void ReferenceVectors()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "statistics.json")));
        var cases = vectors.RootElement.GetProperty("cohens_kappa").EnumerateArray().ToList();
        Assert.Equal(2, cases.Count);
        foreach (var vector in cases)
        {
            var table = vector.GetProperty("table").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetInt32()).ToArray()).ToArray();
            var kappa = Agreement.Kappa(table, KappaWeights.None, Z, 0.05)!;
            Assert.Equal(vector.GetProperty("kappa").GetDouble(), kappa.Value, 1e-12);
            Assert.Equal(vector.GetProperty("std").GetDouble(), kappa.StandardError, 1e-12);
        }
    }

    /// <summary>Computed from the other definition, 1 - observed / expected squared distance, with the standard error by a numeric delta method.</summary>
    [Theory]
    [InlineData(true, 0.8449051336400766, 0.046805314744596566)]
    [InlineData(false, 0.5824370492218145, 0.059281992387785254)]
    public void FiveLevels(bool isQuadratic, double value, double error)
    {
        int[][] table = [[11, 3, 1, 0, 0], [2, 9, 4, 1, 0], [0, 3, 12, 4, 1], [0, 1, 3, 14, 5], [1, 0, 0, 4, 21]];
        var kappa = Agreement.Kappa(table, isQuadratic ? KappaWeights.Quadratic : KappaWeights.None, Z, 0.05)!;
        Assert.Equal(value, kappa.Value, 1e-12);
        Assert.Equal(error, kappa.StandardError, 1e-7);
        Assert.Equal(value - Z * error, kappa.Low, 1e-6);
        Assert.Equal(value + Z * error, kappa.High, 1e-6);
    }

    [Fact]
    public void PerfectAgreementOnFewRowsIsNoCertainty()
    {
        Assert.Equal(1 - (1 - Math.Pow(0.025, 1.0 / 10)) / 0.5, Agreement.Kappa([[5, 0], [0, 5]], KappaWeights.None, Z, 0.05)!.Low, 1e-12);
        Assert.True(Agreement.Kappa([[500, 0], [0, 500]], KappaWeights.None, Z, 0.05)!.Low > 0.99);
    }

    [Fact]
    public void LabelsOfOneKindGiveNoKappa()
    {
        Assert.Null(Agreement.Kappa([[9, 0], [0, 0]], KappaWeights.None, Z, 0.05));
        Assert.Null(Agreement.Kappa([[0, 0], [0, 0]], KappaWeights.None, Z, 0.05));
    }

    [Fact]
    public void SwappingTheRatersChangesNothing() =>
        Gen.Int[0, 20].Array[3].Array[3].Sample(table =>
        {
            var turned = Enumerable.Range(0, 3).Select(i => table.Select(row => row[i]).ToArray()).ToArray();
            var (one, other) = (Agreement.Kappa(table, KappaWeights.Quadratic, Z, 0.05), Agreement.Kappa(turned, KappaWeights.Quadratic, Z, 0.05));
            Assert.Equal(one is null, other is null);
            if (one is not null && other is not null)
            {
                Assert.Equal(one.Value, other.Value, 1e-9);
                Assert.Equal(one.StandardError, other.StandardError, 1e-9);
                Assert.InRange(one.Value, -1 - 1e-9, 1 + 1e-9);
            }
        });
}
