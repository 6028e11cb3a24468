using System.Globalization;
using System.Xml.Linq;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Serilog;
using static Nuke.Common.Tools.DotNet.DotNetTasks;

namespace GenAIOps.Pipeline.Stages.Testing;

/// <summary>How many tests of a module ended how.</summary>
internal sealed record TestCounts(int Passed, int Failed, int Skipped);

/// <summary>Runs compiled test modules, each as a process of its own, and reads what they report.</summary>
internal static class TestRunner
{
    /// <summary>A module that crashes, or is not there, counts as one failure.</summary>
    /// <param name="binary">The compiled module.</param>
    /// <param name="root">Where it runs.</param>
    /// <param name="results">Gets its report.</param>
    public static TestCounts Run(string binary, AbsolutePath root, AbsolutePath results)
    {
        var name = Path.GetFileNameWithoutExtension(binary);
        BuildExtras.Progress($"testing {name}");
        var report = results / $"{name}.trx";
        string? trouble = null;
        try
        {
            DotNet($"{binary} -noLogo -noColor -noAutoReporters -reporter quiet -result-trx {report}", workingDirectory: root, logInvocation: false);
        }
        catch (Nuke.Common.Tooling.ProcessException e)
        {
            trouble = e.Message;
        }

        if (File.Exists(report)) return Read(XDocument.Load(report));
        Log.Error("{Module} ended without a report: {Trouble}", name, trouble ?? "it wrote none");
        return new TestCounts(0, 1, 0);
    }

    private static TestCounts Read(XDocument report)
    {
        foreach (var test in report.Descendants().Where(element => element.Name.LocalName == "UnitTestResult" && element.Attribute("outcome")?.Value == "Failed"))
        {
            var message = test.Descendants().FirstOrDefault(element => element.Name.LocalName == "Message")?.Value.ReplaceLineEndings(" ") ?? "";
            Log.Error("{Test}: {Message}", test.Attribute("testName")?.Value, message[..Math.Min(300, message.Length)]);
        }

        var counters = report.Descendants().First(element => element.Name.LocalName == "Counters");
        return new TestCounts(Count("passed"), Count("failed") + Count("error"), Count("notExecuted"));

        int Count(string name) => int.Parse(counters.Attribute(name)?.Value ?? "0", CultureInfo.InvariantCulture);
    }
}
