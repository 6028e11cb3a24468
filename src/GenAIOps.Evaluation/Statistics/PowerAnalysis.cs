namespace GenAIOps.Evaluation.Statistics;

/// <summary>Rows needed and effects that can be seen. Numbers of rows are not rounded: take the next whole one.</summary>
public static class PowerAnalysis
{
    private const double MostRows = 1e9;

    /// <summary>Rows for a non-inferiority test of pass or fail on the same rows.</summary>
    /// <remarks>Lu and Bean 1995; Nam 1997: (z_alpha + z_beta)² (pD - d²) / (d + m)².</remarks>
    /// <param name="discordant">pD: the share of rows on which the arms differ, in (0, 1].</param>
    /// <param name="difference">d: the true difference, above minus the margin; 0 when the arms are equally good.</param>
    /// <param name="alpha">One-sided.</param>
    public static double NonInferiorityRows(double discordant, double difference, double margin, double alpha = 0.05, double power = 0.8)
    {
        CheckDiscordant(discordant, difference);
        Checks.Positive(margin, nameof(margin));
        if (difference <= -margin) throw new ArgumentOutOfRangeException(nameof(difference), difference, FormattableString.Invariant($"difference is above minus the margin of {margin}; no number of rows shows a candidate to be within a margin that it exceeds."));
        return Math.Pow((OneSided(alpha) + Beta(power)) / (difference + margin), 2) * (discordant - difference * difference);
    }

    /// <summary>The smallest margin that so many rows can show, with the same formula.</summary>
    public static double NonInferiorityMargin(double discordant, double difference, double rows, double alpha = 0.05, double power = 0.8)
    {
        CheckDiscordant(discordant, difference);
        Checks.Positive(rows, nameof(rows));
        return (OneSided(alpha) + Beta(power)) * Math.Sqrt((discordant - difference * difference) / rows) - difference;
    }

    /// <summary>Rows for McNemar's test to see a difference, two-sided.</summary>
    /// <remarks>Connor 1987, Biometrics 43: 207-211; Miettinen 1968.</remarks>
    /// <param name="difference">Not 0, at most <paramref name="discordant"/> in size.</param>
    public static double McNemarRows(double discordant, double difference, double alpha = 0.05, double power = 0.8)
    {
        CheckDiscordant(discordant, difference);
        if (difference == 0) throw new ArgumentOutOfRangeException(nameof(difference), difference, "difference is not 0; no number of rows shows a difference that is not there.");
        var root = OneSided(alpha / 2) * Math.Sqrt(discordant) + Beta(power) * Math.Sqrt(discordant - difference * difference);
        return Math.Pow(root / difference, 2);
    }

    /// <summary>The smallest difference that McNemar's test sees with so many rows; infinite when they are too few for any.</summary>
    public static double McNemarDifference(double discordant, double rows, double alpha = 0.05, double power = 0.8)
    {
        Checks.Positive(rows, nameof(rows));
        return McNemarRows(discordant, discordant, alpha, power) > rows ? double.PositiveInfinity : Roots.OfIncreasing(d => rows - McNemarRows(discordant, d, alpha, power), 1e-12, discordant);
    }

    /// <summary>Rows for numeric scores whose rows are answered several times, two-sided and paired.</summary>
    /// <remarks>Miller 2024, arXiv:2411.00640, section 5.</remarks>
    /// <param name="variance">Of the row means, omega² of the difference plus what the repeats leave: sigma_A² / K_A + sigma_B² / K_B. See <see cref="RepeatedVariance"/>.</param>
    /// <param name="difference">Not 0.</param>
    public static double ContinuousRows(double variance, double difference, double alpha = 0.05, double power = 0.8)
    {
        Checks.Positive(variance, nameof(variance));
        Checks.Positive(Math.Abs(difference), nameof(difference));
        return Math.Pow((OneSided(alpha / 2) + Beta(power)) / difference, 2) * variance;
    }

    /// <summary>The smallest difference that so many rows can show, with the same formula.</summary>
    public static double ContinuousDifference(double variance, double rows, double alpha = 0.05, double power = 0.8)
    {
        Checks.Positive(variance, nameof(variance));
        Checks.Positive(rows, nameof(rows));
        return (OneSided(alpha / 2) + Beta(power)) * Math.Sqrt(variance / rows);
    }

    /// <summary>The variance of one row's difference of means over repeats.</summary>
    /// <param name="between">omega²: of the true difference between rows.</param>
    /// <param name="within1">sigma²: of one answer of the first arm.</param>
    /// <param name="repeats1">K: answers per row.</param>
    public static double RepeatedVariance(double between, double within1, int repeats1, double within2, int repeats2)
    {
        Checks.NotNegative(between, nameof(between));
        Checks.NotNegative(within1, nameof(within1));
        Checks.NotNegative(within2, nameof(within2));
        Checks.AtLeast(repeats1, 1, nameof(repeats1));
        Checks.AtLeast(repeats2, 1, nameof(repeats2));
        return between + within1 / repeats1 + within2 / repeats2;
    }

    /// <summary>The power of a t test at an effect of <paramref name="effect"/> standard deviations.</summary>
    /// <remarks>Cohen 1988, by the noncentral t. Two-sided counts both tails, as statsmodels does; R's power.t.test leaves out the wrong one unless strict.</remarks>
    /// <param name="rows">Above 1; per arm when there are two samples.</param>
    public static double TPower(double effect, double rows, double alpha = 0.05, Alternative alternative = Alternative.TwoSided, bool twoSamples = false)
    {
        Checks.Finite(effect, nameof(effect));
        Checks.Probability(alpha, nameof(alpha));
        if (!(rows > 1 && double.IsFinite(rows))) throw new ArgumentOutOfRangeException(nameof(rows), rows, "rows is a finite number above 1.");
        var df = twoSamples ? 2 * (rows - 1) : rows - 1;
        var shift = effect * Math.Sqrt(twoSamples ? rows / 2 : rows);
        var critical = -Distributions.StudentQuantile(alternative == Alternative.TwoSided ? alpha / 2 : alpha, df);
        double Upper(double noncentrality) => Distributions.NoncentralStudentUpper(critical, df, noncentrality);
        return alternative switch { Alternative.Greater => Upper(shift), Alternative.Less => Upper(-shift), _ => Upper(shift) + Upper(-shift) };
    }

    /// <summary>Rows at which <see cref="TPower"/> reaches the power.</summary>
    /// <param name="effect">Above 0, in standard deviations.</param>
    public static double TRows(double effect, double alpha = 0.05, double power = 0.8, Alternative alternative = Alternative.TwoSided, bool twoSamples = false)
    {
        Checks.Positive(effect, nameof(effect));
        CheckPower(alpha, power);
        var high = 4.0;
        while (TPower(effect, high, alpha, alternative, twoSamples) < power)
        {
            if ((high *= 2) > MostRows) throw new ArgumentOutOfRangeException(nameof(effect), effect, "effect is so small that more than 1,000,000,000 rows are needed.");
        }

        return Roots.OfIncreasing(n => TPower(effect, n, alpha, alternative, twoSamples) - power, 1.0001, high);
    }

    /// <summary>The smallest effect, in standard deviations, that so many rows show with that power.</summary>
    public static double TEffect(double rows, double alpha = 0.05, double power = 0.8, Alternative alternative = Alternative.TwoSided, bool twoSamples = false)
    {
        CheckPower(alpha, power);
        var high = 1.0;
        while (TPower(high, rows, alpha, alternative, twoSamples) < power) high *= 2;
        return Roots.OfIncreasing(effect => TPower(effect, rows, alpha, alternative, twoSamples) - power, 0, high);
    }

    /// <summary>The power of a test of two independent shares, two-sided.</summary>
    /// <remarks>Fleiss 1981, chapter 3, as R's power.prop.test.</remarks>
    /// <param name="rows">Per arm.</param>
    public static double TwoProportionPower(double share1, double share2, double rows, double alpha = 0.05)
    {
        CheckShares(share1, share2);
        Checks.Positive(rows, nameof(rows));
        var pooled = (share1 + share2) / 2;
        var z = Math.Sqrt(rows) * Math.Abs(share1 - share2) - OneSided(alpha / 2) * Math.Sqrt(2 * pooled * (1 - pooled));
        return Distributions.NormalCdf(z / Math.Sqrt(share1 * (1 - share1) + share2 * (1 - share2)));
    }

    /// <summary>Rows per arm at which <see cref="TwoProportionPower"/> reaches the power.</summary>
    public static double TwoProportionRows(double share1, double share2, double alpha = 0.05, double power = 0.8)
    {
        CheckShares(share1, share2);
        var pooled = (share1 + share2) / 2;
        var root = OneSided(alpha / 2) * Math.Sqrt(2 * pooled * (1 - pooled)) + Beta(power) * Math.Sqrt(share1 * (1 - share1) + share2 * (1 - share2));
        return Math.Pow(root / (share1 - share2), 2);
    }

    private static double OneSided(double alpha)
    {
        Checks.Probability(alpha, nameof(alpha));
        return -Distributions.NormalQuantile(alpha);
    }

    private static double Beta(double power)
    {
        Checks.Probability(power, nameof(power));
        return Distributions.NormalQuantile(power);
    }

    private static void CheckPower(double alpha, double power)
    {
        Checks.Probability(alpha, nameof(alpha));
        Checks.Probability(power, nameof(power));
        if (power <= alpha) throw new ArgumentOutOfRangeException(nameof(power), power, FormattableString.Invariant($"power is above alpha, which is {alpha}."));
    }

    private static void CheckShares(double share1, double share2)
    {
        Checks.Probability(share1, nameof(share1));
        Checks.Probability(share2, nameof(share2));
        if (share1 == share2) throw new ArgumentOutOfRangeException(nameof(share2), share2, "share2 differs from share1; no number of rows shows a difference that is not there.");
    }

    private static void CheckDiscordant(double discordant, double difference)
    {
        if (!(discordant is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(discordant), discordant, "discordant is the share of rows on which the arms differ, in (0, 1].");
        if (!(Math.Abs(difference) <= discordant)) throw new ArgumentOutOfRangeException(nameof(difference), difference, FormattableString.Invariant($"difference is at most the discordant share of {discordant} in size."));
    }
}
