using GenAIOps.Evaluation.Scoring;

namespace GenAIOps.Evaluation.Calibration;

/// <summary>One labelled row and what the judge said of it.</summary>
/// <param name="Id">Of the row.</param>
/// <param name="Human">People's label: 1 to 5, or 0 and 1.</param>
/// <param name="Length">Of the response, in characters.</param>
/// <param name="Scores">The judge's, by repeat, on people's scale; null where there is none.</param>
/// <param name="Passed">Whether it passed the first time.</param>
/// <param name="Problem">Why there is no score; null where there is one, or the metric does not apply.</param>
/// <param name="Usage">What was spent.</param>
internal sealed record CalibrationRow(string Id, int Human, int Length, IReadOnlyList<int>? Scores, bool Passed, string? Problem, JudgeUsage Usage);
