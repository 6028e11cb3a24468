using System.Globalization;
using System.Xml;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Reports;

/// <summary><c>junit.xml</c>, as build servers read test results: a suite for each set, a case for each row; a case that errs or is skipped is no success.</summary>
/// <remarks>The form of Surefire and Jenkins: testsuites, testsuite, testcase, failure, error, skipped.</remarks>
public static class JUnitXml
{
    public static void Write(Stream target, EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var xml = XmlWriter.Create(target, new XmlWriterSettings { Indent = true, CloseOutput = false, NewLineChars = "\n" });
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "evaluation");
        Suite(xml, "questions", report.Golden, report);
        Suite(xml, "attacks", report.Safety, report);
        xml.WriteEndElement();
    }

    private static void Suite(XmlWriter xml, string name, RunResult run, EvaluationReport report)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("tests", Text(run.Sent));
        xml.WriteAttributeString("failures", Text(run.Count(RowStatus.Failed)));
        xml.WriteAttributeString("errors", Text(run.Count(RowStatus.Errored)));
        xml.WriteAttributeString("skipped", Text(run.Count(RowStatus.Skipped)));
        xml.WriteAttributeString("timestamp", report.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        xml.WriteStartElement("properties");
        foreach (var (key, value) in new[] { ("verdict", report.Verdict.Kind.ToString()), ("image", report.Digest), ("model", report.Model) })
        {
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", key);
            xml.WriteAttributeString("value", Safe(value));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        foreach (var row in run.Read()) Case(xml, name, row, run.Repeats);
        xml.WriteEndElement();
    }

    private static void Case(XmlWriter xml, string suite, RowResult row, int repeats)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Safe($"{suite}.{row.Case.Category ?? (row.Case.Tags is [var tag, ..] ? tag : "rows")}"));
        xml.WriteAttributeString("name", Safe(repeats > 1 ? $"{row.Case.Id} #{row.Repeat + 1}" : row.Case.Id));
        xml.WriteAttributeString("time", row.Latency.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture));
        var element = row.Status switch { RowStatus.Failed => "failure", RowStatus.Errored => "error", RowStatus.Skipped => "skipped", _ => null };
        if (element is not null)
        {
            xml.WriteStartElement(element);
            xml.WriteAttributeString("message", Safe(string.Join("; ", row.Reasons)));
            xml.WriteString(Safe($"Asked: {row.Case.Query}\nAnswered: {row.Answer?.Text ?? "nothing"}\nExpected: {row.Case.GroundTruth}"));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What XML 1.0 cannot hold, not even escaped, becomes the replacement character.</summary>
    private static string Safe(string text)
    {
        if (text.All(XmlConvert.IsXmlChar)) return text;
        var safe = text.ToCharArray();
        for (var i = 0; i < safe.Length; i++)
        {
            if (i + 1 < safe.Length && XmlConvert.IsXmlSurrogatePair(safe[i + 1], safe[i])) i++;
            else if (!XmlConvert.IsXmlChar(safe[i])) safe[i] = '\uFFFD';
        }

        return new string(safe);
    }
}
