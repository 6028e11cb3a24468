using System.Text;
using System.Text.Json.Nodes;

namespace GenAIOps.Scenarios;

/// <summary>A prompt edit tests what it can reach, and what passed on the very same sources is not run again.</summary>
public sealed class TestScenarios(ReleasedWorld released)
{
    private readonly World _world = released.World;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task APromptEditRunsTheAgentsTestsAloneAndGoingBackCarriesThemOver()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var before = await File.ReadAllTextAsync(_world.Prompt, Ct);
        var first = Module();

        await _world.ChangePromptAsync();
        (await _world.BuildAsync("Containerize")).MustEndWith(0).Saying("do not reach the image");
        Assert.False((bool)Module()["carried_over"]!);
        Assert.NotEqual((string?)first["fingerprint"], (string?)Module()["fingerprint"]);
        Assert.Contains("GenAIOps.Emulator.Tests", _world.Artifact("tests/summary.json")["not_reached"]!.AsArray().Select(x => (string?)x));

        await File.WriteAllTextAsync(_world.Prompt, before, Ct);
        (await _world.BuildAsync("Push")).MustEndWith(0).Saying("= Test");
        Assert.True((bool)Module()["carried_over"]!);
        Assert.Equal((string?)first["fingerprint"], (string?)Module()["fingerprint"]);
        Assert.Equal((string?)first["finished_at"], (string?)Module()["finished_at"]);

        // Evidence says it, and so does the gate.
        var evidence = Directory.GetFiles(Path.Combine(_world.Root, "artifacts", "evidence"), $"tests-{((string)_world.Artifact("image.json")["digest"]!)[7..19]}.dsse.json").Single();
        var statement = JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String((string)JsonNode.Parse(await File.ReadAllTextAsync(evidence, Ct))!["payload"]!)))!;
        Assert.True((bool)statement["predicate"]!["configuration"]![1]!["annotations"]!["carriedOver"]!);
        (await _world.BuildAsync("ExplainGate")).Saying("of 1 module, 1 carried over from earlier runs on the same sources");
    }

    [Fact]
    public async Task AResultThatWasEditedIsNotCarriedOverAndNoCacheCarriesNothingOver()
    {
        (await _world.BuildAsync("Containerize")).MustEndWith(0);
        foreach (var file in Directory.GetFiles(Path.Combine(_world.Root, ".genaiops", "tests")))
        {
            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Ct)).Replace("\"skipped\": 0", "\"skipped\": 1", StringComparison.Ordinal), Ct);
        }

        File.Delete(Path.Combine(_world.Root, "artifacts", "tests", "summary.json"));
        (await _world.BuildAsync("Containerize")).MustEndWith(0).Saying("is not what a build of this folder wrote");
        var ran = Module();
        Assert.Equal((false, 0), ((bool)ran["carried_over"]!, (int)ran["skipped"]!));

        (await _world.BuildAsync("Containerize", "--no-cache")).MustEndWith(0);
        Assert.NotEqual((string?)ran["finished_at"], (string?)Module()["finished_at"]);
    }

    private JsonNode Module() => _world.Artifact("tests/summary.json")["modules"]!.AsArray().Single()!;
}
