namespace GenAIOps.Evaluators.Judges;

/// <summary>What a judge answers: its reason, and what it decides. The reason comes first, so that the decision follows from it.</summary>
/// <param name="Reason">In the judge's words.</param>
/// <param name="Decision">A score from 1 to 5, or one of the words that the form allows.</param>
internal readonly record struct Judgement(string Reason, string Decision);
