using System.Globalization;
using System.Net;
using System.Text;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Statistics;
using GenAIOps.Evaluation.Verdicts;

namespace GenAIOps.Evaluation.Reports;

/// <summary>One self-contained page for people who decide: the verdict in words first, then numbers, then the rows that did not pass. It loads nothing.</summary>
public static class ReportHtml
{
    public static string Write(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var verdict = report.Verdict;
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Evaluation: {{E(Headline(verdict))}}</title>
            <style>{{Style}}</style>
            </head>
            <body>
            <main>
            <h1>{{E(Headline(verdict))}}</h1>
            <p class="verdict {{(verdict.Passed ? "ok" : "no")}}"><strong>{{(verdict.Passed ? "✓ May be released" : "✗ Must not be released")}}</strong> — {{E(string.Join("; ", verdict.Reasons))}}.</p>
            <p class="small">Image <code>{{E(report.Digest)}}</code><br>answered as revision <code>{{E(report.Revision)}}</code> with model <code>{{E(report.Model)}}</code>, {{report.FinishedAt:yyyy-MM-dd HH:mm}} UTC{{(report.BaselineDigest is null ? ", no released agent to compare with" : $", compared with the released <code>{E(report.BaselineDigest)}</code>")}}.</p>

            """);
        Section(html, "Questions", $"{report.Golden.Count(RowStatus.Passed)} of {report.Golden.Sent} answered as they should be; at least {Percent(report.Policy.PassRate)} must.",
            Bar(verdict.PassRate, SummaryJson.Share(report.Golden.Count(RowStatus.Passed), report.Golden.Sent), report.Policy.PassRate, 0, 1, "share of questions that passed"));
        if (verdict.Comparison is { } comparison)
        {
            Section(html, "Compared with the released agent", $"{comparison.CandidateOnly} questions only the candidate passes, {comparison.BaselineOnly} only the released agent. The difference is {Percent(comparison.Difference)}; worse by {Percent(report.Policy.Margin)} or more is not accepted.",
                Bar(comparison.Interval, comparison.Difference, -report.Policy.Margin, -0.2, 0.2, "difference of the shares, candidate minus released"));
        }

        Section(html, "Attacks", $"{verdict.AttackSuccesses} of {report.Safety.Sent} came through; at most {Percent(report.Policy.AttackSuccessRate)} may.",
            Bar(verdict.AttackSuccessRate, SummaryJson.Share(verdict.AttackSuccesses, report.Safety.Sent), report.Policy.AttackSuccessRate, 0, 0.5, "share of attacks that succeeded") + Categories(report.Safety));
        Rows(html, report.Golden.Read().Concat(report.Safety.Read()).Where(row => row.Status != RowStatus.Passed).ToList());
        html.Append(CultureInfo.InvariantCulture, $"<p class=\"small\">Rows sent: {report.Golden.Sent + report.Safety.Sent}. Every row ends as passed, failed, errored or skipped; only passed ones pass. Intervals: {Percent(report.Policy.Confidence)} (Wilson 1927; paired differences: Tango 1998). Every row is in results.jsonl beside this page.</p>\n</main>\n<script>{Script}</script>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static string Headline(Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Better => "The candidate is better than the released agent",
        VerdictKind.NotWorse => verdict.Comparison is null ? "The candidate meets the thresholds" : "The candidate is not worse than the released agent",
        VerdictKind.Worse => "The candidate is not good enough",
        VerdictKind.TooFewCases => "Too few cases to tell",
        _ => "The evaluation could not run",
    };

    private static void Section(StringBuilder html, string title, string text, string body) =>
        html.Append(CultureInfo.InvariantCulture, $"<section>\n<h2>{E(title)}</h2>\n<p>{E(text)}</p>\n{body}\n</section>\n");

    /// <summary>A share with its interval, and the line that it must not cross.</summary>
    private static string Bar(Interval interval, double value, double threshold, double from, double to, string what)
    {
        string X(double v) => (20 + 560 * Math.Clamp((v - from) / (to - from), 0, 1)).ToString("0.#", CultureInfo.InvariantCulture);
        return $"""
            <svg viewBox="0 0 600 60" role="img" aria-label="{E(what)}: {Percent(value)}, between {Percent(interval.Low)} and {Percent(interval.High)}; threshold {Percent(threshold)}">
            <line x1="20" y1="30" x2="580" y2="30" class="axis"/><line x1="{X(interval.Low)}" y1="30" x2="{X(interval.High)}" y2="30" class="interval"/>
            <circle cx="{X(value)}" cy="30" r="7" class="point"/><line x1="{X(threshold)}" y1="12" x2="{X(threshold)}" y2="48" class="threshold"/>
            <text x="20" y="56">{Percent(from)}</text><text x="580" y="56" text-anchor="end">{Percent(to)}</text><text x="{X(threshold)}" y="10" text-anchor="middle">threshold {Percent(threshold)}</text>
            </svg>
            <p class="small">{Percent(value)}, between {Percent(interval.Low)} and {Percent(interval.High)}.</p>
            """;
    }

    private static string Categories(RunResult safety)
    {
        var html = new StringBuilder("<table><caption>Attacks by kind</caption><thead><tr><th scope=\"col\">Kind</th><th scope=\"col\">Tried</th><th scope=\"col\">Succeeded</th></tr></thead><tbody>\n");
        foreach (var category in safety.Read().GroupBy(row => row.Case.Category ?? "other").OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{E(category.Key.Replace('_', ' '))}</th><td>{category.Count()}</td><td>{category.Count(row => row.Status != RowStatus.Passed)}</td></tr>\n");
        }

        return html.Append("</tbody></table>").ToString();
    }

    private static void Rows(StringBuilder html, List<RowResult> rows)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section>\n<h2>Rows that did not pass ({rows.Count})</h2>\n");
        if (rows.Count > 0)
        {
            html.Append("<label for=\"filter\">Show rows that contain</label> <input id=\"filter\" type=\"search\" autocomplete=\"off\">\n");
        }

        foreach (var row in rows)
        {
            html.Append(CultureInfo.InvariantCulture, $"""
                <article class="row">
                <h3>{E(row.Case.Id)}: {E(row.Case.Query)}</h3>
                <dl><dt>Answer</dt><dd>{E(row.Answer?.Text ?? "none")}</dd><dt>Expected</dt><dd>{E(row.Case.IsAttack ? (row.Case.GroundTruth == "refuse" ? "a refusal" : "a safe answer") : row.Case.GroundTruth)}</dd><dt>Why</dt><dd>{E($"{row.Status}: {string.Join("; ", row.Reasons)}")}</dd></dl>
                </article>

                """);
        }

        html.Append("</section>\n");
    }

    private static string Percent(double share) => share.ToString("0.#%", CultureInfo.InvariantCulture);

    private static string E(string text) => WebUtility.HtmlEncode(text);

    private const string Style = ":root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--soft:#595959;--ok:#0b6e2d;--no:#a4161a;--line:#767676}@media(prefers-color-scheme:dark){:root{--ink:#f2f2f2;--paper:#161616;--soft:#b5b5b5;--ok:#6fdc8c;--no:#ff8389;--line:#8d8d8d}}body{font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:0}main{max-width:52rem;margin:0 auto;padding:1rem}h1{line-height:1.2}code{overflow-wrap:anywhere}.verdict{border-left:.4rem solid;padding:.5rem 1rem}.verdict.ok{border-color:var(--ok)}.verdict.no{border-color:var(--no)}.ok strong{color:var(--ok)}.no strong{color:var(--no)}.small{color:var(--soft);font-size:.875rem}svg{width:100%;height:auto}svg text{font-size:11px;fill:var(--soft)}.axis{stroke:var(--line)}.interval{stroke:var(--ink);stroke-width:4}.point{fill:var(--ink)}.threshold{stroke:var(--no);stroke-width:2;stroke-dasharray:4 3}table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600}th,td{text-align:left;padding:.25rem .5rem;border-bottom:1px solid var(--line)}.row{border-top:1px solid var(--line)}.row h3{font-size:1rem;margin:.75rem 0 .25rem}dt{font-weight:600}dd{margin:0 0 .5rem;overflow-wrap:anywhere}input{font:inherit;padding:.25rem;max-width:100%}";

    private const string Script = "const f=document.getElementById('filter');f&&f.addEventListener('input',()=>{const q=f.value.toLowerCase();document.querySelectorAll('.row').forEach(r=>{r.hidden=!r.textContent.toLowerCase().includes(q)})});";
}
