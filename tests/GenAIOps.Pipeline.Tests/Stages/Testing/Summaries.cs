using System.Text.Json;
using GenAIOps.Pipeline.Stages.Testing;
using GenAIOps.Pipeline.Support;

namespace GenAIOps.Pipeline.Tests.Stages.Testing;

/// <summary>What people and evidence are told: what ran, what was carried over and from where, what was left out.</summary>
public sealed class Summaries
{
    private static readonly DateTimeOffset s_then = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly ModuleResult s_ran = new("Agent.Tests", "f1", 18, 0, 1, s_then.AddHours(1), null);
    private static readonly ModuleResult s_carried = new("Core.Tests", "f2", 13, 0, 0, s_then, "c0ffee") { CarriedOver = true };
    private static readonly TestSummary s_summary = TestSummary.Of("image", [s_ran, s_carried], ["Tool.Tests"], s_then.AddHours(2));

    [Fact]
    public void TotalsAreOfAllModules() => Assert.Equal("31 passed, 0 failed, 1 skipped in 2 modules, 1 of them carried over; 1 do not reach the image", $"{s_summary}");

    [Fact]
    public void ItIsReadAsItWasWritten()
    {
        var read = JsonSerializer.Deserialize<TestSummary>(JsonSerializer.Serialize(s_summary, JsonFile.Options), JsonFile.Options)!;
        Assert.Equal(s_summary.Modules, read.Modules);
        Assert.Equal(s_summary.NotReached, read.NotReached);
        Assert.Equal(s_summary with { Modules = read.Modules, NotReached = read.NotReached }, read);
    }

    [Fact]
    public void OneOfAnEarlierRunStandsWhereItIsOfTheseSourcesAndModules()
    {
        Assert.True(s_summary.Covers("image", [(Module("Agent.Tests"), "f1"), (Module("Core.Tests"), "f2")]));
        Assert.True(s_summary.Covers("image", [(Module("Core.Tests"), "f2")]));
        Assert.False(s_summary.Covers("another image", [(Module("Core.Tests"), "f2")]));
        Assert.False(s_summary.Covers("image", [(Module("Core.Tests"), "f1")]));
        Assert.False(s_summary.Covers("image", [(Module("Tool.Tests"), "f3")]));
        Assert.False(s_summary.Covers("image", []));
        Assert.False(TestSummary.Of("image", [s_ran with { Failed = 1 }, s_carried], [], s_then).Covers("image", [(Module("Core.Tests"), "f2")]));
    }

    [Fact]
    public void NoTestsProveNothing() => Assert.False(TestSummary.Of("image", [], ["Tool.Tests"], s_then).Succeeded);

    [Fact]
    public void EvidenceSaysOfEachModuleWhetherItRanOrWasCarriedOverAndFromWhere() => Assert.Equal(
        """{"result":"PASSED","configuration":["""
        + """{"name":"sources","digest":{"sha256":"image"},"annotations":{"passed":31,"failed":0,"skipped":1,"modules":2,"carriedOver":1,"notReached":1}},"""
        + """{"name":"Agent.Tests","digest":{"sha256":"f1"},"annotations":{"passed":18,"failed":0,"skipped":1,"carriedOver":false,"finishedAt":"2026-11-30T13:00:00Z"}},"""
        + """{"name":"Core.Tests","digest":{"sha256":"f2"},"annotations":{"passed":13,"failed":0,"skipped":0,"carriedOver":true,"finishedAt":"2026-11-30T12:00:00Z","commit":"c0ffee"}}]}""",
        TestEvidence.Predicate(s_summary).Write().ToJsonString());

    [Fact]
    public void EvidenceOfAFailureSaysSo() =>
        Assert.Equal("FAILED", (string?)TestEvidence.Predicate(TestSummary.Of("image", [s_ran with { Failed = 1 }], [], s_then)).Write()["result"]);

    private static TestModule Module(string name) => new(name, $"/{name}/{name}.csproj", true, new TestInputs("/", new ProjectClosure([], [], [], [])));
}
