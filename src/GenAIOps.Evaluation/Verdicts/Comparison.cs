using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Verdicts;

/// <summary>The paired comparison with the baseline.</summary>
/// <param name="Difference">Of the shares that pass, candidate minus baseline.</param>
/// <param name="Interval">Of the difference.</param>
/// <param name="CandidateOnly">Rows on which the candidate did better.</param>
/// <param name="BaselineOnly">Rows on which the baseline did better.</param>
/// <param name="Rows">All rows.</param>
public sealed record Comparison(double Difference, Interval Interval, int CandidateOnly, int BaselineOnly, int Rows)
{
    public string Method { get; init; } = "";

    /// <summary>Two-sided p of "both pass equally often".</summary>
    public double McNemarMidP => Proportions.McNemarMidP(CandidateOnly, BaselineOnly);
}
