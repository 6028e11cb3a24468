namespace GenAIOps.Evaluation.Statistics;

/// <summary>What the ratings are, which says how far apart two of them are.</summary>
public enum MeasurementLevel
{
    /// <summary>Names: equal or not.</summary>
    Nominal,

    /// <summary>In order: the ratings between them count.</summary>
    Ordinal,

    /// <summary>Numbers: the square of the difference.</summary>
    Interval,
}

/// <summary>Agreement of any number of raters, some of whom may have left units out.</summary>
public static class Krippendorff
{
    /// <param name="raters">A row per rater, a column per unit; null where the rater gave none.</param>
    /// <returns>1 is full agreement, 0 is what chance gives, below 0 is worse than chance.</returns>
    /// <remarks>Krippendorff 2011, Computing Krippendorff's Alpha-Reliability: by the coincidences of values within units.</remarks>
    /// <exception cref="ArgumentException">Rows differ in length, no unit has two ratings, or all ratings are equal.</exception>
    public static double Alpha(IReadOnlyList<IReadOnlyList<double?>> raters, MeasurementLevel level)
    {
        ArgumentNullException.ThrowIfNull(raters);
        if (raters.Count < 2 || raters.Any(x => x.Count != raters[0].Count)) throw new ArgumentException(FormattableString.Invariant($"raters has {raters.Count} rows of {string.Join(", ", raters.Select(x => x.Count))} units; there are 2 or more, of equal length."), nameof(raters));
        if (raters.SelectMany(x => x).FirstOrDefault(x => x is { } value && !double.IsFinite(value)) is { } wrong) throw new ArgumentException(FormattableString.Invariant($"raters has a rating of {wrong}; a rating is a finite number, or null when there is none."), nameof(raters));
        var units = Enumerable.Range(0, raters[0].Count).Select(unit => raters.Select(x => x[unit]).OfType<double>().ToArray()).Where(x => x.Length > 1).ToArray();
        var values = units.SelectMany(x => x).Distinct().Order().ToArray();
        if (values.Length < 2) throw new ArgumentException("raters has no unit with two ratings, or all ratings are equal; alpha is not defined.", nameof(raters));
        var coincidences = new double[values.Length, values.Length];
        foreach (var unit in units)
        {
            for (var i = 0; i < unit.Length; i++)
            {
                for (var k = 0; k < unit.Length; k++)
                {
                    if (i != k) coincidences[Array.BinarySearch(values, unit[i]), Array.BinarySearch(values, unit[k])] += 1.0 / (unit.Length - 1);
                }
            }
        }

        return FromCoincidences(coincidences, values, level);
    }

    private static double FromCoincidences(double[,] coincidences, double[] values, MeasurementLevel level)
    {
        var totals = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            for (var k = 0; k < values.Length; k++) totals[i] += coincidences[i, k];
        }

        double observed = 0, expected = 0;
        for (var i = 0; i < values.Length; i++)
        {
            for (var k = i + 1; k < values.Length; k++)
            {
                var distance = Distance(i, k, totals, values, level);
                observed += coincidences[i, k] * distance;
                expected += totals[i] * totals[k] * distance;
            }
        }

        return 1 - (totals.Sum() - 1) * observed / expected;
    }

    private static double Distance(int low, int high, double[] totals, double[] values, MeasurementLevel level)
    {
        if (level == MeasurementLevel.Nominal) return 1;
        if (level == MeasurementLevel.Interval) return Math.Pow(values[high] - values[low], 2);
        var between = -(totals[low] + totals[high]) / 2;
        for (var i = low; i <= high; i++) between += totals[i];
        return between * between;
    }
}
