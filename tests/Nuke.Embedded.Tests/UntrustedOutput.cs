using System.Text.Json;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.Sessions;
using Nuke.Common.Tooling;
using Serilog;

namespace Nuke.Embedded.Tests;

/// <summary>What tests, tools and files say never becomes a command of the server that logs it.</summary>
public sealed class UntrustedOutput : IDisposable
{
    private const string Azure = "##vso[task.setvariable variable=a]b";

    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private sealed class Build : NukeBuild
    {
        public static readonly AsyncLocal<string?> Text = new();

        public Target Logged => _ => _.Executes(() => Log.Information("{Text}", Text.Value));
        public Target Warned => _ => _.Executes(() => Log.Warning("{Text}", Text.Value));
        public Target Printed => _ => _.Executes(() => Console.WriteLine(Text.Value));
        public Target Reported => _ => _.Executes(() => ReportSummary(x =>
        {
            x["File"] = Text.Value!;
            return x;
        }));
        public Target Thrown => _ => _.Executes(() => throw new InvalidDataException(Text.Value));
        public Target Cached => _ => _.Executes(() => BuildExtras.MarkCached(Text.Value!));
        public Target FromATool => _ => _.Executes(() => ProcessTasks.StartProcess("printf", $"%s {Text.Value:nq}", logInvocation: false).AssertZeroExitCode());
    }

    [Theory]
    [InlineData("Logged")]
    [InlineData("Warned")]
    [InlineData("Printed")]
    [InlineData("Reported")]
    [InlineData("Thrown")]
    [InlineData("Cached")]
    [InlineData("Logged Printed --parallel 2")]
    [InlineData("Logged --json")]
    [InlineData("Thrown --json")]
    public async Task NoWayLeadsToTheServer(string arguments)
    {
        foreach (var variable in new[] { "TF_BUILD", "GITHUB_ACTIONS", "TEAMCITY_VERSION", "JENKINS_HOME", "CI", "NONE" })
        {
            _world.Variables.Clear();
            _world.Variables[variable] = "true";
            Build.Text.Value = $"first {Azure}\n{Azure}\n::error::x\n  ::set-output name=a::b\n##[error]x\n##teamcity[buildNumber '1']\u001b[2J";
            var output = (await _world.RunAsync<Build>(arguments)).Output;
            Assert.DoesNotContain(output.Split('\n'), x => Commands(x).Any(command => !Own(command)));
            Assert.Contains("task.setvariable", output, StringComparison.Ordinal);
            Assert.DoesNotContain("\u001b[2J", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AToolIsNoWayEither()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses printf.");
        _world.Variables["TF_BUILD"] = "true";
        Build.Text.Value = "\"##vso[task.prependpath]/evil\"";
        var output = (await _world.RunAsync<Build>("FromATool")).Output;
        Assert.Contains("# #vso[task.prependpath]/evil", output, StringComparison.Ordinal);
    }

    /// <summary>Prefixes that some server obeys, where it looks for them, with what follows.</summary>
    private static IEnumerable<string> Commands(string line)
    {
        foreach (var prefix in new[] { "##vso[", "##[", "##teamcity[" })
        {
            for (var at = line.IndexOf(prefix, StringComparison.OrdinalIgnoreCase); at >= 0; at = line.IndexOf(prefix, at + 1, StringComparison.OrdinalIgnoreCase)) yield return line[at..];
        }

        if (line.TrimStart().StartsWith("::", StringComparison.Ordinal)) yield return line.TrimStart();
    }

    /// <summary>What the engine itself tells a server; whatever it says of others' text is escaped.</summary>
    private static bool Own(string command) =>
        command.StartsWith("##[group]", StringComparison.Ordinal) || command.StartsWith("##[endgroup]", StringComparison.Ordinal)
        || command.StartsWith("##vso[task.logissue type=", StringComparison.Ordinal) || command.StartsWith("##vso[task.uploadsummary]", StringComparison.Ordinal)
        || command.StartsWith("::group::", StringComparison.Ordinal) || command.StartsWith("::endgroup::", StringComparison.Ordinal)
        || command.StartsWith("::error::Build failed after", StringComparison.Ordinal) || command.StartsWith("::warning::first ", StringComparison.Ordinal)
        || command.StartsWith("##teamcity[block", StringComparison.Ordinal) || command.StartsWith("##teamcity[message text='", StringComparison.Ordinal);

    [Theory]
    [InlineData("##vso[task.complete]", "# #vso[task.complete]")]
    [InlineData("a ##VSO[x]", "a # #VSO[x]")]
    [InlineData("##[command]x", "# #[command]x")]
    [InlineData("##teamcity[x]", "# #teamcity[x]")]
    [InlineData("#\u200d#vso[x]", "#\u200d #vso[x]")]
    [InlineData("#\0#vso[x]", "#\u2400#vso[x]")]
    [InlineData("::add-mask::x", ": :add-mask::x")]
    [InlineData(" \t::error file=a::x", " \t: :error file=a::x")]
    [InlineData("\u200b::error::x", "\u200b: :error::x")]
    [InlineData("travis_fold:start:x", "travis_fold :start:x")]
    [InlineData("\u001b[0Ksection_start:1:x[collapsed=true]\r\u001b[0KTitle", "\u241b[0Ksection_start:1:x[collapsed=true]\u240d\u241b[0KTitle")]
    [InlineData("\u001b[8mha:////4x\u001b[0m", "\u241b[8mha:////4x\u001b[0m")]
    [InlineData("\u001b]0;title\u0007", "\u241b]0;title\u2407")]
    public void ACommandIsMadeText(string text, string shown) => Assert.Equal(shown, UntrustedText.WithoutCommands(text));

    [Theory]
    [InlineData("## Heading")]
    [InlineData("#12 [x]")]
    [InlineData("::1 localhost")]
    [InlineData("std::vector<int>::size")]
    [InlineData("\u001b[32mgreen\u001b[0m\tand a tab")]
    [InlineData("C#: 100 % – ✓ naïve")]
    public void OtherTextStaysAsItIs(string text) => Assert.Equal(text, UntrustedText.WithoutCommands(text));

    [Fact]
    public async Task InJsonTheTextIsTheSame()
    {
        Build.Text.Value = Azure;
        var output = (await _world.RunAsync<Build>("Logged --json")).Output;
        Assert.DoesNotContain("##", output, StringComparison.Ordinal);
        Assert.Contains(Azure, output.TrimEnd().Split('\n').Select(x => JsonElement.Parse(x)).Where(x => x.TryGetProperty("message", out _)).Select(x => x.GetProperty("message").GetString()));
    }

    [Fact]
    public void ATerminalGetsNoEscapeSequencesButColours() =>
        Assert.Equal("\u241b[2J\u001b[31mred\u001b[0m ##vso[x]", UntrustedText.WithoutControls("\u001b[2J\u001b[31mred\u001b[0m ##vso[x]"));
}
