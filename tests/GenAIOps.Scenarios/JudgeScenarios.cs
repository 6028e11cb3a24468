using System.Text.Json.Nodes;

namespace GenAIOps.Scenarios;

/// <summary>QA with a model as judge, on the emulator's judge that counts words: compared with people's labels first, and let to decide only if it agrees with them.</summary>
public sealed class JudgeScenarios(ReleasedWorld released)
{
    private const string Judged =
        """
        Quality = [new GenAIOps.Evaluators.Grounding.AbstentionEvaluator(), new GenAIOps.Evaluators.Judges.RubricJudge(GenAIOps.Evaluators.Judges.Rubrics.ResponseCompleteness)],
                JudgeDeployment = "extractive-local",
                JudgeLabels = RootDirectory / "judged.jsonl",
                Policy = new() { JudgesAreCalibrated = true },
        """;

    private readonly World _world = released.World;

    [Fact]
    public Task AJudgeThatAgreesWithPeopleScoresEachRowOfTheSet() => WithJudgeAsync(agrees: true, async () =>
    {
        (await _world.BuildAsync("EvaluateQa", "--skip")).MustEndWith(0);
        var calibration = Assert.Single(_world.Artifact("evaluation/calibration.json")["reports"]!.AsArray())!;
        Assert.Equal((40, 0), ((int)calibration["rows"]!, (int)calibration["errored"]!));
        var summary = _world.Artifact("evaluation/summary.json");
        var judge = Assert.Single(summary["judges"]!.AsArray())!;
        Assert.Equal(("response_completeness", true), ((string?)judge["metric"], (bool)judge["calibrated"]!));
        var rows = File.ReadLines(Path.Combine(_world.Root, "artifacts", "evaluation", "results.jsonl")).Select(line => JsonNode.Parse(line)!).Where(row => row["judges"] is not null).ToList();
        Assert.InRange(rows.Count, 100, 130);
        Assert.All(rows, row => Assert.InRange((double)row["scores"]!["response_completeness"]!, 1, 5));
    });

    [Fact]
    public Task AJudgeThatPeopleContradictDecidesNothing() => WithJudgeAsync(agrees: false, async () =>
        (await _world.BuildAsync("EvaluateQa", "--skip")).MustEndWith(9).Saying("response_completeness").Saying("is not calibrated").Saying("The set was not asked"));

    private async Task WithJudgeAsync(bool agrees, Func<Task> act)
    {
        var golden = File.ReadLines(Path.Combine(_world.Root, "src", "SupportAgent", "evaluation", "golden.jsonl")).Select(line => JsonNode.Parse(line)!)
            .Where(row => ((string?)row["ground_truth"])?.Length > 0).Take(40).ToList();
        // By turns the right answer and that to a question far from it.
        var labels = golden.Select((row, i) => new JsonObject
        {
            ["query"] = (string?)row["query"],
            ["ground_truth"] = (string?)row["ground_truth"],
            ["response"] = (string?)(i % 2 == 0 ? row : golden[(i + 20) % 40])["ground_truth"],
            ["human_score"] = (i % 2 == 0) == agrees ? 5 : 1,
        }.ToJsonString());
        var file = Path.Combine(_world.Root, "judged.jsonl");
        await File.WriteAllLinesAsync(file, labels, TestContext.Current.CancellationToken);
        try
        {
            await _world.WithAsync("build/Build.cs", text => text.Replace("Title = ", $"{Judged}\n        Title = ", StringComparison.Ordinal), act);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
