using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Serilog;

namespace Nuke.Embedded.Tests;

/// <summary>What GitHub Actions and Azure Pipelines read of a build.</summary>
public sealed class BuildServers : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private sealed class Build : NukeBuild
    {
        [Parameter, Secret] public readonly string? ApiKey;

        public Target Compile => _ => _.Executes(() =>
        {
            Log.Error("src/A.cs(12,34): error CS0103: The name 'x' does not exist, at 100% [src/A.csproj]");
            Log.Warning("src/B.cs(5): warning CA1000: Line one\nand two");
            Log.Warning("no place: nothing | here");
        });

        public Target Boom => _ => _.Executes(() => throw new InvalidOperationException($"No luck with {ApiKey}"));
        public Target Digest => _ => _.Executes(() => BuildExtras.SetOutput("digest", "sha256:1\nevil=1"));
        public Target Verdict => _ => _.Executes(() => BuildExtras.Summarize($"## NotWorse with {ApiKey}\n"));
        public Target Late => _ => _.Executes(() => BuildExtras.Mask("issued-token"));
        public Target Notes => _ => _.Executes(() => ReportSummary(x =>
        {
            x["Image"] = $"a|b {ApiKey}";
            return x;
        }));
    }

    private World On(string variable)
    {
        _world.Variables[variable] = "true";
        _world.Variables["API_KEY"] = "hush-hush";
        return _world;
    }

    [Fact]
    public async Task GitHubPutsACompilersMessageAtItsLine()
    {
        var output = (await On("GITHUB_ACTIONS").RunAsync<Build>("Compile")).Output;
        Assert.Contains("\n::error file=src/A.cs,line=12,col=34,title=CS0103::The name 'x' does not exist, at 100%25\n", output, StringComparison.Ordinal);
        Assert.Contains("\n::warning file=src/B.cs,line=5,col=1,title=CA1000::Line one%0Aand two\n", output, StringComparison.Ordinal);
        Assert.Contains("\n::warning::no place: nothing | here\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AzurePutsACompilersMessageAtItsLine()
    {
        var output = (await On("TF_BUILD").RunAsync<Build>("Compile")).Output;
        Assert.Contains("\n##vso[task.logissue type=error;sourcepath=src/A.cs;linenumber=12;columnnumber=34;code=CS0103]The name 'x' does not exist, at 100%AZP25\n", output, StringComparison.Ordinal);
        Assert.Contains("\n##vso[task.logissue type=warning]no place: nothing | here\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerIsToldOfEachSecretAndNothingElseShowsIt()
    {
        var github = (await On("GITHUB_ACTIONS").RunAsync<Build>("Boom Late")).Output;
        Assert.Equal("::add-mask::hush-hush", Assert.Single(github.Split('\n'), x => x.Contains("hush-hush", StringComparison.Ordinal)));
        Assert.Contains("::error::Build failed after", github, StringComparison.Ordinal);

        var azure = (await _world.RunAsync<Build>("Late --host AzurePipelines")).Output;
        Assert.Equal("##vso[task.setsecret]hush-hush", Assert.Single(azure.Split('\n'), x => x.Contains("hush-hush", StringComparison.Ordinal)));
        Assert.Equal("##vso[task.setsecret]issued-token", Assert.Single(azure.Split('\n'), x => x.Contains("issued-token", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ALaptopIsToldOfNone()
    {
        _world.Variables["API_KEY"] = "hush-hush";
        Assert.DoesNotContain("hush-hush", (await _world.RunAsync<Build>("Boom")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GitHubGetsTheClosingTable()
    {
        var file = _world.Root / "summary.md";
        file.WriteAllText("before\n");
        On("GITHUB_ACTIONS").Variables["GITHUB_STEP_SUMMARY"] = file;
        await _world.RunAsync<Build>("Notes Boom");
        var summary = file.ReadAllText();
        Assert.StartsWith("before\n### Build failed in ", summary, StringComparison.Ordinal);
        Assert.Contains("> Boom: InvalidOperationException: No luck with ***", summary, StringComparison.Ordinal);
        Assert.Matches(@"\| Notes( ◆)? \| Succeeded \| \d+\.\d s \| Image: a\\\|b \*\*\* \|", summary);
        Assert.DoesNotContain("hush-hush", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AzureUploadsTheClosingTable()
    {
        var output = (await On("TF_BUILD").RunAsync<Build>("Notes")).Output;
        Assert.Contains("### Build succeeded in ", Assert.Single(Uploaded(output)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATargetAddsToTheSummaryWithoutItsSecrets()
    {
        var uploaded = Uploaded((await On("TF_BUILD").RunAsync<Build>("Verdict")).Output);
        Assert.Equal("## NotWorse with ***\n", uploaded[0]);
        Assert.Equal(2, uploaded.Length);

        var file = _world.Root / "summary.md";
        _world.Variables.Remove("TF_BUILD");
        On("GITHUB_ACTIONS").Variables["GITHUB_STEP_SUMMARY"] = file;
        await _world.RunAsync<Build>("Verdict");
        Assert.StartsWith("## NotWorse with ***\n", file.ReadAllText(), StringComparison.Ordinal);
    }

    private static string[] Uploaded(string output) =>
        [.. output.Split('\n').Where(line => line.StartsWith("##vso[task.uploadsummary]", StringComparison.Ordinal)).Select(line => File.ReadAllText(line["##vso[task.uploadsummary]".Length..]))];

    [Fact]
    public async Task ASummaryThatCannotBeWrittenIsAWarning()
    {
        On("GITHUB_ACTIONS").Variables["GITHUB_STEP_SUMMARY"] = _world.Root;
        var result = await _world.RunAsync<Build>("Notes");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("the build server's summary could not be written:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnOutputCannotSmuggleInAnother()
    {
        var file = _world.Root / "outputs";
        On("GITHUB_ACTIONS").Variables["GITHUB_OUTPUT"] = file;
        await _world.RunAsync<Build>("Digest");
        var lines = file.ReadAllText().TrimEnd('\n').Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("digest<<", lines[0], StringComparison.Ordinal);
        Assert.Equal(["sha256:1", "evil=1", lines[0]["digest<<".Length..]], lines[1..]);

        var azure = (await _world.RunAsync<Build>("Digest --host AzurePipelines")).Output;
        Assert.Contains("##vso[task.setvariable variable=digest;isOutput=true]sha256:1%0Aevil=1\n", azure, StringComparison.Ordinal);
    }
}
