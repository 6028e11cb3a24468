using System.Text.Json;
using GenAIOps.Evaluation.Statistics;
using MathNet.Numerics;

namespace GenAIOps.Evaluation.Tests.Statistics;

/// <summary>Which functions a family of published cases is compared with.</summary>
internal static class PublishedComparisons
{
    public static readonly Dictionary<string, Action<VectorCase, VectorCase>> ByPrefix = new()
    {
        ["prop_ci_"] = Shares,
        ["binom_test_"] = BinomialTest,
        ["rule_of_three_"] = NoneOfN,
        ["mcnemar_"] = McNemar,
        ["paired_rd_"] = PairedDifference,
        ["noninferiority_binary_"] = NonInferiorityBinary,
        ["sleep_paired_t"] = PairedT,
        ["sleep_noninferiority_"] = PairedNonInferiority,
        ["sleep_superiority_"] = (x, e) =>
        {
            var estimate = Means.Paired(x.Numbers("y"), x.Numbers("x"));
            e.Is("t", estimate.T(x.Number("mu")));
            e.Is("p", estimate.P(x.Number("mu"), Alternative.Greater));
        },
        ["sleep_welch"] = Welch,
        ["tost_sleep_"] = Equivalence,
        ["darwin_"] = Darwin,
        ["signflip_"] = (x, e) =>
        {
            e.Is("p_one_sided_ge", PairedPermutation.Exact(x.Numbers("differences"), Alternative.Greater));
            e.Is("p_two_sided", PairedPermutation.Exact(x.Numbers("differences")));
        },
        ["wilcoxon_depression"] = Depression,
        ["wilcoxon_pratt_"] = Pratt,
        ["padjust_"] = Adjusted,
        ["power_t_docs"] = PublishedPower.TwoSampleT,
        ["power_prop_docs"] = PublishedPower.TwoShares,
        ["power_t_paired"] = PublishedPower.PairedT,
        ["miller_n"] = PublishedPower.Miller,
        ["mcnemar_sample_size"] = PublishedPower.McNemar,
        ["noninferiority_sample_size"] = PublishedPower.NonInferiority,
        ["clustered_se_"] = Clustered,
        ["paired_repeated"] = Repeated,
        ["ideal_exboot"] = PublishedBootstrap.Exhaustive,
        ["law_school_bca"] = PublishedBootstrap.LawSchool,
        ["msprt_normal"] = (x, e) =>
        {
            e.Is("likelihood_ratio", Sequential.LikelihoodRatios(x.Numbers("x"), x.Number("theta0"), x.Number("sigma2"), x.Number("tau2")));
            e.Is("p_always_valid", Sequential.AlwaysValidP(x.Numbers("x"), x.Number("theta0"), x.Number("sigma2"), x.Number("tau2")));
        },
        ["normal_mixture_cs"] = (x, e) => e.Is("u", Array.ConvertAll(x.Numbers("v"), v => Sequential.MixtureBoundary(v, x.Number("rho"), x.Number("alpha")))),
        ["alpha_spending_bonferroni"] = (x, e) =>
        {
            var (looks, alpha) = (x.Whole("looks"), x.Number("alpha"));
            e.Near("pocock_constant_k5", GroupSequential.Pocock(looks, alpha), 0.0005);
            e.Near("obrien_fleming_final_k5", GroupSequential.OBrienFleming(looks, alpha), 0.0005);
            e.Is("bonferroni_z", GroupSequential.Bonferroni(looks, alpha), 1e-9);
        },
        ["cohen_kappa"] = (x, e) =>
        {
            var kappa = Kappa.Of(PublishedVectors.Table(x.Read("table")));
            e.Is("kappa", kappa.Value);
            e.Is("po", kappa.Observed);
            e.Is("pe", kappa.Expected);
        },
        ["krippendorff"] = (x, e) =>
        {
            var raters = x.Read("raters").EnumerateArray().Select(r => r.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? (double?)null : v.GetDouble()).ToArray()).ToArray();
            e.Is("nominal", Krippendorff.Alpha(raters, MeasurementLevel.Nominal));
            e.Is("ordinal", Krippendorff.Alpha(raters, MeasurementLevel.Ordinal));
            e.Is("interval", Krippendorff.Alpha(raters, MeasurementLevel.Interval));
        },
        ["pass_at_k"] = (x, e) =>
        {
            var cases = x.Read("cases").EnumerateArray().Select(c => (N: c.GetProperty("n").GetInt32(), C: c.GetProperty("c").GetInt32(), K: c.GetProperty("k").GetInt32())).ToArray();
            e.Is("pass_at_k", Array.ConvertAll(cases, c => PassAtK.AnyOf(c.N, c.C, c.K)));
            e.Is("pass_hat_k", Array.ConvertAll(cases, c => PassAtK.AllOf(c.N, c.C, c.K)));
        },
        ["special_qt"] = (x, e) =>
        {
            foreach (var df in new[] { 1, 2, 3, 5, 9, 10, 30, 99, 100, 1000 }) e.Is(FormattableString.Invariant($"{df}"), Array.ConvertAll(x.Numbers("p"), p => Distributions.StudentQuantile(p, df)));
        },
        ["special_qnorm"] = (x, e) => e.Is("z", Array.ConvertAll(x.Numbers("p"), Distributions.NormalQuantile)),
        ["special_misc"] = Special,
    };

    private static void Shares(VectorCase x, VectorCase e)
    {
        var (successes, n, level) = (x.Whole("successes"), x.Whole("n"), x.Number("level"));
        e.Is("wilson", Proportions.Wilson(successes, n, level));
        e.Is("wilson_cc", Proportions.Wilson(successes, n, level, continuityCorrection: true));
        e.Is("clopper_pearson", Proportions.ClopperPearson(successes, n, level));
        e.Is("midp", Proportions.MidP(successes, n, level));
    }

    private static void BinomialTest(VectorCase x, VectorCase e)
    {
        e.Is("p_two_sided", Proportions.BinomialTest(x.Whole("successes"), x.Whole("n"), x.Number("p0")));
        e.Is("clopper_pearson", Proportions.ClopperPearson(x.Whole("successes"), x.Whole("n"), 0.95));
    }

    private static void NoneOfN(VectorCase x, VectorCase e)
    {
        var n = x.Whole("n");
        e.Is("exact_upper", Proportions.UpperBound(x.Whole("failures"), n, x.Number("alpha")));
        // The rule itself, which the exact bound replaces.
        e.Is("three_over_n", 3.0 / n);
        Assert.True(Proportions.UpperBound(0, n, 0.05) < 3.0 / n);
    }

    private static void McNemar(VectorCase x, VectorCase e)
    {
        var (candidate, baseline) = (x.Whole("candidate_only"), x.Whole("baseline_only"));
        if (x.Has("both_pass")) Assert.True(x.Whole("both_pass") >= 0 && x.Whole("both_fail") >= 0);
        e.Is("exact_p", Proportions.McNemarExact(candidate, baseline));
        e.Is("mid_p", Proportions.McNemarMidP(candidate, baseline));
        if (candidate + baseline == 0) return;
        e.Is("chi2", Proportions.McNemarChiSquare(candidate, baseline).Statistic);
        e.Is("chi2_p", Proportions.McNemarChiSquare(candidate, baseline).P);
        e.Is("chi2_cc", Proportions.McNemarChiSquare(candidate, baseline, continuityCorrection: true).Statistic);
        e.Is("chi2_cc_p", Proportions.McNemarChiSquare(candidate, baseline, continuityCorrection: true).P);
    }

    private static void PairedDifference(VectorCase x, VectorCase e)
    {
        var (both, first, second, neither, level) = (x.Whole("both"), x.Whole("only1"), x.Whole("only2"), x.Whole("neither"), x.Number("level"));
        var n = both + first + second + neither;
        e.Is("difference", (double)(first - second) / n);
        e.Is("tango", Proportions.Tango(first, second, n, level));
        e.Is("newcombe10", Proportions.NewcombePaired(both, first, second, neither, level));
        e.Is("newcombe8", Proportions.NewcombePaired(both, first, second, neither, level, correctPhi: false));
        e.Is("wald", Proportions.WaldPaired(first, second, n, level));
        e.Is("bonett_price", Proportions.BonettPrice(first, second, n, level));
    }

    private static void NonInferiorityBinary(VectorCase x, VectorCase e)
    {
        var (candidate, baseline, n, margin) = (x.Whole("candidate_only"), x.Whole("baseline_only"), x.Whole("n"), x.Number("margin"));
        e.Is("z", Proportions.TangoZ(candidate, baseline, n, -margin));
        e.Is("p_one_sided", Proportions.NonInferiorityP(candidate, baseline, n, margin));
        e.Is("ci90", Proportions.Tango(candidate, baseline, n, 0.9));
        e.Is("ci95", Proportions.Tango(candidate, baseline, n, 0.95));
        e.Is("noninferior_at_0_05", Proportions.NonInferiorityP(candidate, baseline, n, margin) <= 0.05);
    }

    private static void PairedT(VectorCase x, VectorCase e)
    {
        var estimate = Means.Paired(x.Numbers("x"), x.Numbers("y"));
        e.Is("t", estimate.T());
        e.Is("df", estimate.DegreesOfFreedom);
        e.Is("p_two_sided", estimate.P());
        e.Is("ci95", estimate.Interval(0.95));
        e.Is("mean_difference_x_minus_y", estimate.Mean);
        e.Is("se", estimate.StandardError);
    }

    private static void PairedNonInferiority(VectorCase x, VectorCase e)
    {
        var estimate = Means.Paired(x.Numbers("y"), x.Numbers("x"));
        var margin = x.Number("margin");
        e.Is("t", estimate.T(-margin));
        e.Is("df", estimate.DegreesOfFreedom);
        e.Is("p", estimate.P(-margin, Alternative.Greater));
        e.Is("lower95_one_sided", estimate.LowerBound(0.05));
    }

    private static void Welch(VectorCase x, VectorCase e)
    {
        var estimate = Means.Welch(x.Numbers("x"), x.Numbers("y"));
        e.Is("t", estimate.T());
        e.Is("df", estimate.DegreesOfFreedom);
        e.Is("p_two_sided", estimate.P());
        e.Is("ci95", estimate.Interval(0.95));
    }

    private static void Equivalence(VectorCase x, VectorCase e)
    {
        var estimate = Means.Paired(x.Numbers("y"), x.Numbers("x"));
        var (low, high) = (x.Number("low"), x.Number("high"));
        e.Is("p_tost", estimate.EquivalenceP(low, high));
        e.Is("t_lower", estimate.T(low));
        e.Is("p_lower", estimate.P(low, Alternative.Greater));
        e.Is("t_upper", estimate.T(high));
        e.Is("p_upper", estimate.P(high, Alternative.Less));
    }

    private static void Darwin(VectorCase x, VectorCase e)
    {
        var differences = x.Numbers("differences_eighths_inch");
        var estimate = Means.Of(differences);
        e.Is("sum", estimate.Mean * differences.Length);
        e.Is("t", estimate.T());
        e.Is("df", estimate.DegreesOfFreedom);
        e.Is("p_t_two_sided", estimate.P());
        e.Is("ci95", estimate.Interval(0.95));
        var oneSided = PairedPermutation.Exact(differences, Alternative.Greater);
        e.Is("perm_total", Math.Pow(2, differences.Length));
        e.Is("perm_count_ge", oneSided * Math.Pow(2, differences.Length));
        e.Is("perm_p_one_sided", oneSided);
        e.Is("perm_p_two_sided", PairedPermutation.Exact(differences));
    }

    private static void Depression(VectorCase x, VectorCase e)
    {
        var differences = x.Numbers("x").Zip(x.Numbers("y"), (a, b) => a - b).ToArray();
        var test = SignedRank.Of(differences);
        e.Is("V", test.Positive);
        e.Is("p_greater", test.ExactP(Alternative.Greater));
        e.Is("p_two_sided", test.ExactP());
        e.Is("hodges_lehmann", HodgesLehmann.Estimate(differences));
        e.Is("ci95", HodgesLehmann.Interval(differences, 0.95));
    }

    private static void Pratt(VectorCase x, VectorCase e)
    {
        var (pratt, wilcoxon) = (SignedRank.Of(x.Numbers("differences"), ZeroHandling.Pratt), SignedRank.Of(x.Numbers("differences"), ZeroHandling.Wilcoxon));
        e.Is("pratt_statistic", pratt.Statistic);
        e.Is("pratt_p", pratt.NormalP());
        e.Is("wilcox_statistic", wilcoxon.Statistic);
        e.Is("wilcox_p", wilcoxon.NormalP());
    }

    private static void Adjusted(VectorCase x, VectorCase e)
    {
        var p = x.Numbers("p");
        e.Is("holm", Multiplicity.Holm(p));
        e.Is("BH", Multiplicity.BenjaminiHochberg(p));
        e.Is("BY", Multiplicity.BenjaminiYekutieli(p));
        e.Is("bonferroni", Multiplicity.Bonferroni(p));
        e.Is("hochberg", Multiplicity.Hochberg(p));
        e.Is("hommel", Multiplicity.Hommel(p));
    }

    private static void Clustered(VectorCase x, VectorCase e)
    {
        var (values, clusters) = (x.Numbers("values"), x.Numbers("cluster"));
        e.Is("se_cluster", Means.Clustered<double>(values, clusters).StandardError);
        e.Is("se_cluster_no_correction", Means.Clustered<double>(values, clusters, smallSample: false).StandardError);
        e.Is("se_iid", Means.Of(values).StandardError);
    }

    private static void Repeated(VectorCase x, VectorCase e)
    {
        var baseline = x.Read("baseline").EnumerateArray().Select(VectorCase.Numbers).ToArray();
        var candidate = x.Read("candidate").EnumerateArray().Select(VectorCase.Numbers).ToArray();
        var estimate = RepeatedSamples.Paired(candidate, baseline);
        var flat = candidate.SelectMany((row, i) => row.Select((value, k) => value - baseline[i][k])).ToArray();
        var rows = candidate.SelectMany((row, i) => row.Select(_ => i)).ToArray();
        e.Is("mean_difference", estimate.Mean);
        e.Is("se_item_means", estimate.StandardError);
        e.Is("se_cluster", Means.Clustered<int>(flat, rows).StandardError);
        e.Is("se_cluster_no_correction", Means.Clustered<int>(flat, rows, smallSample: false).StandardError);
        e.Is("t", estimate.T());
        e.Is("df", estimate.DegreesOfFreedom);
        e.Is("ci95", estimate.Interval(0.95));
        e.Is("lower95_one_sided", estimate.LowerBound(0.05));
        e.Is("naive_se_treating_all_as_iid", Means.Of(flat).StandardError);
    }

    private static void Special(VectorCase x, VectorCase e)
    {
        foreach (var described in new[] { "pt", "qbeta", "pbeta", "pchisq", "pbinom", "lgamma" }) Assert.NotEmpty(x.Read(described).GetString()!);
        e.Is("pt", [2 * Distributions.StudentCdf(-2.147987, 14), Distributions.StudentUpper(4.0621, 9), Distributions.StudentCdf(0.1, 3), Distributions.StudentCdf(-40, 5), Distributions.StudentCdf(1e-8, 2)]);
        e.Is("qbeta", [Beta.Quantile(0.025, 1, 20), Beta.Quantile(0.975, 1, 20), Beta.Quantile(0.025, 96, 5), Beta.Quantile(0.975, 9991, 10), Beta.Quantile(0.05, 0.5, 10.5)]);
        e.Is("pbeta", [Beta.Cdf(0.5, 0.5, 2, 3), Beta.Cdf(0.01, 0.99, 0.5, 0.5), Beta.Cdf(0.999, 0.001, 1000, 2), Beta.Cdf(1e-6, 1 - 1e-6, 3, 4)]);
        e.Is("pchisq_upper", [Distributions.ChiSquareUpper(34.712), Distributions.ChiSquareUpper(3.841459), Distributions.ChiSquareUpper(100)]);
        e.Is("pbinom", [Distributions.BinomialCdf(1, 8, 0.5), Distributions.BinomialCdf(30, 100, 0.5), Distributions.BinomialCdf(480, 1000, 0.5), Distributions.BinomialPmf(50, 100, 0.5)]);
        e.Is("lgamma", [SpecialFunctions.GammaLn(0.5), SpecialFunctions.GammaLn(1.5), SpecialFunctions.GammaLn(10), SpecialFunctions.GammaLn(100.5), SpecialFunctions.GammaLn(1e6)]);
    }
}
