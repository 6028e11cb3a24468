using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Tests.Statistics;

/// <summary>The published bootstrap cases: all n^n resamples, where nothing is random, and Efron's law schools.</summary>
internal static class PublishedBootstrap
{
    public static void Exhaustive(VectorCase x, VectorCase e)
    {
        var (values, tail) = (x.Numbers("x"), (1 - x.Number("level")) / 2);
        var mean = values.Average();
        var replicates = EveryResample(values);
        Array.Sort(replicates);
        var acceleration = BcaAdjustment.AccelerationOf(Array.ConvertAll(values, value => (values.Sum() - value) / (values.Length - 1)));
        BcaAdjustment strict = new(BcaAdjustment.BiasOf(replicates, mean, midRank: false), acceleration);
        BcaAdjustment mid = new(BcaAdjustment.BiasOf(replicates, mean), acceleration);
        e.Is("B", replicates.Length);
        e.Is("acceleration", acceleration);
        e.Is("z0_strict", strict.Bias);
        e.Is("z0_midrank", mid.Bias);
        e.Is("alpha_lo_strict", strict.Share(tail));
        e.Is("alpha_hi_strict", strict.Share(1 - tail));
        e.Is("alpha_lo_mid", mid.Share(tail));
        e.Is("alpha_hi_mid", mid.Share(1 - tail));
        e.Is("bca_lo_strict_type7", Quantiles.Of(replicates, strict.Share(tail)));
        e.Is("bca_hi_strict_type7", Quantiles.Of(replicates, strict.Share(1 - tail)));
        e.Is("bca_lo_mid_type7", Quantiles.Of(replicates, mid.Share(tail)));
        e.Is("bca_hi_mid_type7", Quantiles.Of(replicates, mid.Share(1 - tail)));
        e.Is("bca_lo_mid_type1", Quantiles.Of(replicates, mid.Share(tail), QuantileType.InvertedCdf));
        e.Is("bca_hi_mid_type1", Quantiles.Of(replicates, mid.Share(1 - tail), QuantileType.InvertedCdf));
        e.Is("perc_lo_type7", Quantiles.Of(replicates, tail));
        e.Is("perc_hi_type7", Quantiles.Of(replicates, 1 - tail));
        // Over all resamples, so divided by their number and not by one less.
        e.Is("se_ideal", Math.Sqrt(replicates.Average(value => (value - mean) * (value - mean))));
    }

    public static void LawSchool(VectorCase x, VectorCase e)
    {
        var schools = x.Numbers("LSAT").Zip(x.Numbers("GPA")).ToArray();
        e.Is("r", Correlation(schools), 1e-9);
        var result = Bootstrap.Of<(double, double)>(schools, Correlation, new BootstrapOptions { Resamples = 20_000, Seed = 1 });
        e.Near("se_boot", result.StandardError, 0.02);
        e.Is("percentile90", result.Percentile(0.9), absolute: 0.02);
        e.Is("bca90", result.Bca(0.9), absolute: 0.02);
    }

    private static double[] EveryResample(double[] values)
    {
        var replicates = new double[(int)Math.Pow(values.Length, values.Length)];
        for (var i = 0; i < replicates.Length; i++)
        {
            double sum = 0;
            for (int k = 0, rest = i; k < values.Length; k++, rest /= values.Length) sum += values[rest % values.Length];
            replicates[i] = sum / values.Length;
        }

        return replicates;
    }

    private static double Correlation(ReadOnlySpan<(double X, double Y)> rows)
    {
        double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
        foreach (var row in rows)
        {
            x += row.X / rows.Length;
            y += row.Y / rows.Length;
        }

        foreach (var row in rows)
        {
            xx += (row.X - x) * (row.X - x);
            yy += (row.Y - y) * (row.Y - y);
            xy += (row.X - x) * (row.Y - y);
        }

        return xy / Math.Sqrt(xx * yy);
    }
}
