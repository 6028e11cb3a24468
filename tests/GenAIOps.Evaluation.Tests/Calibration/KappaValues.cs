using System.Text.Json;
using CsCheck;
using GenAIOps.Evaluation.Calibration;

namespace GenAIOps.Evaluation.Tests.Calibration;

public sealed class KappaValues
{
    [Fact]
    public void ReferenceVectors()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "statistics.json")));
        var cases = vectors.RootElement.GetProperty("cohens_kappa").EnumerateArray().ToList();
        Assert.Equal(2, cases.Count);
        foreach (var vector in cases)
        {
            var table = vector.GetProperty("table").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetInt32()).ToArray()).ToArray();
            var kappa = Agreement.Kappa(table, KappaWeights.None, 0.95)!;
            Assert.Equal(vector.GetProperty("kappa").GetDouble(), kappa.Value, 1e-12);
            Assert.Equal(vector.GetProperty("std").GetDouble(), kappa.StandardError, 1e-12);
        }
    }

    /// <summary>Computed from the other definition, 1 - observed / expected squared distance, with the standard error by a numeric delta method and t(99) = 1.98422.</summary>
    [Theory]
    [InlineData(true, 0.8449051336400766, 0.046805314744596566, 0.7220259946523074, 0.9161113827174017)]
    [InlineData(false, 0.5824370492218145, 0.059281992387785254, 0.4520138506994361, 0.68847867062024)]
    public void FiveLevels(bool isQuadratic, double value, double error, double low, double high)
    {
        int[][] table = [[11, 3, 1, 0, 0], [2, 9, 4, 1, 0], [0, 3, 12, 4, 1], [0, 1, 3, 14, 5], [1, 0, 0, 4, 21]];
        var kappa = Agreement.Kappa(table, isQuadratic ? KappaWeights.Quadratic : KappaWeights.None, 0.95)!;
        Assert.Equal(value, kappa.Value, 1e-12);
        Assert.Equal(error, kappa.StandardError, 1e-7);
        Assert.Equal(low, kappa.Low, 1e-6);
        Assert.Equal(high, kappa.High, 1e-6);
    }

    /// <summary>Judges whose kappa is the limit itself, on five levels and 30 rows, the worst case that was found: how often the lower end reaches the limit all the same.</summary>
    [Fact]
    public void AJudgeAtTheLimitSeldomPasses()
    {
        double[] spread = [.. Enumerable.Range(0, 5).Select(distance => Math.Exp(-distance * distance / (2 * 1.48055 * 1.48055)))];
        double[][] shares = [.. Enumerable.Range(0, 5).Select(i => Enumerable.Range(0, 5).Select(j => spread[Math.Abs(i - j)]).ToArray()).Select(row => row.Select(cell => cell / row.Sum() / 5).ToArray())];
        Assert.Equal(0.6, Agreement.Kappa([.. shares.Select(row => row.Select(share => (int)Math.Round(share * 1e8)).ToArray())], KappaWeights.Quadratic, 0.95)!.Value, 3e-3);
        var random = new Random(1);
        var passed = 0;
        for (var set = 0; set < 4000; set++)
        {
            int[][] table = [new int[5], new int[5], new int[5], new int[5], new int[5]];
            for (var row = 0; row < 30; row++)
            {
                var (drawn, cell) = (random.NextDouble(), 0);
                while (cell < 24 && (drawn -= shares[cell / 5][cell % 5]) > 0)
                {
                    cell++;
                }

                table[cell / 5][cell % 5]++;
            }

            passed += Agreement.Kappa(table, KappaWeights.Quadratic, 0.95)!.Low >= 0.6 ? 1 : 0;
        }

        // 2.5 % nominal, 3.7 % expected; three standard errors of the simulation are 0.9 %. The plain interval passes 7.4 %.
        Assert.InRange(passed / 4000.0, 0.01, 0.046);
    }

    [Fact]
    public void PerfectAgreementOnFewRowsIsNoCertainty()
    {
        Assert.Equal(1 - (1 - Math.Pow(0.025, 1.0 / 10)) / 0.5, Agreement.Kappa([[5, 0], [0, 5]], KappaWeights.None, 0.95)!.Low, 1e-12);
        Assert.True(Agreement.Kappa([[500, 0], [0, 500]], KappaWeights.None, 0.95)!.Low > 0.99);
    }

    [Fact]
    public void LabelsOfOneKindGiveNoKappa()
    {
        Assert.Null(Agreement.Kappa([[9, 0], [0, 0]], KappaWeights.None, 0.95));
        Assert.Null(Agreement.Kappa([[0, 0], [0, 0]], KappaWeights.None, 0.95));
    }

    [Fact]
    public void SwappingTheRatersChangesNothing() =>
        Gen.Int[0, 20].Array[3].Array[3].Sample(table =>
        {
            var turned = Enumerable.Range(0, 3).Select(i => table.Select(row => row[i]).ToArray()).ToArray();
            var (one, other) = (Agreement.Kappa(table, KappaWeights.Quadratic, 0.95), Agreement.Kappa(turned, KappaWeights.Quadratic, 0.95));
            Assert.Equal(one is null, other is null);
            if (one is not null && other is not null)
            {
                Assert.Equal(one.Value, other.Value, 1e-9);
                Assert.Equal(one.StandardError, other.StandardError, 1e-9);
                Assert.InRange(one.Value, -1 - 1e-9, 1 + 1e-9);
            }
        });
}
