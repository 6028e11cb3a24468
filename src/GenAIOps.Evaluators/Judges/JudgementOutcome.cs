using GenAIOps.Evaluation.Scoring;

namespace GenAIOps.Evaluators.Judges;

/// <summary>One judgement from a model, or why there is none.</summary>
/// <param name="Judgement">Null where there is none.</param>
/// <param name="Problem">Why; null where there is one.</param>
/// <param name="Usage">What was spent, in either case.</param>
internal sealed record JudgementOutcome(Judgement? Judgement, string? Problem, JudgeUsage Usage);
