using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Reports.Figures;

/// <summary>The questions of one tag: to look at, not to conclude from.</summary>
/// <param name="Tag">Of the rows.</param>
/// <param name="Rows">Rows with the tag.</param>
/// <param name="PassRate">The share that passes, in [0, 1].</param>
/// <param name="Interval">Of the share.</param>
public sealed record SliceSummary(string Tag, int Rows, double PassRate, Interval Interval)
{
    /// <summary>Candidate minus released, row by row; null without a released agent.</summary>
    public double? Difference { get; init; }

    /// <summary>Of the difference, not adjusted for how many slices there are.</summary>
    public Interval? DifferenceInterval { get; init; }
}
