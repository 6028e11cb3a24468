using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Evaluation.Reports.Figures;
using GenAIOps.Evaluation.Reports.Html;

namespace GenAIOps.Evaluation.Reports;

/// <summary>All files of a report.</summary>
public static class ReportFolder
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes <c>summary.json</c>, <c>results.jsonl</c>, <c>junit.xml</c>, <c>summary.md</c> and <c>report.html</c>, each replaced whole.</summary>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="report">What was found.</param>
    /// <param name="summary">What goes into <c>summary.json</c>; null: <see cref="SummaryJson"/> writes it. Given where the caller adds to it.</param>
    /// <param name="cancellationToken">Ends it; files that are complete stay.</param>
    /// <returns>The summary, and the Markdown for a pull request or a step's summary.</returns>
    public static (JsonObject Summary, string Markdown) Write(string folder, EvaluationReport report, JsonObject? summary = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        report = report with { Figures = report.Figures ?? ReportFigures.Of(report) };
        cancellationToken.ThrowIfCancellationRequested();
        ResultsWriter.Write(Path.Combine(folder, "results.jsonl"), report, cancellationToken);
        JUnitXml.Write(Path.Combine(folder, "junit.xml"), report);
        var markdown = MarkdownSummary.Write(report);
        Text(Path.Combine(folder, "summary.md"), markdown);
        ReportFile.Replace(Path.Combine(folder, "report.html"), stream =>
        {
            using var writer = new StreamWriter(stream, s_utf8, 1 << 14, leaveOpen: true);
            ReportHtml.Write(writer, report);
        });
        summary ??= SummaryJson.Write(report);
        Text(Path.Combine(folder, "summary.json"), summary.ToJsonString(s_json) + "\n");
        return (summary, markdown);
    }

    private static void Text(string path, string text) => ReportFile.Replace(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
