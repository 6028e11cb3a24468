using System.Globalization;

namespace GenAIOps.Evaluation.Calibration;

/// <summary>Whether a judge's scores may decide anything.</summary>
/// <param name="IsCalibrated">False: a report must say so beside each of its scores.</param>
/// <param name="Reasons">Why not, a sentence each; where it is calibrated, one sentence with the figures.</param>
public sealed record CalibrationFinding(bool IsCalibrated, IReadOnlyList<string> Reasons)
{
    /// <summary>A pure function of the judge that is used and of what is known of it.</summary>
    /// <param name="identity">Of the judge that is used.</param>
    /// <param name="report">Its comparison with people; null where there is none.</param>
    /// <param name="limits">What is asked of it.</param>
    public static CalibrationFinding Of(string identity, CalibrationReport? report, CalibrationLimits? limits = null)
    {
        limits ??= new CalibrationLimits();
        var reasons = Why(identity, report, limits).ToList();
        return reasons.Count > 0
            ? new CalibrationFinding(false, reasons)
            : new CalibrationFinding(true, [Say($"{identity} agrees with people: kappa {report!.Kappa!.Value:0.00} ({report.Kappa.Low:0.00} to {report.Kappa.High:0.00}) on {report.Rows} rows.")]);
    }

    private static IEnumerable<string> Why(string identity, CalibrationReport? report, CalibrationLimits limits)
    {
        if (report is null)
        {
            yield return $"{identity} is not calibrated: it was never compared with people's labels; run JudgeCalibration on a labelled set.";
            yield break;
        }

        if (report.Identity != identity)
        {
            yield return $"{identity} is not calibrated: the report is of {report.Identity}; another rubric, model or option is another judge.";
        }

        if (report.Errored > limits.MaximumErrored)
        {
            yield return Say($"{identity} is not calibrated: it failed on {report.Errored} labelled rows, and may on {limits.MaximumErrored}; the first: {(report.Problems.Count > 0 ? report.Problems[0] : "unknown")}.");
        }

        if (report.Rows < limits.MinimumRows)
        {
            yield return Say($"{identity} is not calibrated: {report.Rows} rows were compared, and it takes {limits.MinimumRows}; label more.");
        }

        if (report.Kappa is not { } kappa)
        {
            yield return $"{identity} is not calibrated: kappa is undefined, since people and judge gave one and the same label throughout; label rows of every kind.";
        }
        else if (!(kappa.Low >= limits.MinimumKappa))
        {
            yield return Say($"{identity} is not calibrated: kappa is {kappa.Value:0.00}, at least {kappa.Low:0.00}, and must be at least {limits.MinimumKappa:0.00}; mend the rubric, take another model, or label more rows ({report.Rows} now).");
        }
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
