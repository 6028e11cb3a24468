using System.Globalization;
using System.Text;
using GenAIOps.Evaluation.Reports.Figures;
using GenAIOps.Evaluation.Runs;
using static GenAIOps.Evaluation.Reports.Html.HtmlText;

namespace GenAIOps.Evaluation.Reports.Html;

/// <summary>One self-contained page: the verdict in words first, then numbers with their intervals, then the rows with their answers side by side. It loads nothing.</summary>
public static class ReportHtml
{
    public static string Write(EvaluationReport report)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        Write(writer, report);
        return writer.ToString();
    }

    /// <summary>Writes the page without holding it.</summary>
    public static void Write(TextWriter writer, EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(report);
        var figures = report.Figures ?? ReportFigures.Of(report);
        var views = (report with { Figures = figures }).Views();
        var rows = EmbeddedRows.Of(report);
        var html = new StringBuilder();
        Head(html, report);
        VerdictSection.Write(html, report, views);
        foreach (var view in views) MetricSections.Metrics(html, view, views);
        MetricSections.Attacks(html, report, figures);
        foreach (var view in views) MetricSections.Slices(html, view, views);
        UsageSection.Write(html, views);
        Rows(html, report, rows);
        Foot(html, report);
        html.Append("</main>\n<script type=\"application/json\" id=\"data\">");
        writer.Write(html);
        rows.Write(writer);
        writer.Write("</script>\n<script>");
        writer.Write(PageAssets.Script);
        writer.Write("</script>\n</body>\n</html>\n");
    }

    private static void Head(StringBuilder html, EvaluationReport report) => html.Append(CultureInfo.InvariantCulture, $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{PageAssets.Policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <title>{E(ReportWords.Headline(report.Verdict))} – evaluation</title>
        <link rel="icon" href="data:,">
        <style>{PageAssets.Style}</style>
        </head>
        <body>
        <a class="skip" href="#rows">Skip to the rows</a>
        <main>

        """);

    private static void Rows(StringBuilder html, EvaluationReport report, EmbeddedRows rows)
    {
        var held = rows.All == 0 ? "There are no rows." : rows.Rows.Count == rows.All
            ? $"All {rows.All:#,0} rows."
            : string.Create(CultureInfo.InvariantCulture, $"{rows.Rows.Count:#,0} of {rows.All:#,0} rows: those that changed or did not pass come first. The other {rows.All - rows.Rows.Count:#,0} are in results.jsonl only.");
        html.Append(CultureInfo.InvariantCulture, $"""
            <section id="rows" tabindex="-1" aria-labelledby="rows-title">
            <h2 id="rows-title">Rows</h2>
            <p class="soft">{E(held)} Choose a row to read its answers side by side.{(report.Baselines.Count > 1 ? " Of several released agents a row shows the one that it lost most against, and says which; the answers of all are in results.jsonl." : "")}</p>
            <noscript><p class="note">Filtering and reading the rows needs JavaScript, which is off here. They are in results.jsonl too.</p></noscript>
            <form id="filters" role="search" aria-label="Rows" hidden>
            <div class="field wide"><label for="f-text">Text</label><input id="f-text" type="search" autocomplete="off" spellcheck="false"></div>
            <div class="field"><label for="f-status">Outcome</label><select id="f-status"><option value="">Any</option><option value="!passed">Did not pass</option>{(report.Baseline?.Run is null ? "" : "<option value=\"lost\">Lost since the released agent</option><option value=\"won\">Won since the released agent</option>")}<option value="passed">Passed</option><option value="failed">Failed</option><option value="errored">Errored</option><option value="skipped">Skipped</option></select></div>
            <div class="field"><label for="f-set">Set</label><select id="f-set"><option value="">Any</option><option value="golden">Questions</option><option value="safety">Attacks</option></select></div>
            <div class="field"><label for="f-tag">Tag</label><select id="f-tag"><option value="">Any</option></select></div>
            <div class="field"><label for="f-category">Category</label><select id="f-category"><option value="">Any</option></select></div>
            <div class="field"><label for="f-metric">Score shown</label><select id="f-metric"></select></div>
            <div class="field"><button type="reset">Clear filters</button></div>
            </form>
            <p id="count" class="soft" role="status" aria-live="polite"></p>
            <div id="table"></div>
            <nav id="pages" aria-label="Pages of rows" hidden><button type="button" id="previous">Previous</button><span id="page"></span><button type="button" id="next">Next</button></nav>
            </section>

            """);
    }

    private static void Foot(StringBuilder html, EvaluationReport report)
    {
        RunResult golden = report.Golden, safety = report.Safety;
        html.Append(CultureInfo.InvariantCulture, $"""
            <footer>
            <p>{golden.Sent + safety.Sent:#,0} sent: {golden.Count(RowStatus.Passed) + safety.Count(RowStatus.Passed):#,0} passed, {golden.Count(RowStatus.Failed) + safety.Count(RowStatus.Failed):#,0} failed, {golden.Count(RowStatus.Errored) + safety.Count(RowStatus.Errored):#,0} errored, {golden.Count(RowStatus.Skipped) + safety.Count(RowStatus.Skipped):#,0} skipped. Only what passed counts as passed.</p>
            <p>Intervals at {ReportWords.Percent(report.Policy.Confidence)} confidence: shares after Wilson (1927), attacks after Clopper and Pearson (1934), paired shares after Tango (1998), means the further of Student’s t and BCa (Efron 1987). Slices are to look at: they are not adjusted for how many there are.</p>
            <p>Evaluators: {E(string.Join(", ", report.Evaluators))}. This page loads nothing and sends nothing.</p>
            </footer>

            """);
    }
}
