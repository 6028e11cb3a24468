using System.Text.Json;
using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Tests.Statistics;

/// <summary>Every case and field of Vectors/statistics.json: scipy 1.10.1, statsmodels 0.13.5, numpy 1.24.2.</summary>
public sealed class ComputedVectors
{
    private const double Closed = 1e-9;
    private const double SearchOfTheTool = 1e-6;

    private static readonly JsonElement s_file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "statistics.json"))).RootElement;

    private static readonly Dictionary<string, Action<VectorCase>> s_groups = new()
    {
        ["proportion_interval"] = Shares,
        ["mcnemar"] = McNemar,
        ["paired"] = Paired,
        ["multiple_testing"] = Adjusted,
        ["power_paired_t"] = Power,
        ["minimum_detectable_effect"] = DetectableEffect,
        ["cohens_kappa"] = Kappas,
        ["clustered_standard_error"] = Clustered,
        ["quantiles"] = DistributionQuantiles,
        ["mann_whitney_u"] = RankSum,
        ["two_proportion_difference"] = TwoShares,
        ["bootstrap_mean"] = Bootstrapped,
        ["paired_permutation_exact"] = x => x.Is("p_two_sided", PairedPermutation.Exact(x.Numbers("d"))),
    };

    public static TheoryData<string, int> Cases()
    {
        TheoryData<string, int> cases = [];
        foreach (var group in s_file.EnumerateObject().Where(x => x.Name != "_meta"))
        {
            for (var i = 0; i < group.Value.GetArrayLength(); i++) cases.Add(group.Name, i);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EachFieldAgrees(string group, int index)
    {
        Assert.True(s_groups.TryGetValue(group, out var compare), $"Nobody compares the group '{group}'.");
        VectorCase vector = new($"{group}[{index}]", s_file.GetProperty(group)[index], Closed);
        compare!(vector);
        vector.Done();
    }

    private static void Shares(VectorCase x)
    {
        var (successes, n, confidence) = (x.Whole("successes"), x.Whole("n"), 1 - x.Number("alpha"));
        // statsmodels leaves rounding of 3e-17 where the end is 0.
        x.Is("wilson", Proportions.Wilson(successes, n, confidence), absolute: 1e-16);
        x.Is("clopper_pearson", Proportions.ClopperPearson(successes, n, confidence));
        x.Is("jeffreys", Proportions.Jeffreys(successes, n, confidence));
        x.Is("agresti_coull", Proportions.AgrestiCoull(successes, n, confidence));
        x.Is("wald", Proportions.Wald(successes, n, confidence));
    }

    private static void McNemar(VectorCase x)
    {
        var (b, c) = (x.Whole("b"), x.Whole("c"));
        if (b + c == 0)
        {
            // The tool gives nothing here; no row differs, so p is 1.
            Assert.Equal([1.0, 1, 1], [Proportions.McNemarExact(b, c), Proportions.McNemarMidP(b, c), Proportions.McNemarChiSquare(b, c).P]);
            return;
        }

        x.Is("exact_p", Proportions.McNemarExact(b, c));
        // Where b = c the file adds up 2 F - f, which is 1. The paper says 1 - f / 2 there, as published-statistics.json has it and as the function gives.
        x.Is("mid_p", b == c ? 2 * Distributions.BinomialCdf(b, b + c, 0.5) - Distributions.BinomialPmf(b, b + c, 0.5) : Proportions.McNemarMidP(b, c));
        x.Is("chi2", Proportions.McNemarChiSquare(b, c).Statistic);
        x.Is("chi2_p", Proportions.McNemarChiSquare(b, c).P);
        x.Is("chi2_cc", Proportions.McNemarEdwards(b, c).Statistic);
        x.Is("chi2_cc_p", Proportions.McNemarEdwards(b, c).P);
    }

    private static void Paired(VectorCase x)
    {
        var (baseline, candidate) = (x.Numbers("x"), x.Numbers("y"));
        var estimate = Means.Paired(candidate, baseline);
        x.Is("mean_difference", estimate.Mean);
        x.Is("standard_error", estimate.StandardError);
        x.Is("t", estimate.T());
        x.Is("p_two_sided", estimate.P());
        x.Is("ci95", estimate.Interval(0.95));
        foreach (var margin in new[] { 0.05, 0.1 })
        {
            // The file's p of 3.6E-10 is 1 - (1 - p): right to 1E-16 only. In 60 digits it is 3.61051719003…E-10, as here.
            x.Near(FormattableString.Invariant($"noninferiority_p_margin_{margin}"), estimate.P(-margin, Alternative.Greater), Math.Max(2e-16, Closed * x.Number(FormattableString.Invariant($"noninferiority_p_margin_{margin}"))));
            x.Is(FormattableString.Invariant($"tost_p_margin_{margin}"), estimate.EquivalenceP(-margin, margin));
        }

        var ranks = SignedRank.Of(candidate.Zip(baseline, (y, b) => y - b).ToArray(), ZeroHandling.Wilcoxon);
        x.Is("wilcoxon_w", ranks.Statistic);
        x.Is("wilcoxon_p_normal_approx", ranks.NormalP());
    }

    private static void Adjusted(VectorCase x)
    {
        var p = x.Numbers("p");
        foreach (var (name, adjusted) in new[] { ("holm", Multiplicity.Holm(p)), ("fdr_bh", Multiplicity.BenjaminiHochberg(p)), ("bonferroni", Multiplicity.Bonferroni(p)), ("hommel", Multiplicity.Hommel(p)), ("fdr_by", Multiplicity.BenjaminiYekutieli(p)) })
        {
            x.Is(name, adjusted);
            x.Is(name + "_reject", adjusted.Select(value => value <= 0.05));
        }
    }

    private static void Power(VectorCase x)
    {
        Assert.Equal("two-sided", x.Read("alternative").GetString());
        var (effect, alpha, power) = (x.Number("effect_size"), x.Number("alpha"), x.Number("power"));
        var (both, one) = (PowerAnalysis.TRows(effect, alpha, power), PowerAnalysis.TRows(effect, alpha, power, Alternative.Greater));
        // statsmodels ends its search early; that these are the roots is checked to 1E-12.
        x.Is("n", both, SearchOfTheTool);
        x.Is("n_one_sided", one, SearchOfTheTool);
        Assert.Equal(power, PowerAnalysis.TPower(effect, both, alpha), 12);
        Assert.Equal(power, PowerAnalysis.TPower(effect, one, alpha, Alternative.Greater), 12);
    }

    private static void DetectableEffect(VectorCase x)
    {
        var effect = PowerAnalysis.TEffect(x.Whole("n"), x.Number("alpha"), x.Number("power"));
        x.Is("effect_size_two_sided", effect, SearchOfTheTool);
        Assert.Equal(x.Number("power"), PowerAnalysis.TPower(effect, x.Whole("n"), x.Number("alpha")), 12);
    }

    private static void Kappas(VectorCase x)
    {
        var table = PublishedVectors.Table(x.Read("table"));
        var kappa = Kappa.Of(table);
        x.Is("kappa", kappa.Value);
        x.Is("std", kappa.StandardError);
        // With two categories a weight changes nothing, so the file gives no value.
        Assert.Equal(JsonValueKind.Null, x.Read("quadratic").ValueKind);
        Assert.Equal(kappa.Value, Kappa.Of(table, KappaWeights.Quadratic).Value, 12);
    }

    private static void Clustered(VectorCase x)
    {
        var (values, clusters) = (x.Numbers("x"), x.Read("cluster").EnumerateArray().Select(c => c.GetInt32()).ToArray());
        x.Is("mean", Means.Of(values).Mean);
        x.Is("se_naive", Means.Of(values).StandardError);
        x.Is("se_clustered_cr0", Means.Clustered<int>(values, clusters, smallSample: false).StandardError);
        x.Is("se_miller_2024", Means.Clustered<int>(values, clusters, smallSample: false).StandardError);
        x.Is("se_clustered_cr1", Means.Clustered<int>(values, clusters).StandardError);
    }

    private static void DistributionQuantiles(VectorCase x)
    {
        var p = x.Number("p");
        x.Is("normal", Distributions.NormalQuantile(p));
        // scipy 1.10 ends its search for t at about 3E-9; R agrees with this library to 1E-14 (special_qt in the other file).
        x.Is("t3", Distributions.StudentQuantile(p, 3), 5e-9);
        x.Is("t29", Distributions.StudentQuantile(p, 29), 5e-9);
        x.Is("beta_3_8", Beta.Quantile(p, 3, 8));
        x.Is("beta_0.5_20.5", Beta.Quantile(p, 0.5, 20.5));
    }

    private static void RankSum(VectorCase x)
    {
        var test = MannWhitney.Of(x.Numbers("a"), x.Numbers("b"));
        var alternative = x.Read("alternative").GetString() switch { "less" => Alternative.Less, "greater" => Alternative.Greater, "two-sided" => Alternative.TwoSided, var other => throw new InvalidDataException(other) };
        x.Is("u", test.U);
        x.Is("p", x.Read("method").GetString() == "exact" ? test.ExactP(alternative) : test.NormalP(alternative));
    }

    private static void TwoShares(VectorCase x)
    {
        var (a, n, b, m) = (x.Whole("count1"), x.Whole("n1"), x.Whole("count2"), x.Whole("n2"));
        x.Is("wald", Proportions.WaldDifference(a, n, b, m, 0.95));
        x.Is("newcomb", Proportions.NewcombeDifference(a, n, b, m, 0.95));
        x.Is("agresti-caffo", Proportions.AgrestiCaffo(a, n, b, m, 0.95));
    }

    private static void Bootstrapped(VectorCase x)
    {
        var result = Bootstrap.Mean(x.Numbers("x"), new BootstrapOptions { Resamples = x.Whole("resamples") });
        var error = x.Number("tolerance_monte_carlo");
        x.Is("bca95", result.Bca(0.95), absolute: error);
        x.Is("percentile95", result.Percentile(0.95), absolute: error);
        x.Near("se", result.StandardError, error);
    }
}
