namespace GenAIOps.Evaluation.Calibration;

/// <summary>A judge of a run, and whether its scores may decide anything.</summary>
/// <param name="Metric">Its metric.</param>
/// <param name="Identity">Which judge it is.</param>
/// <param name="Calibration">What is known of it.</param>
public sealed record JudgeFinding(string Metric, string Identity, CalibrationFinding Calibration);
