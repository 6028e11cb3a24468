using GenAIOps.Evaluation.Scoring;

namespace GenAIOps.Evaluators.Judges.Pairwise;

/// <summary>A comparison over a set. <c>Wins + Ties + Losses + NotApplicable + Errored</c> is the number of pairs.</summary>
/// <param name="Wins">Rows in which the candidate is better.</param>
/// <param name="Ties">Rows in which neither is, those whose orders disagree included.</param>
/// <param name="Losses">Rows in which the baseline is better.</param>
/// <param name="NotApplicable">Rows that lack what the rubric needs.</param>
/// <param name="Errored">Rows that should have been judged and were not.</param>
/// <param name="Scores">By row, in the order given: 1, 0.5 or 0; NaN where there is none. <c>2 * score - 1</c> is a paired difference for the paired tests.</param>
public sealed record PairwiseSummary(int Wins, int Ties, int Losses, int NotApplicable, int Errored, IReadOnlyList<double> Scores)
{
    /// <summary>The mean score over the rows that were judged, ties as one half, in [0, 1]; NaN where none was.</summary>
    public double WinRate => Wins + Ties + Losses is var judged and > 0 ? (Wins + 0.5 * Ties) / judged : double.NaN;

    /// <summary>Rows that were asked in both orders.</summary>
    public int AskedInBothOrders { get; init; }

    /// <summary>Of them, those in which the orders disagreed.</summary>
    public int Disagreements { get; init; }

    /// <summary>Of them, those in which the first answer won both times.</summary>
    public int FavouredFirst { get; init; }

    /// <summary>Of them, those in which the second answer won both times.</summary>
    public int FavouredSecond { get; init; }

    /// <summary>The share of rows whose verdict followed the position and not the answer, in [0, 1]; NaN where none was asked in both orders.</summary>
    /// <remarks>One minus the consistency of Zheng et al. 2023, "Judging LLM-as-a-judge", section 3.3 and table 2.</remarks>
    public double PositionBiasRate => AskedInBothOrders == 0 ? double.NaN : (double)Disagreements / AskedInBothOrders;

    /// <summary>What was spent in all.</summary>
    public JudgeUsage Usage { get; init; } = new();

    public static PairwiseSummary Of(IReadOnlyList<PairwiseOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        int Count(Func<PairwiseOutcome, bool> which) => outcomes.Count(which);
        return new PairwiseSummary(
            Count(outcome => outcome.Score == 1), Count(outcome => outcome.Score == 0.5), Count(outcome => outcome.Score == 0),
            Count(outcome => outcome.Score is null && !outcome.IsError), Count(outcome => outcome.IsError),
            [.. outcomes.Select(outcome => outcome.Score ?? double.NaN)])
        {
            AskedInBothOrders = Count(outcome => outcome.Votes.Count == 2),
            Disagreements = Count(outcome => outcome.OrdersDisagree),
            FavouredFirst = Count(outcome => outcome.FavouredFirst),
            FavouredSecond = Count(outcome => outcome.FavouredSecond),
            Usage = outcomes.Aggregate(new JudgeUsage(), (sum, outcome) => sum + outcome.Usage),
        };
    }
}
