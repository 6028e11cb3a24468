using System.Globalization;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluation.Statistics;
using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Evaluation.Reports;

/// <summary>Numbers and verdicts as people read them, the same in every file of a report.</summary>
internal static class ReportWords
{
    public const string Minus = "−";

    public static string Headline(Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Better => $"The candidate is better than {Released(verdict)}",
        VerdictKind.NotWorse => verdict.Comparisons.Count == 0 ? "The candidate meets the thresholds" : $"The candidate is not worse than {Released(verdict)}",
        VerdictKind.Worse => "The candidate is not good enough",
        VerdictKind.TooFewCases => "Too few cases to tell",
        _ => "The evaluation could not run",
    };

    public static string Decision(Verdict verdict) => verdict.Passed ? "May be released" : "Must not be released";

    private static string Released(Verdict verdict) => verdict.Comparisons.Count > 1 ? "each released agent" : "the released agent";

    /// <summary>What a part of a report is against, as the end of its title; empty where there is nothing to tell apart.</summary>
    public static string Against(EvaluationReport view, IReadOnlyList<EvaluationReport> views) => views.Count > 1 ? $", against {view.Baseline!.Name}" : "";

    /// <summary>A released agent as a column or line calls it.</summary>
    public static string Released(EvaluationReport view, IReadOnlyList<EvaluationReport> views) => views.Count > 1 ? $"released ({view.Baseline!.Name})" : "released";

    /// <summary>A share, such as 93.4 %.</summary>
    public static string Percent(double share) => !double.IsFinite(share) ? "–" : Signed((share * 100).ToString("0.#", CultureInfo.InvariantCulture)) + "\u00A0%";

    /// <summary>A mean in its unit.</summary>
    public static string Value(double value, string unit) => !double.IsFinite(value) ? "–" : unit == "share" ? Percent(value) : Bare(value, unit) + Suffix(unit);

    /// <summary>A difference, with its sign; shares in points.</summary>
    public static string Difference(double value, string unit) => !double.IsFinite(value) ? "–" : WithSign(value, unit) + Suffix(unit);

    public static string Between(Interval interval, string unit) => IsKnown(interval) ? $"{Bare(interval.Low, unit)} to {Bare(interval.High, unit)}{(unit == "share" ? "\u00A0%" : Suffix(unit))}" : "not known";

    public static string DifferenceBetween(Interval interval, string unit) => IsKnown(interval) ? $"{WithSign(interval.Low, unit)} to {WithSign(interval.High, unit)}{Suffix(unit)}" : "not known";

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

    private static bool IsKnown(Interval interval) => double.IsFinite(interval.Low) && double.IsFinite(interval.High);

    private static string Suffix(string unit) => unit switch { "share" => " points", "ms" => " ms", "tokens/s" => " tokens/s", _ => "" };

    private static string WithSign(double value, string unit) => Bare(value, unit) is var text && value > 0 && text != "0" ? "+" + text : text;

    private static string Bare(double value, string unit) => Signed(unit switch
    {
        "share" => (value * 100).ToString("0.#", CultureInfo.InvariantCulture),
        "ms" => value.ToString(Math.Abs(value) < 100 ? "0.#" : "#,0", CultureInfo.InvariantCulture),
        "tokens" or "tokens/s" => value.ToString("#,0.#", CultureInfo.InvariantCulture),
        "cost" => Rounded(value).ToString("#,0.############", CultureInfo.InvariantCulture),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    });

    /// <summary>Prices of an answer are small: four digits, wherever they begin.</summary>
    private static double Rounded(double value) => value == 0 ? 0 : Math.Round(value, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 2, 12));

    private static string Signed(string number) => number is "-0" ? "0" : number.Replace("-", Minus, StringComparison.Ordinal);

    /// <summary>What judges spent, in words.</summary>
    public static string Spent(JudgeUsage judges) => string.Create(CultureInfo.InvariantCulture,
        $"{judges.Calls:#,0} requests, {judges.InputTokens:#,0} input and {judges.OutputTokens:#,0} output tokens{(judges.Cached > 0 ? $"; {judges.Cached:#,0} judgements were at hand" : "")}{(judges.CallsWithoutUsage > 0 ? $"; {judges.CallsWithoutUsage:#,0} requests said nothing of tokens" : "")}");
}
