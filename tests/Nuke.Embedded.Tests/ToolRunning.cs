using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.Tools.DotNet;
using static Nuke.Common.Tools.DotNet.DotNetTasks;
using static Nuke.Common.Tools.Git.GitTasks;

namespace Nuke.Embedded.Tests;

public sealed class ToolRunning : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    /// <summary>A tool that repeats its arguments, then what <c>WHO</c> is, and fails if one is <c>bad</c>.</summary>
    private AbsolutePath Echo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses a POSIX shell.");
        return _world.WithScript("echo.sh", "echo \"$@\"\necho \"$WHO in $(basename $PWD)\"\ncase \"$*\" in *bad*) echo broken >&2; exit 3;; esac");
    }

    [Fact]
    public void ACommandRunsByItsSettings()
    {
        var tool = Echo();
        var sub = (_world.Root / "sub").CreateDirectory();
        var output = DotNetBuild(_ => _
            .SetProjectFile("a.csproj")
            .SetConfiguration("Release")
            .SetProcessToolPath(tool)
            .SetProcessWorkingDirectory(sub)
            .SetProcessEnvironmentVariable("WHO", "me"));
        Assert.Equal(["build a.csproj --configuration Release", "me in sub"], output.Select(x => x.Text));
    }

    [Fact]
    public void TheEnvironmentIsTheBuildsUnlessItIsChanged()
    {
        var settings = new DotNetBuildSettings();
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), settings.ProcessEnvironmentVariables["PATH"]);
        Assert.Equal(["A"], settings.ClearProcessEnvironmentVariables().AddProcessEnvironmentVariable("A", "1").ProcessEnvironmentVariables.Keys);
        Assert.Throws<ArgumentException>(() => settings.AddProcessEnvironmentVariable("PATH", "x"));
    }

    [Fact]
    public void AFailureIsAnException()
    {
        var tool = Echo();
        var failure = Assert.Throws<ProcessException>(() => DotNetTest(_ => _.SetProcessToolPath(tool).SetFilter("bad")));
        Assert.Equal(3, failure.ExitCode);
        Assert.Contains("test --filter bad", failure.Message);
    }

    [Fact]
    public void AFailureCanBeJudgedOrIgnored()
    {
        var tool = Echo();
        var code = 0;
        DotNetTest(_ => _.SetProcessToolPath(tool).SetFilter("bad").SetProcessExitHandler(process => code = process.ExitCode));
        Assert.Equal(3, code);
        Assert.Equal(3, DotNetTest(_ => _.SetProcessToolPath(tool).SetFilter("bad").DisableProcessExitHandling()).Count);
    }

    [Fact]
    public void VariantsRunInOrderAndKeepTheirOutput()
    {
        var tool = Echo();
        string[] projects = ["a", "b", "c", "d"];
        var runs = DotNetPublish(
            _ => _.SetProcessToolPath(tool).CombineWith(projects, (_, project) => _.SetProject(project)),
            degreeOfParallelism: 3);
        Assert.Equal(projects, runs.Select(x => x.Settings.Project));
        Assert.Equal(projects.Select(x => $"publish {x}"), runs.Select(x => x.Output.First().Text));
    }

    [Theory]
    [InlineData(false, "a bad1")]
    [InlineData(true, "a bad1 c bad2")]
    public void AFailingVariantEndsTheRestUnlessAllAreToComplete(bool completeOnFailure, string ran)
    {
        var tool = Echo();
        List<string> seen = [];
        var failure = Record.Exception(() => DotNetPublish(
            _ => _.SetProcessToolPath(tool)
                .SetProcessLogger((_, line) => seen.Add(line))
                .CombineWith(["a", "bad1", "c", "bad2"], (_, project) => _.SetProject(project)),
            completeOnFailure: completeOnFailure));
        Assert.Equal(ran.Split(' '), seen.Where(x => x.StartsWith("publish ", StringComparison.Ordinal)).Select(x => x[8..]));
        if (completeOnFailure) Assert.Equal(2, Assert.IsType<AggregateException>(failure).InnerExceptions.Count);
        else Assert.IsType<ProcessException>(failure);
    }

    [Fact]
    public void ADegreeBelowOneIsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DotNetPublish(_ => [_], degreeOfParallelism: 0));

    private sealed class Pushing : NukeBuild
    {
        [Parameter] public readonly string? Tool;
        public Target Push => _ => _.Executes(() => DotNetNuGetPush(_ => _.SetProcessToolPath(Tool).SetTargetPath("a.nupkg").SetApiKey("hush-hush").EnableProcessOutputLogging()));
    }

    [Fact]
    public async Task AnApiKeyIsPassedButNotShown()
    {
        var result = await _world.RunAsync<Pushing>($"Push --tool {Echo()}");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("nuget push a.nupkg --api-key [REDACTED]", result.Output);
        Assert.DoesNotContain("hush", result.Output);
    }

    [Fact]
    public void GitAnswers()
    {
        Git($"init --quiet --initial-branch trunk", _world.Root);
        Git($"-c user.name=Test -c user.email=test@localhost commit --quiet --allow-empty --message First", _world.Root);
        Assert.Equal("trunk", GitCurrentBranch(_world.Root));
        Assert.False(GitIsDetached(_world.Root));
        Assert.Matches("^[0-9a-f]{40}$", GitCurrentCommit(_world.Root));
        Assert.True(GitHasCleanWorkingCopy(_world.Root));
        _world.With("new.txt", "x");
        Assert.False(GitHasCleanWorkingCopy(_world.Root));
    }
}
