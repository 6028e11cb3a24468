namespace GenAIOps.Evaluation.Statistics;

/// <summary>Which rule gave the bounds.</summary>
public enum BoundMethod
{
    /// <summary>The further out of Student's t and the BCa bootstrap, and of bootstrap-t where the values are skewed.</summary>
    Furthest,

    /// <summary>The same of fewer than 75 rows or clusters, which may have missed what hits others.</summary>
    Few,

    /// <summary>Student's t: of 100,000 rows or more, where a skewness of 6 moves its level by 0.2 % at most.</summary>
    Student,

    /// <summary>All differences are equal, so that only the number of rows limits what was not seen.</summary>
    AllEqual,
}

/// <summary>"The candidate is not worse than the baseline by the margin or more", for numeric scores on the same rows.</summary>
/// <remarks>
/// The bound is the lower of the one-sided paired t and BCa bounds, and of bootstrap-t's where the differences are skewed: each alone lets too much through for some skew. Clusters take the first two.
/// Where the rows are fewer than 50 times the squared skewness, half of alpha is taken on the side of the long tail: twice what Cochran (Sampling Techniques, 1977, section 2.15) asks before a mean
/// counts as normal, since the skewness of a sample is less than that of what it comes from.
/// Where all differences are equal, no standard error is believed: with n rows alike, at most 1 - alpha^(1/n) of all rows differ, each by at most the range. Of fewer than 75 rows the same may have
/// been missed: a drop that hits one row in 20 is not among 75 with a chance of 2 %.
/// For rows that pass or fail use <see cref="Proportions.NonInferiorityP"/>.
/// </remarks>
public static class NonInferiority
{
    /// <summary>Rows or clusters from which on a mean is believed without counting what they may have missed.</summary>
    public const int EnoughRows = 75;

    private const double RowsForSkewness = 50;

    /// <param name="differences">Candidate minus baseline by row, larger is better; 2 or more.</param>
    /// <param name="margin">Above 0, in the unit of the score.</param>
    /// <param name="range">The largest possible difference of two scores, such as 1 for a share and 4 for ratings of 1 to 5.</param>
    /// <param name="alpha">The chance to pass a candidate that is worse by exactly the margin. Default 0.05.</param>
    public static NonInferiorityResult Test(ReadOnlySpan<double> differences, double margin, double range, double alpha = 0.05, BootstrapOptions? options = null)
    {
        Check(differences, margin, range, alpha);
        var estimate = Means.Of(differences);
        if (Means.AllEqual(differences)) return Degenerate(estimate, differences.Length, differences[0], margin, range, alpha);
        var skewness = Means.Skewness(differences, estimate.Mean);
        var longTail = differences.Length < RowsForSkewness * skewness * skewness ? alpha / 2 : alpha;
        return Result(estimate, margin, range, alpha, MeanInterval.Furthest(differences, estimate, skewness < 0 ? longTail : alpha, skewness > 0 ? longTail : alpha, options));
    }

    /// <summary>The same for rows that come in clusters: clustered standard error, C - 1 degrees of freedom, whole clusters drawn.</summary>
    /// <param name="clusters">The cluster of each row; 2 or more different ones. Only clusters count as independent.</param>
    public static NonInferiorityResult Clustered<TCluster>(ReadOnlySpan<double> differences, ReadOnlySpan<TCluster> clusters, double margin, double range, double alpha = 0.05, BootstrapOptions? options = null)
        where TCluster : notnull
    {
        Check(differences, margin, range, alpha);
        var estimate = Means.Clustered(differences, clusters);
        if (Means.AllEqual(differences)) return Degenerate(estimate, (int)estimate.DegreesOfFreedom + 1, differences[0], margin, range, alpha);
        return Result(estimate, margin, range, alpha, MeanInterval.Furthest(differences, clusters, estimate, alpha, options));
    }

    private static NonInferiorityResult Result(MeanEstimate estimate, double margin, double range, double alpha, Interval bounds)
    {
        var units = (int)estimate.DegreesOfFreedom + 1;
        if (units >= EnoughRows) return new(estimate, alpha, margin, bounds.Low, bounds.High, MeanInterval.StudentSuffices(units) ? BoundMethod.Student : BoundMethod.Furthest);
        // That it is worse may be said of few rows too; only passing rests on what they do not show.
        return new(estimate, alpha, margin, Beyond(bounds, units, range, alpha).Low, bounds.High, BoundMethod.Few);
    }

    private static NonInferiorityResult Degenerate(MeanEstimate estimate, int units, double value, double margin, double range, double alpha)
    {
        var (low, high) = Beyond(new(value, value), units, range, alpha);
        return new(estimate, alpha, margin, low, high, BoundMethod.AllEqual);
    }

    /// <summary>The bounds if what none of the rows shows hits as many others as it can: either it is rarer than that, or it would have been seen with a chance of 1 - alpha.</summary>
    private static Interval Beyond(Interval seen, int units, double range, double alpha)
    {
        var unseen = Proportions.UpperBound(0, units, alpha);
        return new((1 - unseen) * seen.Low - unseen * range, (1 - unseen) * seen.High + unseen * range);
    }

    private static void Check(ReadOnlySpan<double> differences, double margin, double range, double alpha)
    {
        Checks.Values(differences, 2, nameof(differences));
        Checks.Positive(margin, nameof(margin));
        Checks.Positive(range, nameof(range));
        Checks.Probability(alpha, nameof(alpha));
        for (var i = 0; i < differences.Length; i++)
        {
            if (Math.Abs(differences[i]) > range * (1 + 1e-9)) throw new ArgumentException(FormattableString.Invariant($"differences[{i}] is {differences[i]}, which is more than the range of {range}; range is the largest possible difference of two scores."), nameof(differences));
        }
    }
}
