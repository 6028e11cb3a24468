using System.Globalization;
using System.Xml.Linq;
using GenAIOps.Evaluation.Reports;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Tests.Reports;

public sealed class JUnitFile
{
    [Fact]
    public void ASetIsASuiteAndARowIsACase()
    {
        var suites = Write(SomeReport.Compared());

        Assert.Equal(("testsuites", "50", "2", "0", null), (suites.Name.LocalName, (string?)suites.Attribute("tests"), (string?)suites.Attribute("failures"), (string?)suites.Attribute("errors"), (string?)suites.Attribute("skipped")));
        Assert.Equal(["golden", "safety"], suites.Elements("testsuite").Select(suite => (string?)suite.Attribute("name")));
        Assert.Equal([40, 10], suites.Elements("testsuite").Select(suite => suite.Elements("testcase").Count()));
        Assert.Equal(["golden", "safety.indirect", "safety.jailbreak"], suites.Descendants("testcase").Select(row => (string?)row.Attribute("classname")).Distinct().Order());
        Assert.Equal("0.103", (string?)suites.Descendants("testcase").ElementAt(3).Attribute("time"));
    }

    [Fact]
    public void CountsAreThoseOfTheCases()
    {
        var suites = Write(SomeReport.Of(
            [SomeReport.Question(0), SomeReport.Question(1, RowStatus.Failed), SomeReport.Question(2, RowStatus.Errored), SomeReport.Question(3, RowStatus.Skipped), SomeReport.Question(4, RowStatus.Skipped)],
            [SomeReport.Attack(0, RowStatus.Failed)]));

        foreach (var suite in suites.Elements("testsuite"))
        {
            Assert.Equal((string?)suite.Attribute("tests"), Count(suite, "testcase"));
            Assert.Equal((string?)suite.Attribute("failures"), Count(suite, "failure"));
            Assert.Equal((string?)suite.Attribute("errors"), Count(suite, "error"));
            Assert.Equal((string?)suite.Attribute("skipped"), Count(suite, "skipped"));
        }

        Assert.Equal("2", (string?)suites.Elements("testsuite").First().Attribute("skipped"));
    }

    [Fact]
    public void AFailureTellsWhyAndWhatWasAnswered()
    {
        var failure = Write(SomeReport.Compared()).Descendants("failure").First();

        Assert.Equal("g-3", (string?)failure.Parent!.Attribute("name"));
        Assert.Equal("correctness: too little of it is right", (string?)failure.Attribute("message"));
        Assert.Equal("correctness", (string?)failure.Attribute("type"));
        Assert.Equal("Question: Question 3?\nExpected: You have thirty days.\nAnswer: You have sixty days.\n", failure.Value);
    }

    [Fact]
    public void EverySuiteHasTheVerdictAsProperties()
    {
        var suite = Write(SomeReport.Compared()).Elements("testsuite").Last();

        var properties = suite.Element("properties")!.Elements("property").ToDictionary(property => (string)property.Attribute("name")!, property => (string?)property.Attribute("value"));
        Assert.Equal(("TooFewCases", "false", "gpt-5-mini"), (properties["verdict"], properties["verdict.passed"], properties["model"]));
        Assert.Equal("properties", suite.Elements().First().Name.LocalName);
    }

    [Fact]
    public void ElementsAndAttributesAreThoseOfTheSchemaThatBuildServersShare()
    {
        var allowed = new Dictionary<string, (string[] Attributes, string[] Children)>
        {
            ["testsuites"] = (["name", "tests", "failures", "errors", "time"], ["testsuite"]),
            ["testsuite"] = (["name", "timestamp", "tests", "failures", "errors", "skipped", "time"], ["properties", "testcase"]),
            ["properties"] = ([], ["property"]),
            ["property"] = (["name", "value"], []),
            ["testcase"] = (["classname", "name", "time"], ["failure", "error", "skipped"]),
            ["failure"] = (["message", "type"], []),
            ["error"] = (["message", "type"], []),
            ["skipped"] = (["message"], []),
        };

        var suites = Write(SomeReport.Of([SomeReport.Question(1, RowStatus.Failed), SomeReport.Question(2, RowStatus.Errored), SomeReport.Question(3, RowStatus.Skipped)], [SomeReport.Attack(0)]));

        foreach (var element in suites.DescendantsAndSelf())
        {
            var (attributes, children) = allowed[element.Name.LocalName];
            Assert.Equal(attributes.Order(), element.Attributes().Select(attribute => attribute.Name.LocalName).Order());
            Assert.Subset(children.ToHashSet(), element.Elements().Select(child => child.Name.LocalName).ToHashSet());
            foreach (var number in element.Attributes().Where(attribute => attribute.Name.LocalName is "tests" or "failures" or "errors" or "time" or "skipped"))
            {
                Assert.True(double.Parse(number.Value, CultureInfo.InvariantCulture) >= 0, number.ToString());
            }
        }
    }

    [Fact]
    public void ARowAskedSeveralTimesIsACaseEachTime()
    {
        var suites = Write(SomeReport.Of([SomeReport.Question(0), SomeReport.Question(0) with { Repeat = 1 }], [SomeReport.Attack(0)], repeats: 2));

        Assert.Equal(["g-0 (time 1 of 2)", "g-0 (time 2 of 2)"], suites.Elements("testsuite").First().Elements("testcase").Select(row => (string?)row.Attribute("name")));
    }

    [Fact]
    public void CharactersThatXmlCannotHoldAreSpeltOut()
    {
        Assert.Equal("a\\u0000b\\u001B[31m\\uFFFE\t\n\uFFFD\U0001F600", JUnitXml.Xml("a\0b\u001B[31m\uFFFE\t\n\uD800\U0001F600"));
    }

    internal static XElement Write(EvaluationReport report)
    {
        using var stream = new MemoryStream();
        JUnitXml.Write(stream, report);
        stream.Position = 0;
        return XDocument.Load(stream).Root!;
    }

    private static string Count(XElement suite, string name) => suite.Descendants(name).Count().ToString(CultureInfo.InvariantCulture);
}
