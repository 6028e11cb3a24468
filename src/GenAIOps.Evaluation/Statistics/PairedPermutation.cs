using System.Numerics;

namespace GenAIOps.Evaluation.Statistics;

/// <summary>The permutation test of a paired mean: under "no difference" each sign is as likely as the other.</summary>
/// <remarks>Fisher 1935, The Design of Experiments, chapter III. Two-sided: sums at least as far from 0.</remarks>
public static class PairedPermutation
{
    /// <summary>All 2^n signs.</summary>
    /// <param name="differences">1 or more finite numbers, at most 25 of them not 0.</param>
    public static double Exact(ReadOnlySpan<double> differences, Alternative alternative = Alternative.TwoSided)
    {
        var (sizes, observed, tolerance) = Prepare(differences, alternative);
        if (sizes.Length > 25) throw new ArgumentException(FormattableString.Invariant($"differences has {sizes.Length} values that are not 0; all signs can be tried for 25 at most. Use MonteCarlo."), nameof(differences));
        // Both halves of the signs by table, so that a sum is one addition and no rounding piles up.
        var half = sizes.Length / 2;
        var (low, high) = (Sums(sizes.AsSpan(0, half)), Sums(sizes.AsSpan(half)));
        long count = 0;
        foreach (var a in high)
        {
            foreach (var b in low)
            {
                if (AsFar(a + b, observed, tolerance, alternative)) count++;
            }
        }

        return (double)count / ((long)low.Length * high.Length);
    }

    /// <summary>Random signs: (1 + as far) / (1 + drawn), which is never 0.</summary>
    /// <remarks>Phipson and Smyth 2010, Statistical Applications in Genetics and Molecular Biology 9: 39.</remarks>
    public static double MonteCarlo(ReadOnlySpan<double> differences, Alternative alternative = Alternative.TwoSided, BootstrapOptions? options = null)
    {
        var (sizes, observed, tolerance) = Prepare(differences, alternative);
        var checkedOptions = BootstrapOptions.Checked(options);
        var sums = Resampling.Run(checkedOptions, () => (results, stream) =>
        {
            Xoshiro256 random = new(checkedOptions.Seed, stream);
            for (var i = 0; i < results.Length; i++)
            {
                double sum = 0;
                ulong bits = 0;
                for (var k = 0; k < sizes.Length; k++)
                {
                    if ((k & 63) == 0) bits = random.Next();
                    sum += (bits & 1) == 0 ? sizes[k] : -sizes[k];
                    bits >>= 1;
                }

                results[i] = sum;
            }
        });
        var count = 1;
        foreach (var sum in sums)
        {
            if (AsFar(sum, observed, tolerance, alternative)) count++;
        }

        return count / (1.0 + sums.Length);
    }

    private static (double[] Sizes, double Observed, double Tolerance) Prepare(ReadOnlySpan<double> differences, Alternative alternative)
    {
        Checks.Values(differences, 1, nameof(differences));
        if (!Enum.IsDefined(alternative)) throw new ArgumentOutOfRangeException(nameof(alternative), alternative, "alternative is TwoSided, Less or Greater.");
        double observed = 0, size = 0;
        List<double> sizes = [];
        foreach (var difference in differences)
        {
            observed += difference;
            size += Math.Abs(difference);
            // A zero keeps its value under both signs, so it changes no share.
            if (difference != 0) sizes.Add(Math.Abs(difference));
        }

        return ([.. sizes], observed, 1e-12 * size);
    }

    private static bool AsFar(double sum, double observed, double tolerance, Alternative alternative) => alternative switch
    {
        Alternative.Greater => sum >= observed - tolerance,
        Alternative.Less => sum <= observed + tolerance,
        _ => Math.Abs(sum) >= Math.Abs(observed) - tolerance,
    };

    private static double[] Sums(ReadOnlySpan<double> sizes)
    {
        var sums = new double[1 << sizes.Length];
        foreach (var size in sizes) sums[0] -= size;
        for (var signs = 1; signs < sums.Length; signs++) sums[signs] = sums[signs & (signs - 1)] + 2 * sizes[BitOperations.TrailingZeroCount(signs)];
        return sums;
    }
}
