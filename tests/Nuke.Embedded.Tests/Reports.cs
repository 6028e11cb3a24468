using System.Text.Json;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Utilities.Collections;
using static Nuke.Embedded.Tests.Steps;

namespace Nuke.Embedded.Tests;

public sealed class Reports : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private sealed class Build : NukeBuild
    {
        public Target Test => _ => _.Executes(() =>
        {
            ReportSummary(x => x.AddPair("Tests", 41));
            ReportSummary(x => x.AddPair("Tests", "42").AddPair("Seed", "7"));
        });

        public Target Image => _ => _.DependsOn(Test).Executes(() => BuildExtras.MarkCached("inputs unchanged"));
        public Target All => _ => _.DependsOn(Image);
        public Target Boom => _ => _.After(Image).Executes(() => throw new InvalidOperationException("No luck."));
        public Target Never => _ => _.DependsOn(Boom).Executes(Say("Never"));
        public Target Quiet => _ => _.Executes(() => Serilog.Log.Information("info"), () => Serilog.Log.Warning("careful"), () => Serilog.Log.Debug("debug"));
    }

    [Fact]
    public async Task TheSummaryShowsEachTargetAndBelowItOneFactALine()
    {
        var result = await _world.RunAsync<Build>("Image Never");
        Assert.Matches(@"\nTest +Succeeded +\d+\.\d s\n", result.Output);
        Assert.Matches(@"\nImage +Cached +\d+\.\d s\n", result.Output);
        Assert.Matches(@"\nBoom +Failed +\d+\.\d s\n", result.Output);
        Assert.Matches(@"\nNever +NotRun +\n", result.Output);
        Assert.Matches(@"\n\nTest +Tests: 42\n +Seed: 7\nImage +Cached: inputs unchanged\n\n", result.Output);
        Assert.Matches(@"Total +\d+\.\d s", result.Output);
    }

    [Fact]
    public async Task TheReportIsWrittenForMachines()
    {
        var report = (await _world.RunAsync<Build>("All Never")).Report;
        Assert.Equal(1, report.GetProperty("schema").GetInt32());
        Assert.Equal("Failed", report.GetProperty("status").GetString());
        Assert.Equal(1, report.GetProperty("exit_code").GetInt32());
        Assert.InRange(report.GetProperty("started_at").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
        Assert.True(report.GetProperty("seconds").GetDouble() >= 0);

        var targets = report.GetProperty("targets").EnumerateArray().ToDictionary(x => x.GetProperty("name").GetString()!);
        Assert.Equal(["Test", "Image", "All", "Boom", "Never"], targets.Keys);
        Assert.Equal("Succeeded", targets["Test"].GetProperty("status").GetString());
        Assert.Equal("42", targets["Test"].GetProperty("summary").GetProperty("Tests").GetString());
        Assert.Equal("Cached", targets["Image"].GetProperty("status").GetString());
        Assert.True(targets["Image"].GetProperty("cached").GetBoolean());
        Assert.Equal("Succeeded", targets["All"].GetProperty("status").GetString());
        Assert.Equal("Failed", targets["Boom"].GetProperty("status").GetString());
        Assert.Equal("NotRun", targets["Never"].GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.False, targets["Never"].GetProperty("cached").ValueKind);
    }

    [Fact]
    public async Task AReportThatCannotBeWrittenIsAWarning()
    {
        (_world.Root / "artifacts" / "pipeline.json").CreateDirectory();
        var result = await _world.RunAsync<Build>("Test");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("warning: artifacts/pipeline.json could not be written:", result.Output);
        Assert.Matches(@"^Build succeeded in [\d.]+ s\.$", result.LastLine);
        Assert.Empty((_world.Root / "artifacts").GlobFiles("*"));
    }

    [Fact]
    public async Task ABuildGoesOnWhenNobodyListens()
    {
        _world.Listener = new GoneWriter();
        var result = await _world.RunAsync<Build>("Test");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal("Succeeded", result.Report.GetProperty("status").GetString());
    }

    private sealed class GoneWriter : StringWriter
    {
        public override void Write(char value) => throw new IOException("Broken pipe");
        public override void Write(string? value) => throw new IOException("Broken pipe");
        public override void WriteLine(string? value) => throw new IOException("Broken pipe");
    }

    [Theory]
    [InlineData("Normal", true, true, false)]
    [InlineData("Verbose", true, true, true)]
    [InlineData("Minimal", false, true, false)]
    [InlineData("Quiet", false, false, false)]
    public async Task VerbosityChoosesWhatIsPrinted(string verbosity, bool info, bool warning, bool debug)
    {
        var output = (await _world.RunAsync<Build>($"Quiet --verbosity {verbosity}")).Output;
        Assert.Equal(info, output.Contains("  info"));
        Assert.Equal(warning, output.Contains("  warning: careful"));
        Assert.Equal(debug, output.Contains("  debug"));
    }

    [Fact]
    public async Task PlainOutputHasNoEscapes()
    {
        var result = await _world.RunAsync<Build>("Test");
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.Matches(@"▶ Test\n✓ Test \d+\.\d s", result.Output);
    }

    [Fact]
    public async Task ABuildServerGetsFoldsAndAnnotations()
    {
        _world.Variables["GITHUB_ACTIONS"] = "true";
        var github = (await _world.RunAsync<Build>("Boom")).Output;
        Assert.Contains("::group::Boom\n", github);
        Assert.Contains("\n::endgroup::\n", github);
        Assert.Contains("\n::error::Build failed after", github);

        var azure = (await _world.RunAsync<Build>("Boom --host AzurePipelines")).Output;
        Assert.Contains("##[group]Boom\n", azure);
        Assert.Contains("##vso[task.logissue type=error]Build failed after", azure);
    }

    [Fact]
    public async Task TheSchemaIsWrittenOnlyWhenAskedFor()
    {
        await _world.RunAsync<Build>("Test");
        var file = _world.Root / ".nuke" / "build.schema.json";
        Assert.False(file.FileExists());

        Assert.Equal(0, (await _world.RunAsync<Build>("--generate-schema")).ExitCode);
        using var schema = JsonDocument.Parse(file.ReadAllText());
        var targets = schema.RootElement.GetProperty("definitions").GetProperty("ExecutableTarget").GetProperty("enum");
        Assert.Contains("Image", targets.EnumerateArray().Select(x => x.GetString()));
    }
}
