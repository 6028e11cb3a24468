using System.Globalization;
using GenAIOps.Evaluation.Statistics;
using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Evaluation.Reports;

/// <summary>Numbers and verdicts as people read them, the same in every file of a report.</summary>
internal static class ReportWords
{
    public const string Minus = "−";

    public static string Headline(Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Better => "The candidate is better than the released agent",
        VerdictKind.NotWorse => verdict.Comparison is null ? "The candidate meets the thresholds" : "The candidate is not worse than the released agent",
        VerdictKind.Worse => "The candidate is not good enough",
        VerdictKind.TooFewCases => "Too few cases to tell",
        _ => "The evaluation could not run",
    };

    public static string Decision(Verdict verdict) => verdict.Passed ? "May be released" : "Must not be released";

    /// <summary>Share such as 93.4%.</summary>
    public static string Percent(double share) => double.IsNaN(share) ? "–" : Signed(share.ToString("0.#%", CultureInfo.InvariantCulture));

    /// <summary>A mean in its unit.</summary>
    public static string Value(double value, string unit) => !double.IsFinite(value) ? "–" : unit switch
    {
        "share" => Percent(value),
        "ms" => Signed(value.ToString(Math.Abs(value) < 10 ? "0.##" : "#,0", CultureInfo.InvariantCulture)) + " ms",
        "tokens" => Signed(value.ToString("#,0.#", CultureInfo.InvariantCulture)),
        "tokens/s" => Signed(value.ToString("#,0.#", CultureInfo.InvariantCulture)) + "/s",
        "cost" => Signed(value.ToString("0.######", CultureInfo.InvariantCulture)),
        _ => Signed(value.ToString("0.###", CultureInfo.InvariantCulture)),
    };

    /// <summary>A difference, with its sign; shares in points.</summary>
    public static string Difference(double value, string unit) => !double.IsFinite(value) ? "–"
        : unit == "share" ? Signed((value * 100).ToString("+0.0;-0.0;0", CultureInfo.InvariantCulture)) + " points"
        : value > 0 ? "+" + Value(value, unit) : Value(value, unit);

    public static string Between(Interval interval, string unit) => double.IsFinite(interval.Low) && double.IsFinite(interval.High)
        ? $"{Value(interval.Low, unit)} to {Value(interval.High, unit)}"
        : "not known";

    public static string DifferenceBetween(Interval interval, string unit) => double.IsFinite(interval.Low) && double.IsFinite(interval.High)
        ? $"{Difference(interval.Low, unit)} to {Difference(interval.High, unit)}"
        : "not known";

    /// <summary>What a verdict says of one metric, in a word and with a sign, so that colour is not all there is.</summary>
    public static string Judged(string verdict) => verdict switch
    {
        "better" => "▲ better",
        "met" => "✓ met",
        "missed" => "✗ missed",
        "open" => "? open",
        _ => "measured",
    };

    public static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {many}");

    private static string Signed(string number) => number.Replace("-", Minus, StringComparison.Ordinal);
}
