using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Runs;

/// <summary>Ends a run as soon as it is shown that too small a share of its items passes: what is asked after that costs, and changes nothing.</summary>
/// <param name="PassRate">The least share that must pass, in (0, 1].</param>
public sealed record StopRule(double PassRate)
{
    // Of the rows, in a random order: after each of these parts of them somebody looks.
    private static readonly double[] s_looks = [1 / 16.0, 1 / 8.0, 1 / 4.0, 1 / 2.0, 1];

    /// <summary>
    /// The chance to end a run whose share is large enough after all, in (0, 1); null: only when so many items failed that the rest cannot make up for it,
    /// which is no matter of chance. Only for independent items: rows asked once, and in no clusters. Rows are then asked in a random order. Default null.
    /// </summary>
    public double? Alpha { get; init; }

    internal int Portions => Alpha is null ? 1 : s_looks.Length;

    /// <summary>In which part a row is asked; the same in every run.</summary>
    internal int Portion(int row)
    {
        if (Alpha is null) return 0;
        // The finaliser of splitmix64 (Steele, Lea and Flood 2014).
        var mixed = ((ulong)row + 1) * 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        var place = ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
        return Array.FindIndex(s_looks, end => place < end);
    }

    /// <summary>Whether too many have failed for the rest to make up for it.</summary>
    internal EarlyStop? WhenCertain(int failed, int items) => items - failed < PassRate * items - 1e-9
        ? new EarlyStop(new Interval(0, (double)(items - failed) / items), FormattableString.Invariant($"{failed} of {items} answers failed, and {PassRate:P0} must pass"))
        : null;

    /// <summary>Looks at the parts that were asked so far, and at nothing that came from elsewhere: only these are in a random order.</summary>
    internal EarlyStop? Look(IReadOnlyList<RowStatus> statuses, int portion)
    {
        if (Alpha is null || portion >= Portions - 1) return null;
        int failed = 0, asked = 0;
        for (var row = 0; row < statuses.Count; row++)
        {
            if (Portion(row) > portion) continue;
            asked++;
            failed += statuses[row] == RowStatus.Failed ? 1 : 0;
        }

        return WhenShown(failed, asked);
    }

    /// <summary>Whether what was asked up to a look shows that too few pass. What has no result counts as passed.</summary>
    /// <remarks>The upper end of the confidence sequence of a share, which holds at all looks at once: Robbins 1970; Howard et al. 2021.</remarks>
    internal EarlyStop? WhenShown(int failed, int asked)
    {
        if (Alpha is not { } alpha || asked == 0) return null;
        // The sequence has two sides, and this rule is about one.
        var share = Sequential.ShareSequence(asked - failed, asked, Math.Min(2 * alpha, 0.999));
        return share.High < PassRate
            ? new EarlyStop(share, FormattableString.Invariant($"{failed} of the first {asked} failed, asked in a random order: at most {share.High:P1} pass, however often one looks, and {PassRate:P0} must"))
            : null;
    }
}
