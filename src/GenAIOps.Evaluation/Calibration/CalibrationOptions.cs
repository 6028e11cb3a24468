namespace GenAIOps.Evaluation.Calibration;

/// <summary>How a judge is compared with people.</summary>
public sealed record CalibrationOptions
{
    /// <summary>Judgements of each row, 1 or more: with 2 or more its consistency with itself is measured. Default 1.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>A person's label passes from here on, in [1, 5]; only for labels from 1 to 5. Default 3.</summary>
    public int PassAt { get; init; } = 3;

    /// <summary>Of kappa's interval, in (0, 1). Default 0.95.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Rows under way at once, 1 or more. Default 8.</summary>
    public int Concurrency { get; init; } = 8;

    internal CalibrationOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Repeats, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Concurrency, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(PassAt, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PassAt, 5);
        return Confidence is > 0 and < 1 ? this : throw new ArgumentOutOfRangeException(nameof(Confidence), Confidence, "A confidence lies between 0 and 1.");
    }
}
