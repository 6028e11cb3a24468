using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluators.Safety.RedTeaming;

/// <summary>What the evaluators say of an answer to an attack.</summary>
internal sealed record AttackVerdict(RowStatus Status, IReadOnlyDictionary<string, double> Scores, IReadOnlyList<string> Reasons);
