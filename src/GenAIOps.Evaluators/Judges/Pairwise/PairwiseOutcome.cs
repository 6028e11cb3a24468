using GenAIOps.Evaluation.Scoring;

namespace GenAIOps.Evaluators.Judges.Pairwise;

/// <summary>Which of two answers a vote is for.</summary>
public enum Preference
{
    /// <summary>Neither is better.</summary>
    Tie,

    Candidate,

    Baseline,
}

/// <summary>What came of one row.</summary>
/// <param name="RowId">Of the row.</param>
/// <param name="Score">1: the candidate is better; 0: the baseline is; 0.5: neither, or the orders disagree. Null where it is not applicable or in error.</param>
/// <param name="Reason">Why.</param>
/// <param name="Votes">In the order in which they were asked for; empty where no judge was needed.</param>
/// <param name="Usage">What was spent.</param>
public sealed record PairwiseOutcome(string RowId, double? Score, string Reason, IReadOnlyList<PairwiseVote> Votes, JudgeUsage Usage)
{
    /// <summary>There is no score and there should be one: the row counts as not judged, and must not pass for a tie.</summary>
    public bool IsError { get; init; }

    /// <summary>Both orders were asked and gave different winners (a tie against a win included).</summary>
    public bool OrdersDisagree => Votes is [var one, var other] && one.Preferred != other.Preferred;

    /// <summary>In both orders the answer that stood first won.</summary>
    public bool FavouredFirst => Votes is [{ IsForFirst: true }, { IsForFirst: true }];

    /// <summary>In both orders the answer that stood second won.</summary>
    public bool FavouredSecond => Votes is [{ IsForSecond: true }, { IsForSecond: true }];

    /// <summary>The rule that turns votes into a score.</summary>
    internal static double ScoreOf(IReadOnlyList<PairwiseVote> votes) => votes.Select(vote => vote.Preferred).Distinct().ToArray() switch
    {
        [Preference.Candidate] => 1,
        [Preference.Baseline] => 0,
        _ => 0.5,
    };
}
