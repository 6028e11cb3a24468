namespace GenAIOps.Evaluation.Statistics;

/// <summary>How much a near miss counts as agreement.</summary>
public enum KappaWeights
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>1 - distance / largest distance.</summary>
    Linear,

    /// <summary>1 - (distance / largest distance)².</summary>
    Quadratic,
}

/// <summary>Agreement of two raters beyond chance.</summary>
/// <param name="Value">1 is full agreement, 0 is what chance gives.</param>
/// <param name="StandardError">For large n, not under the null hypothesis.</param>
/// <param name="Observed">The share that agrees (weighted).</param>
/// <param name="Expected">The share that chance would make agree.</param>
public readonly record struct Kappa(double Value, double StandardError, double Observed, double Expected)
{
    /// <summary>Cohen's kappa of a table of counts.</summary>
    /// <remarks>Cohen 1960 and 1968; standard error by Fleiss, Cohen and Everitt 1969, Psychological Bulletin 72: 323-327.</remarks>
    /// <param name="table">Square; row i, column k: how often the first said i and the second k. Categories in order when weighted.</param>
    /// <exception cref="ArgumentException">The table is not square, is empty, or both raters used one category only, so that chance agrees always.</exception>
    public static Kappa Of(int[,] table, KappaWeights weights = KappaWeights.None)
    {
        ArgumentNullException.ThrowIfNull(table);
        var size = table.GetLength(0);
        if (size < 2 || table.GetLength(1) != size) throw new ArgumentException(FormattableString.Invariant($"table is {size} by {table.GetLength(1)}; it is square with 2 or more categories."), nameof(table));
        double n = 0;
        foreach (var count in table) n += count >= 0 ? count : throw new ArgumentException(FormattableString.Invariant($"table has a count of {count}; counts are 0 or more."), nameof(table));
        if (n == 0) throw new ArgumentException("table has no ratings; 1 or more are needed.", nameof(table));
        var (rows, columns) = (new double[size], new double[size]);
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < size; k++)
            {
                rows[i] += table[i, k] / n;
                columns[k] += table[i, k] / n;
            }
        }

        double Weight(int i, int k) => weights switch
        {
            KappaWeights.Linear => 1 - Math.Abs(i - k) / (size - 1.0),
            KappaWeights.Quadratic => 1 - Math.Pow((i - k) / (size - 1.0), 2),
            _ => i == k ? 1 : 0,
        };
        double observed = 0, expected = 0;
        var (ofRow, ofColumn) = (new double[size], new double[size]);
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < size; k++)
            {
                observed += Weight(i, k) * table[i, k] / n;
                expected += Weight(i, k) * rows[i] * columns[k];
                ofRow[i] += Weight(i, k) * columns[k];
                ofColumn[k] += Weight(i, k) * rows[i];
            }
        }

        if (1 - expected < 1e-12) throw new ArgumentException("table has all ratings in one category; kappa is not defined, as chance agrees always.", nameof(table));
        var kappa = (observed - expected) / (1 - expected);
        double spread = 0;
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < size; k++) spread += table[i, k] / n * Math.Pow(Weight(i, k) - (ofRow[i] + ofColumn[k]) * (1 - kappa), 2);
        }

        var variance = (spread - Math.Pow(kappa - expected * (1 - kappa), 2)) / (n * (1 - expected) * (1 - expected));
        return new Kappa(kappa, Math.Sqrt(variance < 1e-15 ? 0 : variance), observed, expected);
    }
}
