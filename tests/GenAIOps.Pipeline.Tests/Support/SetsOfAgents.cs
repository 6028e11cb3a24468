using GenAIOps.Pipeline.Agents;
using GenAIOps.Pipeline.Tests.Stages;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>An agent's sets: of any format, and none that changed since somebody locked it.</summary>
public sealed class SetsOfAgents : IDisposable
{
    private const string Tent = """{"id":"q1","query":"How do I wash a tent?","ground_truth":"By hand.","context":"Wash a tent by hand."}""";

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    private AgentDatasets Sets => new(StageWorld.Agent(_folder.Root));

    private void Write(string set, params string[] rows) => _folder.Write($"src/agent/evaluation/{set}.jsonl", string.Join('\n', rows) + "\n");

    /// <summary>What smoke tests ask must have an answer, and stand by itself.</summary>
    [Fact]
    public void SmokeTestsAskWhatIsAnsweredInOneTurn()
    {
        Write("golden", Tent, """{"id":"q2","query":"Who wins the cup?","ground_truth":""}""", """{"id":"q4","query":"Where is the shop?","ground_truth":"In Bern."}""",
            """{"id":"q3","messages":[{"role":"user","content":"Does it dry?"},{"role":"assistant","content":"Yes."},{"role":"user","content":"How long?"}],"ground_truth":"An hour.","context":"An hour."}""");
        Assert.Equal(["How do I wash a tent?", "Where is the shop?"], Sets.Questions);
    }

    [Fact]
    public void AChangedRowIsRefusedUntilItIsLockedAnew()
    {
        Write("golden", Tent);
        Write("safety", Tent);
        Sets.Verify();
        var (sets, file) = Sets.Lock();
        Assert.Equal((2, (string)(_folder.Root / "src/agent/evaluation/datasets.lock.json")), (sets.Count, file));
        Sets.Verify();

        Write("safety", Tent.Replace("By hand", "By machine", StringComparison.Ordinal));
        Assert.Contains("safety.jsonl", Assert.Throws<InvalidDataException>(Sets.Verify).Message, StringComparison.Ordinal);
        Assert.Contains("./build.sh LockDatasets", Assert.Throws<InvalidDataException>(() => Sets.Safety).Message, StringComparison.Ordinal);
        Assert.Equal(1, Sets.Golden.Count);
        Sets.Lock();
        Sets.Verify();
    }

    [Fact]
    public void ADefinitionOfSeveralEvaluationsNamesNoSet()
    {
        _folder.Write("src/agent/evaluation/a.jsonl", Tent + "\n").Write("azure.yaml", """
            name: p
            services:
              one: { host: azure.ai.eval, datasets: [{ name: a, path: src/agent/evaluation/a.jsonl }], evals: [{ name: first, dataset: a }, { name: second, dataset: a }] }
            """);
        AgentDatasets sets = new(StageWorld.Agent(_folder.Root) with { GoldenSet = _folder.Root / "azure.yaml" });
        Assert.Contains("holds 2 evaluations: first, second. Nothing was asked.", Assert.Throws<InvalidDataException>(() => sets.Golden).Message, StringComparison.Ordinal);
    }
}
