using System.Diagnostics;
using GenAIOps.Evaluation.Experiments;
using GenAIOps.Evaluation.Reports;

namespace GenAIOps.Evaluation.Tests.Reports;

/// <summary>The pages that people read, in a real browser. Chromium, puppeteer-core and axe-core do the looking; js/check.mjs says what must hold.</summary>
public sealed class InChromium : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("report").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ThePagesAreAccessibleAndWorkInARealBrowser()
    {
        Need("node");
        Need("chromium");
        var tools = Environment.GetEnvironmentVariable("GENAIOPS_REPORT_TOOLS");
        Assert.SkipWhen(tools is null || !Directory.Exists(Path.Combine(tools, "node_modules")), "GENAIOPS_REPORT_TOOLS names no folder with puppeteer-core and axe-core: copy tests/GenAIOps.Evaluation.Tests/Reports/js, run 'npm ci --ignore-scripts' in it, and name it.");
        var compared = SyntheticReport.Of(questions: 400, attacks: 60);
        ReportFolder.Write(Path.Combine(_folder, "compared"), compared, cancellationToken: Ct);
        ReportFolder.Write(Path.Combine(_folder, "first"), SyntheticReport.Of(questions: 40, attacks: 20, isFirst: true), cancellationToken: Ct);
        ReportFolder.Write(Path.Combine(_folder, "large"), SyntheticReport.Of(questions: 6_000, attacks: 500), cancellationToken: Ct);
        var experiment = ExperimentResult.Of("retrieval", compared.GoldenSet, [new("four-articles", compared.Baselines[0].Run!), new("one-article", compared.Golden)]);
        Directory.CreateDirectory(Path.Combine(_folder, "experiment"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "experiment", "report.html"), ExperimentReport.Html(experiment), Ct);

        var output = await CheckAsync(Path.Combine(tools, "check.mjs"));

        Assert.EndsWith("all checks passed", output.Trim(), StringComparison.Ordinal);
    }

    private static void Need(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        Assert.SkipUnless(folders.Any(folder => File.Exists(Path.Combine(folder, program))), $"'{program}' is not installed on this machine.");
    }

    private async Task<string> CheckAsync(string script)
    {
        Assert.True(File.Exists(script), $"{script} is missing: copy tests/GenAIOps.Evaluation.Tests/Reports/js anew.");
        var start = new ProcessStartInfo("node", Environment.GetEnvironmentVariable("GENAIOPS_PICTURES") is { Length: > 0 } pictures ? [script, _folder, pictures] : [script, _folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Ct), process.StandardError.ReadToEndAsync(Ct));
        await process.WaitForExitAsync(Ct);
        Assert.True(process.ExitCode == 0, $"The page does not hold what it must:\n{await errors}\n{await output}");
        return await output;
    }
}
