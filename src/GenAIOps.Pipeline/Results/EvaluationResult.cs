using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Pipeline;

/// <summary>The verdict on a candidate, found now or standing from before. With one that does not pass the target fails.</summary>
/// <param name="Agent">Its name.</param>
/// <param name="Environment">Where it was evaluated.</param>
/// <param name="Digest">Of the image that was judged.</param>
/// <param name="Verdict">How.</param>
public sealed record EvaluationResult(string Agent, string Environment, string Digest, VerdictKind Verdict);
