namespace GenAIOps.Evaluation.Statistics;

/// <summary>Constants for a number of equally spaced looks that is fixed before the run; two-sided.</summary>
/// <remarks>By the recursive integration of Armitage, McPherson and Rowe 1969; tables in Jennison and Turnbull 2000, chapter 2.</remarks>
public static class GroupSequential
{
    private const int Points = 400;

    /// <summary>The same critical |z| at every look.</summary>
    /// <remarks>Pocock 1977, Biometrika 64: 191-199.</remarks>
    /// <param name="looks">1 to 20.</param>
    public static double Pocock(int looks, double alpha) => Constant(looks, alpha, (c, _) => c);

    /// <summary>The critical |z| at the last look; at look k of K it is this times sqrt(K / k).</summary>
    /// <remarks>O'Brien and Fleming 1979, Biometrics 35: 549-556.</remarks>
    public static double OBrienFleming(int looks, double alpha) => Constant(looks, alpha, (c, look) => c * Math.Sqrt((double)looks / look));

    /// <summary>The critical |z| that spends alpha / looks at each look: simple, and wider than needed.</summary>
    public static double Bonferroni(int looks, double alpha)
    {
        Check(looks, alpha);
        return -Distributions.NormalQuantile(alpha / looks / 2);
    }

    private static double Constant(int looks, double alpha, Func<double, int, double> bound)
    {
        Check(looks, alpha);
        return Roots.OfIncreasing(c => alpha - Crossing(looks, look => bound(c, look)), 0.5, 10);
    }

    /// <summary>The chance that a random walk leaves the bounds at any look, by Simpson's rule over the walks still inside.</summary>
    private static double Crossing(int looks, Func<int, double> bound)
    {
        double crossed = 2 * Distributions.NormalUpper(bound(1));
        var (places, density) = Grid(bound(1), x => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI));
        for (var look = 2; look <= looks; look++)
        {
            var limit = bound(look) * Math.Sqrt(look);
            var (at, weights) = (places, density);
            for (var i = 0; i < at.Length; i++) crossed += weights[i] * (Distributions.NormalUpper(limit - at[i]) + Distributions.NormalUpper(limit + at[i]));
            if (look == looks) break;
            (places, density) = Grid(limit, x =>
            {
                double sum = 0;
                for (var i = 0; i < at.Length; i++) sum += weights[i] * Math.Exp(-(x - at[i]) * (x - at[i]) / 2);
                return sum / Math.Sqrt(2 * Math.PI);
            });
        }

        return crossed;
    }

    private static (double[] Places, double[] Weights) Grid(double limit, Func<double, double> density)
    {
        var (places, weights) = (new double[Points + 1], new double[Points + 1]);
        var step = 2 * limit / Points;
        for (var i = 0; i <= Points; i++)
        {
            places[i] = -limit + i * step;
            weights[i] = density(places[i]) * step / 3 * (i is 0 or Points ? 1 : i % 2 == 1 ? 4 : 2);
        }

        return (places, weights);
    }

    private static void Check(int looks, double alpha)
    {
        Checks.AtLeast(looks, 1, nameof(looks));
        if (looks > 20) throw new ArgumentOutOfRangeException(nameof(looks), looks, "looks is 20 at most; for more, use an always-valid test.");
        Checks.Probability(alpha, nameof(alpha));
    }
}
