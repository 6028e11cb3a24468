using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Tests.Statistics;

/// <summary>The published cases on rows and power.</summary>
internal static class PublishedPower
{
    public static void TwoSampleT(VectorCase x, VectorCase e)
    {
        Assert.Equal(["n=20,delta=1,sd=1 -> power", "power=.9,delta=1 -> n", "same one-sided -> n"], x.Read("cases").EnumerateArray().Select(c => c.GetString()!));
        e.Is("power", PowerAnalysis.TPower(1, 20, twoSamples: true));
        e.Is("n", PowerAnalysis.TRows(1, power: 0.9, twoSamples: true));
        e.Is("n_one_sided", PowerAnalysis.TRows(1, power: 0.9, alternative: Alternative.Greater, twoSamples: true));
    }

    public static void TwoShares(VectorCase x, VectorCase e)
    {
        Assert.Equal(["n=50,p1=.5,p2=.75 -> power", "power=.9 -> n"], x.Read("cases").EnumerateArray().Select(c => c.GetString()!));
        e.Is("power", PowerAnalysis.TwoProportionPower(0.5, 0.75, 50));
        e.Is("n", PowerAnalysis.TwoProportionRows(0.5, 0.75, power: 0.9));
    }

    public static void PairedT(VectorCase x, VectorCase e)
    {
        var effect = x.Number("delta") / x.Number("sd");
        // R leaves out the wrong tail unless it is strict: that is one-sided at half the alpha.
        e.Is("power_n50", PowerAnalysis.TPower(effect, 50, 0.025, Alternative.Greater));
        e.Is("n_for_80", PowerAnalysis.TRows(effect, 0.025, alternative: Alternative.Greater));
        e.Is("n_for_80_one_sided", PowerAnalysis.TRows(effect, alternative: Alternative.Greater));
    }

    public static void Miller(VectorCase x, VectorCase e)
    {
        var (delta, omega, a, b) = (x.Number("delta"), x.Number("omega2"), x.Number("sigma2A"), x.Number("sigma2B"));
        e.Is("n_sampling_free", PowerAnalysis.ContinuousRows(omega, delta));
        e.Is("n_K1", PowerAnalysis.ContinuousRows(PowerAnalysis.RepeatedVariance(omega, a, 1, b, 1), delta));
        e.Is("n_K10", PowerAnalysis.ContinuousRows(PowerAnalysis.RepeatedVariance(omega, a, 10, b, 10), delta));
        e.Is("mde_n198_K1", PowerAnalysis.ContinuousDifference(PowerAnalysis.RepeatedVariance(omega, a, 1, b, 1), 198));
    }

    public static void McNemar(VectorCase x, VectorCase e)
    {
        e.Is("n", [.. x.Read("cases").EnumerateArray().Select(c => PowerAnalysis.McNemarRows(c.GetProperty("p_discordant").GetDouble(), c.GetProperty("delta").GetDouble()))]);
        Assert.Equal(0.05, PowerAnalysis.McNemarDifference(0.2, 625.5473178337214), 9);
    }

    public static void NonInferiority(VectorCase x, VectorCase e)
    {
        e.Is("n", [.. x.Read("cases").EnumerateArray().Select(c => PowerAnalysis.NonInferiorityRows(c.GetProperty("p_discordant").GetDouble(), c.GetProperty("delta").GetDouble(), c.GetProperty("margin").GetDouble()))]);
        Assert.Equal(0.03, PowerAnalysis.NonInferiorityMargin(0.1, 0.01, 386.02341717423417), 9);
    }
}
