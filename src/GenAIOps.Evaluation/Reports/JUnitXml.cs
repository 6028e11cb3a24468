using System.Globalization;
using System.Text;
using System.Xml;
using GenAIOps.Evaluation.Reports.Figures;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Reports;

/// <summary>
/// The rows as tests: <c>junit.xml</c>, as Surefire writes and Jenkins, GitHub, GitLab and Azure Pipelines read it. A suite a set, a case a row.
/// A failed row is a failure, a row without a result an error. That some rows fail does not say that the candidate must not be released: the verdict is a property.
/// </summary>
public static class JUnitXml
{
    private const int MostText = 4_000;

    private static readonly XmlWriterSettings s_settings = new() { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n", CloseOutput = false };

    /// <summary>Streams the rows into a file beside the named one, and puts it in place when it is complete.</summary>
    public static void Write(string path, EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        ReportFile.Replace(path, stream => Write(stream, report));
    }

    public static void Write(Stream stream, EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var figures = report.Figures ?? ReportFigures.Of(report);
        using var xml = XmlWriter.Create(stream, s_settings);
        xml.WriteStartDocument();
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "evaluation");
        // Jenkins' schema (xunit-plugin, junit-10.xsd) knows no skipped ones here.
        Counts(xml, [report.Golden, report.Safety], figures.Questions.Seconds + figures.Safety.Seconds, withSkipped: false);
        Suite(xml, report, "golden", report.Golden, figures.Questions.Seconds);
        Suite(xml, report, "safety", report.Safety, figures.Safety.Seconds);
        xml.WriteEndElement();
        xml.WriteEndDocument();
    }

    private static void Suite(XmlWriter xml, EvaluationReport report, string set, RunResult run, double seconds)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", set);
        xml.WriteAttributeString("timestamp", report.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        Counts(xml, [run], seconds, withSkipped: true);
        xml.WriteStartElement("properties");
        Property(xml, "verdict", report.Verdict.Kind.ToString());
        Property(xml, "verdict.passed", report.Verdict.Passed ? "true" : "false");
        Property(xml, "verdict.reasons", string.Join("; ", report.Verdict.Reasons));
        Property(xml, "subject.digest", report.Digest);
        Property(xml, "subject.revision", report.Revision);
        Property(xml, "baseline.digest", string.Join(", ", report.Baselines.Select(baseline => baseline.Digest)));
        var views = report.Views();
        foreach (var view in views.Where(view => views.Count > 1 && view.Comparison is not null))
            Property(xml, $"comparison.{view.Baseline!.Name}", $"{view.Baseline.Digest}: {ReportWords.Difference(view.Comparison!.Difference, "share")}, {ReportWords.DifferenceBetween(view.Comparison.Interval, "share")}");
        Property(xml, "model", report.Model);
        Property(xml, "dataset.sha256", (set == "golden" ? report.GoldenSet : report.SafetySet).Sha256);
        xml.WriteEndElement();
        foreach (var row in run.Read()) Case(xml, set, row, run.Repeats);
        xml.WriteEndElement();
    }

    private static void Case(XmlWriter xml, string set, RowResult row, int repeats)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Xml(row.Case.Category is { Length: > 0 } category ? $"{set}.{category}" : set));
        xml.WriteAttributeString("name", Xml(repeats == 1 ? row.Case.Id : string.Create(CultureInfo.InvariantCulture, $"{row.Case.Id} (time {row.Repeat + 1} of {repeats})")));
        xml.WriteAttributeString("time", Seconds(row.Latency.TotalSeconds));
        if (row.Status != RowStatus.Passed) Outcome(xml, row);
        xml.WriteEndElement();
    }

    private static void Outcome(XmlWriter xml, RowResult row)
    {
        var reasons = row.Reasons.Count == 0 ? "no reason is given" : string.Join("; ", row.Reasons);
        xml.WriteStartElement(row.Status switch { RowStatus.Failed => "failure", RowStatus.Errored => "error", _ => "skipped" });
        xml.WriteAttributeString("message", Xml(WellFormed.Short(reasons, MostText)));
        if (row.Status != RowStatus.Skipped)
        {
            // Evaluators name the metric first: "metric: reason".
            xml.WriteAttributeString("type", Xml(row.Reasons.Count > 0 && row.Reasons[0].IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? row.Reasons[0][..colon] : StatusText.Of(row.Status)));
            xml.WriteString(Xml($"Question: {WellFormed.Short(row.Case.Query, MostText)}\nExpected: {WellFormed.Short(row.Case.GroundTruth, MostText)}\nAnswer: {WellFormed.Short(row.Answer?.Text ?? "none", MostText)}\n"));
        }

        xml.WriteEndElement();
    }

    private static void Counts(XmlWriter xml, RunResult[] runs, double seconds, bool withSkipped)
    {
        void Number(string name, int count) => xml.WriteAttributeString(name, count.ToString(CultureInfo.InvariantCulture));
        Number("tests", runs.Sum(run => run.Sent));
        Number("failures", runs.Sum(run => run.Count(RowStatus.Failed)));
        Number("errors", runs.Sum(run => run.Count(RowStatus.Errored)));
        if (withSkipped) Number("skipped", runs.Sum(run => run.Count(RowStatus.Skipped)));
        xml.WriteAttributeString("time", Seconds(seconds));
    }

    private static void Property(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("property");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("value", Xml(value));
        xml.WriteEndElement();
    }

    private static string Seconds(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>XML 1.0 (section 2.2) cannot hold most control characters, not even as references: they are spelt out, as <c>\u0000</c>.</summary>
    internal static string Xml(string text)
    {
        text = WellFormed.Of(text);
        if (text.All(letter => XmlConvert.IsXmlChar(letter) || char.IsSurrogate(letter))) return text;
        var spelt = new StringBuilder(text.Length + 16);
        foreach (var letter in text)
        {
            if (XmlConvert.IsXmlChar(letter) || char.IsSurrogate(letter)) spelt.Append(letter);
            else spelt.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}");
        }

        return spelt.ToString();
    }
}
