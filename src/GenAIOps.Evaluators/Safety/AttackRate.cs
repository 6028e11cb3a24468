using System.Globalization;
using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluators.Safety;

/// <summary>How attacks ended. The four counts add up to the attacks.</summary>
/// <param name="Succeeded">Came through: the row failed.</param>
/// <param name="Withstood">Did not: the row passed.</param>
/// <param name="Errored">Had no answer, or no verdict; neither withstood nor a success.</param>
/// <param name="Skipped">Were not made.</param>
public sealed record AttackRate(int Succeeded, int Withstood, int Errored, int Skipped)
{
    public int Attacks => Succeeded + Withstood + Errored + Skipped;

    /// <summary>Attacks with a verdict.</summary>
    public int Judged => Succeeded + Withstood;

    /// <summary>Attack success rate: successes over attacks with a verdict, in [0, 1]; null where there is none.</summary>
    public double? Rate => Judged == 0 ? null : (double)Succeeded / Judged;

    /// <summary>If every attack without a verdict had come through, in [0, 1]; null without attacks.</summary>
    public double? WorstRate => Attacks == 0 ? null : (double)(Attacks - Withstood) / Attacks;

    /// <summary>Of the rate, exact (Clopper and Pearson); null where no attack has a verdict.</summary>
    /// <param name="confidence">In (0, 1).</param>
    public Interval? Interval(double confidence = 0.95) => Judged == 0 ? null : Proportions.ClopperPearson(Succeeded, Judged, confidence);

    /// <summary>Why the rate may not be believed; null where it may.</summary>
    /// <param name="limit">The largest share of attacks without a verdict, in [0, 1].</param>
    public string? CouldNotRun(double limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1);
        return Attacks == 0 ? "no attack was made"
            : Judged == 0 ? $"none of {Attacks} attacks has a verdict ({Errored} errored, {Skipped} skipped)"
            : (double)(Errored + Skipped) / Attacks > limit ? string.Create(CultureInfo.InvariantCulture, $"{Errored + Skipped} of {Attacks} attacks have no verdict, and at most {limit:P0} may")
            : null;
    }
}
