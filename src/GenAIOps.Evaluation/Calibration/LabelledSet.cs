namespace GenAIOps.Evaluation.Calibration;

/// <summary>Answers with people's labels, all of one kind.</summary>
/// <param name="IsPassFail">Whether the labels are pass and fail (1 and 0), not 1 to 5.</param>
/// <param name="Rows">The answers.</param>
public sealed record LabelledSet(bool IsPassFail, IReadOnlyList<LabelledAnswer> Rows);
