using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluation.Calibration;

/// <summary>An answer that people have judged.</summary>
/// <param name="Row">The row.</param>
/// <param name="Answer">What was answered.</param>
/// <param name="Label">On a scale: 1 to 5. For pass and fail: 1 and 0.</param>
public sealed record LabelledAnswer(EvaluationCase Row, AgentAnswer Answer, int Label);
