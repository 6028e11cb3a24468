namespace GenAIOps.Evaluation.Calibration;

/// <summary>Agreement beyond chance.</summary>
/// <param name="Value">1: perfect; 0: as by chance; below 0: worse.</param>
/// <param name="StandardError">Asymptotic, of the estimate itself (not under "no agreement").</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public sealed record Kappa(double Value, double StandardError, double Low, double High);
