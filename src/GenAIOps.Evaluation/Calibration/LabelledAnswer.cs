using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Judges;

/// <summary>An answer that people have judged.</summary>
/// <param name="Row">The row.</param>
/// <param name="Answer">What was answered.</param>
/// <param name="Label">On a scale: 1 to 5. For pass and fail: 1 and 0.</param>
public sealed record LabelledAnswer(EvaluationCase Row, AgentAnswer Answer, int Label);

/// <summary>Answers with people's labels, all of one kind.</summary>
/// <param name="IsPassFail">Whether the labels are pass and fail (1 and 0), not 1 to 5.</param>
/// <param name="Rows">The answers.</param>
public sealed record LabelledSet(bool IsPassFail, IReadOnlyList<LabelledAnswer> Rows);
