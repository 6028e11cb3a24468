using System.Globalization;
using System.Xml.Linq;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Serilog;
using static Nuke.Common.Tools.DotNet.DotNetTasks;

namespace GenAIOps.Pipeline.Stages;

/// <summary>What the tests said, and of which sources. Written to <c>artifacts/tests/summary.json</c>; evidence once an image is pushed.</summary>
internal sealed record TestSummary(string Fingerprint, int Passed, int Failed, int Skipped, DateTimeOffset FinishedAt)
{
    public bool Succeeded => Failed == 0 && Passed > 0;
}

/// <summary>Builds the solution and runs its test modules, unless these very sources passed before.</summary>
internal static class TestStage
{
    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        var fingerprint = SourceFingerprint(session);
        if (JsonFile.Read<TestSummary>(session.TestSummaryPath) is { Succeeded: true } before && before.Fingerprint == fingerprint)
        {
            BuildExtras.MarkCached($"{before.Passed} tests passed on these sources on {before.FinishedAt:u}");
            return;
        }

        // Whatever happens from here on, what was said of other sources counts no more.
        (session.Artifacts / "tests").CreateOrCleanDirectory();
        BuildExtras.Progress("compiling");
        Compilation.Build(session, session.Agent.Solution);
        BuildExtras.Progress("testing");
        var summary = await RunModulesAsync(session, session.Agent.Tests, fingerprint, session.Artifacts / "tests", cancellationToken);
        JsonFile.Write(session.TestSummaryPath, summary);
        session.Report("Tests", $"{summary.Passed} passed, {summary.Failed} failed, {summary.Skipped} skipped");
        if (!summary.Succeeded)
        {
            throw new ExitCodeException(ExitCodes.TargetFailed, summary.Failed > 0
                ? $"{summary.Failed} of {summary.Passed + summary.Failed} tests failed (named above). Nothing was deployed. Mend them, then run the same command again."
                : "No test ran, so nothing is proven. Check AgentDefinition.Tests in build/Build.cs.");
        }
    }

    /// <summary>Runs compiled test modules and reads their totals; a module that crashes counts as one failure.</summary>
    public static Task<TestSummary> RunModulesAsync(Session session, IEnumerable<string> folders, string fingerprint, AbsolutePath results, CancellationToken cancellationToken)
    {
        results.CreateOrCleanDirectory();
        int passed = 0, failed = 0, skipped = 0;
        foreach (var module in folders.SelectMany(folder => session.Root.GlobDirectories(folder)).Select(Module).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = Path.GetFileNameWithoutExtension(module);
            BuildExtras.Progress($"testing {name}");
            var report = results / $"{name}.trx";
            string? trouble = null;
            try
            {
                DotNet($"{module} -noLogo -noColor -noAutoReporters -reporter quiet -result-trx {report}", workingDirectory: session.Root, logInvocation: false);
            }
            catch (Nuke.Common.Tooling.ProcessException e)
            {
                trouble = e.Message;
            }

            if (!File.Exists(report))
            {
                failed++;
                Log.Error("{Module} ended without a report: {Trouble}", name, trouble ?? "it wrote none");
                continue;
            }

            var document = XDocument.Load(report);
            foreach (var test in document.Descendants().Where(element => element.Name.LocalName == "UnitTestResult" && element.Attribute("outcome")?.Value == "Failed"))
            {
                var message = test.Descendants().FirstOrDefault(element => element.Name.LocalName == "Message")?.Value.ReplaceLineEndings(" ") ?? "";
                Log.Error("{Test}: {Message}", test.Attribute("testName")?.Value, message[..Math.Min(300, message.Length)]);
            }

            var counters = document.Descendants().First(element => element.Name.LocalName == "Counters");
            passed += Count(counters, "passed");
            failed += Count(counters, "failed") + Count(counters, "error");
            skipped += Count(counters, "notExecuted");
        }

        return Task.FromResult(new TestSummary(fingerprint, passed, failed, skipped, session.Time.GetUtcNow()));
    }

    /// <summary>Everything that a test's outcome can depend on.</summary>
    public static string SourceFingerprint(Session session) => Fingerprint.Of(
        session.Root,
        [
            session.Root / "src", session.Root / "tests", session.Root / "build", session.Root / "infra",
            session.Root / ".github", session.Root / ".azure-pipelines", session.Agent.Solution,
            .. ProjectSources.Of(session.Root, [session.Agent.Project, .. session.Agent.Tests.SelectMany(folder => session.Root.GlobDirectories(folder)).Select(folder => (string)folder)]),
        ]);

    private static string Module(AbsolutePath folder) =>
        Path.Combine(folder, "bin", "Release", "net10.0", $"{folder.Name}.dll");

    private static int Count(XElement counters, string name) =>
        int.Parse(counters.Attribute(name)?.Value ?? "0", CultureInfo.InvariantCulture);
}
