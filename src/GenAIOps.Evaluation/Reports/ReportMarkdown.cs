using System.Globalization;
using System.Text;
using GenAIOps.Evaluation.Experiments;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Evaluation.Reports;

/// <summary><c>summary.md</c> for a pull request and a step's summary: the verdict first. Agents' words cannot break out of it, nor call anybody.</summary>
public static class ReportMarkdown
{
    /// <summary>A comment on GitHub holds 65,536 characters.</summary>
    private const int Most = 60_000;

    private const int LongestText = 500;

    public static string Write(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        var verdict = report.Verdict;
        text.Append(CultureInfo.InvariantCulture, $"## {(verdict.Passed ? "✅" : "❌")} {verdict.Kind}: {Headline(verdict)}\n\n");
        foreach (var reason in verdict.Reasons) text.Append("- ").Append(E(reason)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"\nImage `{report.Digest}`{(report.BaselineDigest is null ? ", nothing released to compare with" : $", compared with the released `{report.BaselineDigest}`")}.\n\n");
        Findings(text, verdict);
        if (report.Details is { } details)
        {
            Metrics(text, details);
            Changed(text, details.Variants[^1].Changed);
        }

        NotPassed(text, report);
        return text.ToString();
    }

    internal static string Headline(Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Better => "the candidate is better than the released agent",
        VerdictKind.NotWorse => verdict.Comparison is null ? "the candidate meets the thresholds" : "the candidate is not worse than the released agent",
        VerdictKind.Worse => "the candidate is not good enough",
        VerdictKind.TooFewCases => "too few cases to tell",
        _ => "the evaluation could not run",
    };

    private static void Findings(StringBuilder text, Verdict verdict)
    {
        if (verdict.Findings.Count == 0) return;
        text.Append("| asked | found | interval | held against | rows | |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var finding in verdict.Findings)
        {
            var mark = finding.Outcome switch { Outcome.Better => "better", Outcome.Met => "met", Outcome.Missed => "**missed**", _ => "**open**" };
            text.Append(CultureInfo.InvariantCulture, $"| {E(finding.Name)} | {N(finding.Estimate)} | {N(finding.Interval.Low)} to {N(finding.Interval.High)} | {N(finding.Limit)} | {finding.Rows} | {mark} |\n");
        }

        text.Append('\n');
    }

    private static void Metrics(StringBuilder text, ExperimentResult details)
    {
        text.Append("<details><summary>Metrics and tags</summary>\n\n| metric | mean | interval | rows | difference |\n| --- | --- | --- | --- | --- |\n");
        foreach (var metric in details.Variants[^1].Metrics)
        {
            var difference = metric.Difference is { } found ? string.Create(CultureInfo.InvariantCulture, $"{found.Mean:+0.####;-0.####;±0}{(found.IsClear(details.Confidence) ? ", clear" : "")}") : "–";
            text.Append(CultureInfo.InvariantCulture, $"| {E(metric.Metric)} | {N(metric.Mean)} | {N(metric.Interval.Low)} to {N(metric.Interval.High)} | {metric.Rows} | {difference} |\n");
        }

        text.Append("\n| tag | rows | pass | interval |\n| --- | --- | --- | --- |\n");
        Fill(text, details.Variants[^1].Slices, slice => string.Create(CultureInfo.InvariantCulture, $"| {E(slice.Tag)} | {slice.Rows} | {slice.PassRate:0.#%} | {slice.Interval.Low:0.#%} to {slice.Interval.High:0.#%} |\n"));
        text.Append("\n</details>\n\n");
    }

    private static void Changed(StringBuilder text, IReadOnlyList<ChangedRow> rows)
    {
        if (rows.Count == 0) return;
        text.Append(CultureInfo.InvariantCulture, $"<details><summary>The {rows.Count} rows that changed most</summary>\n\n| row | change | released | candidate |\n| --- | --- | --- | --- |\n");
        Fill(text, rows, row => string.Create(CultureInfo.InvariantCulture, $"| {E(row.Id)}: {E(row.Query)} | {row.Change:+0.##;-0.##} | {E(row.Before)} | {E(row.After)} |\n"));
        text.Append("\n</details>\n\n");
    }

    private static void NotPassed(StringBuilder text, EvaluationReport report)
    {
        var count = report.Golden.Sent + report.Safety.Sent - report.Golden.Count(RowStatus.Passed) - report.Safety.Count(RowStatus.Passed);
        if (count == 0) return;
        text.Append(CultureInfo.InvariantCulture, $"<details><summary>{count} rows did not pass</summary>\n\n| row | | answer | why |\n| --- | --- | --- | --- |\n");
        var rows = report.Golden.Read().Concat(report.Safety.Read()).Where(row => row.Status != RowStatus.Passed).Take(500).ToList();
        Fill(text, rows, row => $"| {E(row.Case.Id)}: {E(row.Case.Query)} | {row.Status.ToString().ToLowerInvariant()} | {E(row.Answer?.Text ?? "")} | {E(string.Join("; ", row.Reasons))} |\n", count);
        text.Append("\n</details>\n");
    }

    /// <summary>As many lines as there is room for, and how many there are more.</summary>
    private static void Fill<T>(StringBuilder text, IReadOnlyList<T> rows, Func<T, string> line, int? all = null)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            var next = line(rows[i]);
            if (text.Length + next.Length > Most)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{(all ?? rows.Count) - i} more are in results.jsonl.\n");
                return;
            }

            text.Append(next);
        }

        if (all > rows.Count) text.Append(CultureInfo.InvariantCulture, $"\n{all - rows.Count} more are in results.jsonl.\n");
    }

    private static string N(double value) => double.IsFinite(value) ? value.ToString("0.####", CultureInfo.InvariantCulture) : "–";

    /// <summary>Words as words: no table, tag, link, mention or issue can come of them.</summary>
    private static string E(string text)
    {
        var cut = text.Length > LongestText ? string.Concat(text.AsSpan(0, LongestText - 1), "…") : text;
        var safe = new StringBuilder(cut.Length + 16);
        foreach (var letter in cut)
        {
            safe.Append(letter switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '|' or '\\' or '`' or '*' or '_' or '[' or ']' or '!' or '~' or '$' => $"\\{letter}",
                // An invisible joiner: the text reads the same and names nobody.
                '@' or '#' => $"{letter}\u2060",
                _ when char.IsControl(letter) => " ",
                _ => letter.ToString(),
            });
        }

        return safe.ToString();
    }
}
