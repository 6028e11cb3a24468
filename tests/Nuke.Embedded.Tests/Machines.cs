using System.Text.Json;
using Nuke.Common;
using Nuke.Common.Utilities.Collections;
using Serilog;

namespace Nuke.Embedded.Tests;

/// <summary>What other programs read: <c>--json</c> and <c>--plan json|mermaid</c>.</summary>
public sealed class Machines : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private sealed class Build : NukeBuild
    {
        [Parameter, Secret] public readonly string? ApiKey;

        public Target Compile => _ => _.Description("Compiles").Produces("out/*").Executes(() =>
        {
            Log.Information("key {Key}", ApiKey);
            Log.Warning("careful");
            ReportSummary(x => x.AddPair("Key", ApiKey!));
        });

        public Target Test => _ => _.DependsOn(Compile).Locks("database").Executes(() => { });
        public Target Skipped => _ => _.After(Test).OnlyWhenStatic(() => IsServerBuild).Executes(() => { });
        public Target Report => _ => _.TriggeredBy(Test).AssuredAfterFailure().Executes(() => Log.Information("two\nlines"));
        public Target Boom => _ => _.Executes(() => throw new InvalidOperationException($"No luck with {ApiKey}"));
    }

    private async Task<JsonElement[]> EventsAsync(string arguments)
    {
        _world.Variables["API_KEY"] = "hush-hush";
        var output = (await _world.RunAsync<Build>(arguments)).Output;
        Assert.DoesNotContain("hush-hush", output, StringComparison.Ordinal);
        return [.. output.TrimEnd('\n').Split('\n').Select(line => JsonElement.Parse(line))];
    }

    [Fact]
    public async Task EveryLineIsAnEvent()
    {
        var events = await EventsAsync("Test Skipped --json --parallel 1");
        string[] Of(string target) => [.. events
            .Where(x => x.TryGetProperty("target", out var of) && of.GetString() == target)
            .Select(x => x.GetProperty("event").GetString()!)];
        Assert.Equal(["target.started", "log", "log", "target.ended"], Of("Compile"));
        Assert.Equal(["target.started", "target.ended"], Of("Test"));
        Assert.Equal(["target.started", "log", "log", "target.ended"], Of("Report"));
        Assert.Equal(["target.ended"], Of("Skipped"));
        Assert.Equal("build.ended", events[^1].GetProperty("event").GetString());
        Assert.Equal(["information key ***", "warning careful", "information two", "information lines"], events
            .Where(x => x.GetProperty("event").GetString() == "log")
            .Select(x => $"{x.GetProperty("level").GetString()} {x.GetProperty("message").GetString()}"));
        Assert.All(events, x => Assert.InRange(x.GetProperty("time").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddSeconds(1)));
        var compiled = events.Single(x => x.GetProperty("event").GetString() == "target.ended" && x.GetProperty("target").GetString() == "Compile");
        Assert.Equal("Succeeded", compiled.GetProperty("status").GetString());
        Assert.Equal("***", compiled.GetProperty("summary").GetProperty("Key").GetString());
        Assert.Equal("Skipped", events.Single(x => x.TryGetProperty("target", out var target) && target.GetString() == "Skipped").GetProperty("status").GetString());
    }

    [Fact]
    public async Task TheLastEventTellsHowItEnded()
    {
        var last = (await EventsAsync("Boom --json"))[^1];
        Assert.Equal("build.ended", last.GetProperty("event").GetString());
        Assert.Equal("Failed", last.GetProperty("status").GetString());
        Assert.Equal(1, last.GetProperty("exit_code").GetInt32());
        Assert.Equal("Boom: InvalidOperationException: No luck with ***", last.GetProperty("cause").GetString());
    }

    [Fact]
    public async Task BadInputIsAnEventToo()
    {
        var events = await EventsAsync("Bom --json");
        Assert.Contains(events, x => x.GetProperty("level").GetString() == "error" && x.GetProperty("message").GetString()!.Contains("Did you mean", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ThePlanIsReadAsJson()
    {
        var result = await _world.RunAsync<Build>("--plan json Test Skipped");
        Assert.Equal(0, result.ExitCode);
        var targets = JsonElement.Parse(result.Output).GetProperty("targets").EnumerateArray().ToDictionary(x => x.GetProperty("name").GetString()!);
        Assert.Equal(["Compile", "Report", "Skipped", "Test"], targets.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("Compiles", targets["Compile"].GetProperty("description").GetString());
        Assert.Equal("out/*", targets["Compile"].GetProperty("produces")[0].GetString());
        Assert.Equal("Compile", targets["Test"].GetProperty("depends_on")[0].GetString());
        Assert.Equal("database", targets["Test"].GetProperty("locks")[0].GetString());
        Assert.Equal("Test", targets["Report"].GetProperty("triggered_by")[0].GetString());
        Assert.Equal("Test", targets["Skipped"].GetProperty("after")[0].GetString());
        Assert.True(targets["Report"].GetProperty("assured_after_failure").GetBoolean());
        Assert.False(targets["Compile"].GetProperty("invoked").GetBoolean());
    }

    [Fact]
    public async Task ThePlanIsDrawn()
    {
        var result = await _world.RunAsync<Build>("Test --plan mermaid --skip Compile");
        var lines = result.Output.TrimEnd('\n').Split('\n');
        Assert.Equal("flowchart LR", lines[0]);
        Assert.Contains("  Compile[\"Compile (skipped)\"]", lines);
        Assert.Contains("  Compile --> Test", lines);
        Assert.Contains("  Test -- triggers --> Report", lines);
    }

    [Theory]
    [InlineData("--plan=dot Test", "--plan: 'dot' must be one of text, json, mermaid.")]
    [InlineData("--plan=jsn Test", "Did you mean 'json'?")]
    public async Task AnUnknownFormIsRefused(string arguments, string message)
    {
        var result = await _world.RunAsync<Build>(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWordAfterPlanThatIsNoFormIsATarget()
    {
        var result = await _world.RunAsync<Build>("--plan Boom");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Boom", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("No luck", result.Output, StringComparison.Ordinal);
    }
}
