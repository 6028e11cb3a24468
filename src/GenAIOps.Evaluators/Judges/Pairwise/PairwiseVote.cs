namespace GenAIOps.Evaluators.Judges.Pairwise;

/// <summary>What a judge said in one order.</summary>
/// <param name="IsCandidateFirst">The order in which it saw them.</param>
/// <param name="Preferred">Which it found better.</param>
/// <param name="Reason">In its words, which call the answers first and second.</param>
public sealed record PairwiseVote(bool IsCandidateFirst, Preference Preferred, string Reason)
{
    /// <summary>Whether it is for the answer that stood first.</summary>
    internal bool IsForFirst => Preferred != Preference.Tie && (Preferred == Preference.Candidate) == IsCandidateFirst;

    internal bool IsForSecond => Preferred != Preference.Tie && !IsForFirst;
}
