using Nuke.Common;
using Nuke.Common.Tooling;

namespace Nuke.Embedded.Tests;

public sealed class Completions : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private enum Stage
    {
        Dev,
        Prod,
    }

    private sealed class Build : NukeBuild
    {
        [Parameter("Where to")] private readonly Stage Stage;
        [Parameter] private readonly bool Force;
        [Parameter(ValueProviderMember = nameof(Regions))] private readonly string[] Region = [];
        [Parameter] private readonly string? Note;
        [Parameter(List = false)] private readonly string? Hidden;

        private static string[] Regions => ["west", "north"];

        public Target Compile => _ => _.Description("Compiles it");
        public Target Clean => _ => _;
        public Target Ship => _ => _.Executes(() => $"{Stage}{Force}{Region}{Note}{Hidden}");
        public Target Secret => _ => _.Unlisted();
    }

    private sealed class Broken : NukeBuild
    {
        public Target A => _ => _.DependsOn(B);
        public Target B => _ => _.DependsOn(A);
    }

    /// <param name="words">Separated by bars; the last one is the unfinished one.</param>
    private async Task<string[]> OfAsync(string words)
    {
        using Nuke.Common.Testing.BuildTest<Build> test = new(_world.Root);
        var result = await test.RunAsync([":complete", .. words.Split('|')]);
        Assert.Equal(0, result.ExitCode);
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<string> WordsAsync(string words) => string.Join(' ', (await OfAsync(words)).Select(x => x.Split('\t')[0]));

    [Fact]
    public async Task TargetsComeWithTheirDescriptions() => Assert.Equal(["Clean", "Compile\tCompiles it", "Ship"], await OfAsync(""));

    [Theory]
    [InlineData("c", "Clean Compile")]
    [InlineData("Compile|c", "Clean")]
    [InlineData("Ship|--sta", "--stage")]
    [InlineData("--stage|", "Dev Prod")]
    [InlineData("--stage|p", "Prod")]
    [InlineData("--stage=p", "--stage=Prod")]
    [InlineData("--stage|=|p", "Prod")]
    [InlineData("--stage|dev|", "Clean Compile Ship")]
    [InlineData("--stage|dev|--sta", "")]
    [InlineData("--force|", "Clean Compile Ship")]
    [InlineData("--region|", "west north")]
    [InlineData("--region|west|n", "north")]
    [InlineData("--note|", "")]
    [InlineData("--hid", "")]
    [InlineData("--skip|co", "Compile")]
    [InlineData("--verbosity|", "Verbose Normal Minimal Quiet")]
    [InlineData("--plan|", "text json mermaid Clean Compile Ship")]
    [InlineData("--plan|json|s", "Ship")]
    [InlineData("--completion|f", "fish")]
    [InlineData("nonsense|--nonsense|cl", "Clean")]
    public async Task WordsGoOnAsTheyMay(string words, string expected) => Assert.Equal(expected, await WordsAsync(words));

    [Fact]
    public async Task ProfilesAreFiles()
    {
        _world.With(".nuke/parameters.json", "{}").With(".nuke/parameters.west.json", "{}").With(".nuke/parameters.east.json", "{}");
        Assert.Equal("east west", await WordsAsync("--profile|"));
    }

    [Fact]
    public async Task WrongFilesAndWrongBuildsAreNoTopic()
    {
        _world.With(".nuke/parameters.json", """{ "Stag": 1 }""");
        Assert.Equal("Clean Compile Ship", await WordsAsync(""));
        var broken = await _world.RunAsync<Broken>(":complete");
        Assert.Equal((1, ""), (broken.ExitCode, broken.Output));
    }

    [Fact]
    public async Task AShellThatIsNotKnownIsRefused()
    {
        var result = await _world.RunAsync<Build>("--completion=bsh");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--completion: 'bsh' must be one of bash, zsh, fish, powershell. Did you mean 'bash'?", result.Output);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    public async Task TheScriptIsAllThatIsPrinted(string shell)
    {
        var result = await _world.RunAsync<Build>($"--completion {shell}");
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith("# In ", result.Output, StringComparison.Ordinal);
        Assert.Contains(":complete", result.Output);
    }

    [Fact]
    public async Task BashAsksTheBuild()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses bash.");
        var build = _world.WithScript("build.sh", "printf '%s\\tdescribed\\n' \"$@\"");
        _world.With("complete.bash", (await _world.RunAsync<Build>("--completion bash")).Output);
        using var process = ProcessTasks.StartShell(
            $"source ./complete.bash; COMP_WORDS=('{build}' Ship '--note' 'a b' ''); COMP_CWORD=4; _build_sh; printf '%s|' \\\"${{COMPREPLY[@]}}\\\"; complete -p build.sh".Replace("\\\"", "\"", StringComparison.Ordinal),
            _world.Root);
        Assert.Equal(":complete|Ship|--note|a b||complete -o default -F _build_sh build.sh", process.AssertZeroExitCode().Output.StdToText());
    }
}
