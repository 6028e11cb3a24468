namespace GenAIOps.Evaluation.Calibration;

/// <summary>From where on a judge counts as calibrated.</summary>
public sealed record CalibrationLimits
{
    /// <summary>The lower end of kappa's interval must reach it. Default 0.6, the start of "substantial" agreement (Landis and Koch 1977 put it at 0.61).</summary>
    public double MinimumKappa { get; init; } = 0.6;

    /// <summary>Rows that both the judge and people have judged. Default 30.</summary>
    public int MinimumRows { get; init; } = 30;

    /// <summary>Rows on which the judge may have failed. Default 0.</summary>
    public int MaximumErrored { get; init; }
}
