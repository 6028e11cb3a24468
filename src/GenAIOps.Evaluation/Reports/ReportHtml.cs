using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using GenAIOps.Evaluation.Safety;
using GenAIOps.Evaluation.Verdicts;
using Finding = GenAIOps.Evaluation.Verdicts.Finding;

namespace GenAIOps.Evaluation.Reports;

/// <summary>One self-contained page for people who decide: the verdict in words first, then each thing that was asked with its interval, then every row. It loads nothing.</summary>
public static class ReportHtml
{
    public static string Write(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var verdict = report.Verdict;
        var (rows, all) = ReportRows.Of(report);
        string style = ReportStyle.Css.ReplaceLineEndings("\n"), script = ReportScript.Js.ReplaceLineEndings("\n");
        var headline = Upper(ReportMarkdown.Headline(verdict));
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{{Hash(style)}}'; script-src 'sha256-{{Hash(script)}}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Evaluation: {{E(headline)}}</title>
            <style>{{style}}</style>
            </head>
            <body>
            <main>
            <h1>{{E(headline)}}</h1>
            <div class="verdict {{(verdict.Passed ? "ok" : "no")}}"><strong>{{(verdict.Passed ? "✓ May be released" : "✗ Must not be released")}} ({{verdict.Kind}})</strong><ul>{{string.Concat(verdict.Reasons.Select(reason => $"<li>{E(Upper(reason))}.</li>"))}}</ul></div>
            <p class="small">Image <code>{{E(report.Digest)}}</code>, answered as revision <code>{{E(report.Revision)}}</code> with model <code>{{E(report.Model)}}</code> on {{report.FinishedAt.UtcDateTime:yyyy-MM-dd HH:mm}} UTC{{(report.BaselineDigest is null ? ", no released agent to compare with" : $", compared with the released <code>{E(report.BaselineDigest)}</code>")}}.</p>

            """);
        Findings(html, verdict, report);
        Metrics(html, report);
        Categories(html, report);
        Rows(html, all);
        html.Append(CultureInfo.InvariantCulture, $"<p class=\"small\">Every row ends as passed, failed, errored or skipped; only passed ones pass. Intervals at {Percent(report.Policy.Confidence)}. Every row is in results.jsonl beside this page.</p>\n</main>\n<script type=\"application/json\" id=\"data\">{rows}</script>\n<script>{script}</script>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static void Findings(StringBuilder html, Verdict verdict, EvaluationReport report)
    {
        if (verdict.Findings.Count == 0) return;
        html.Append("<h2>What was asked</h2>\n<ul class=\"findings\">\n");
        foreach (var finding in verdict.Findings)
        {
            var (mark, kind) = finding.Outcome switch { Outcome.Better => ("better", "ok"), Outcome.Met => ("met", "ok"), Outcome.Missed => ("missed", "no"), _ => ("open", "open") };
            html.Append(CultureInfo.InvariantCulture, $"<li><div class=\"head\"><h3>{E(Upper(finding.Name))}</h3><span class=\"badge {kind}\">{mark}</span></div>\n<p class=\"figure\">{Number(finding, finding.Estimate)}</p>\n{Plot(finding)}\n<p>{E(Upper(finding.Reason))}.</p>\n<p class=\"small\">{finding.Rows} rows{(finding.Method.Length > 0 ? $"; {E(finding.Method)}" : "")}; {Percent(report.Policy.Confidence)}</p></li>\n");
        }

        html.Append("</ul>\n");
    }

    /// <summary>A value with its interval, and the line that it must not cross.</summary>
    private static string Plot(Finding finding)
    {
        double[] finite = [.. new[] { finding.Estimate, finding.Interval.Low, finding.Interval.High, finding.Limit }.Where(double.IsFinite)];
        if (finite.Length == 0) return "";
        var spread = Math.Max(finite.Max() - finite.Min(), 1e-9);
        double from = finite.Min() - 0.15 * spread, to = finite.Max() + 0.15 * spread;
        string X(double v) => (10 + 280 * Math.Clamp((v - from) / (to - from), 0, 1)).ToString("0.#", CultureInfo.InvariantCulture);
        double low = double.IsFinite(finding.Interval.Low) ? finding.Interval.Low : from, high = double.IsFinite(finding.Interval.High) ? finding.Interval.High : to;
        return $"""
            <svg viewBox="0 0 300 52" role="img" aria-label="{E(finding.Name)}: {Number(finding, finding.Estimate)}, between {Number(finding, finding.Interval.Low)} and {Number(finding, finding.Interval.High)}; held against {Number(finding, finding.Limit)}">
            <line x1="10" y1="24" x2="290" y2="24" class="axis"/><line x1="{X(low)}" y1="24" x2="{X(high)}" y2="24" class="interval"/><circle cx="{X(finding.Estimate)}" cy="24" r="6" class="point"/>
            <line x1="{X(finding.Limit)}" y1="8" x2="{X(finding.Limit)}" y2="40" class="limit"/><text x="{X(finding.Limit)}" y="51" text-anchor="middle">{Number(finding, finding.Limit)}</text>
            </svg>
            """;
    }

    private static void Metrics(StringBuilder html, EvaluationReport report)
    {
        if (report.Details is not { } details) return;
        var (candidate, released) = (details.Variants[^1], details.Variants.Count > 1 ? details.Variants[0] : null);
        Table(html, "Metrics of questions", ["Metric", "Mean", "Interval", "Rows", "Released", "Difference", "Clear"], candidate.Metrics.Select(metric => new[]
        {
            metric.Metric, N(metric.Mean), $"{N(metric.Interval.Low)} to {N(metric.Interval.High)}", $"{metric.Rows}",
            released?.Metrics.FirstOrDefault(one => one.Metric == metric.Metric) is { } before ? N(before.Mean) : "–",
            metric.Difference is { } difference ? $"{N(difference.Mean)} ({N(difference.Interval.Low)} to {N(difference.Interval.High)})" : "–",
            metric.Difference?.IsClear(details.Confidence) switch { true => "yes", false => "no", null => "–" },
        }));
        Table(html, "Questions by tag, to look at and not to conclude from", ["Tag", "Rows", "Pass", "Interval", "Difference"], candidate.Slices.Select(slice => new[]
        {
            slice.Tag, $"{slice.Rows}", Percent(slice.PassRate), $"{Percent(slice.Interval.Low)} to {Percent(slice.Interval.High)}",
            slice.Difference is { } difference ? FormattableString.Invariant($"{difference:+0.#%;-0.#%;±0} (p {slice.AdjustedP:0.###})") : "–",
        }));
    }

    private static void Table(StringBuilder html, string title, string[] heads, IEnumerable<string[]> rows)
    {
        var lines = rows.Select(row => $"<tr><th scope=\"row\">{E(row[0])}</th>{string.Concat(row[1..].Select(text => $"<td class=\"num\">{E(text)}</td>"))}</tr>\n").ToList();
        if (lines.Count == 0) return;
        html.Append(CultureInfo.InvariantCulture, $"<h2>{E(title)}</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{E(title)}\"><table><thead><tr>{string.Concat(heads.Select(head => $"<th scope=\"col\">{E(head)}</th>"))}</tr></thead><tbody>\n{string.Concat(lines)}</tbody></table></div>\n");
    }

    private static void Categories(StringBuilder html, EvaluationReport report)
    {
        var success = AttackSuccess.Of(report.Safety.Read());
        if (success.ByCategory.Count == 0) return;
        html.Append("<h2>Attacks by kind</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Attacks by kind\"><table><thead><tr><th scope=\"col\">Kind</th><th scope=\"col\">Tried</th><th scope=\"col\">Came through</th><th scope=\"col\">No result</th><th scope=\"col\">Rate may be</th></tr></thead><tbody>\n");
        foreach (var (category, rate) in success.ByCategory)
        {
            var interval = rate.Interval(report.Policy.Confidence) is { } found ? $"{Percent(found.Low)} to {Percent(found.High)}" : "unknown";
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{E(category.Replace('_', ' '))}</th><td class=\"num\">{rate.Attacks}</td><td class=\"num\">{rate.Succeeded}</td><td class=\"num\">{rate.Errored + rate.Skipped}</td><td class=\"num\">{interval}</td></tr>\n");
        }

        html.Append("</tbody></table></div>\n");
    }

    private static void Rows(StringBuilder html, int all)
    {
        html.Append(CultureInfo.InvariantCulture, $"""
            <h2 id="rows-title">Rows</h2>
            {(all > ReportRows.Most ? $"<p>This page holds {ReportRows.Most} of {all} rows: those that did not pass or changed come first. The rest is in results.jsonl.</p>" : "")}
            <form id="filters">
            <div><label for="text">Contains</label><input id="text" type="search" autocomplete="off"></div>
            <div><label for="state">Status</label><select id="state"><option value="">all</option><option value="failed">failed</option><option value="errored">errored</option><option value="skipped">skipped</option><option value="passed">passed</option><option value="broken">broken: passed before</option><option value="fixed">fixed: did not pass before</option></select></div>
            <div><label for="set">Set</label><select id="set"><option value="">all</option></select></div>
            <div><label for="tag">Tag or kind</label><select id="tag"><option value="">all</option></select></div>
            </form>
            <p id="status" role="status"></p>
            <noscript><p>The list of rows needs JavaScript. Every row is in results.jsonl beside this page.</p></noscript>
            <table class="rows" aria-labelledby="rows-title"><thead><tr>{Head("id", "Row")}{Head("query", "Question")}{Head("status", "Status")}{Head("set", "Set")}{Head("latency", "ms")}</tr></thead><tbody id="rows"></tbody></table>
            <p class="more"><button id="more" type="button" hidden>Show more rows</button></p>

            """);
    }

    private static string Head(string key, string title) => $"<th scope=\"col\" aria-sort=\"none\"><button type=\"button\" data-key=\"{key}\">{title}</button></th>";

    /// <summary>Shares as percents, everything else as it is.</summary>
    private static string Number(Finding finding, double value) => !double.IsFinite(value) ? "unknown"
        : finding.Name is "pass rate" or "attack success rate" or "critical rows" or "difference" ? Percent(value)
        : value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string N(double value) => double.IsFinite(value) ? value.ToString("0.####", CultureInfo.InvariantCulture) : "unknown";

    private static string Percent(double share) => share.ToString("0.#%", CultureInfo.InvariantCulture);

    private static string Upper(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
