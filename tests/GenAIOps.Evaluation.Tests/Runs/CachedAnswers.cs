using System.Text.Json;
using CsCheck;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Runs.Caching;

namespace GenAIOps.Evaluation.Tests.Runs;

public sealed class CachedAnswers : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AnotherRunOfTheSameRowsAsksNothingAndFindsTheSame() =>
        Gen.Int[1, 3].Sample(repeats =>
        {
            var options = RunWorld.Options with { Repeats = repeats };
            var store = _folder.Next();
            var world = new RunWorld([.. Enumerable.Repeat(Array.Empty<Fault>(), 30)], new VirtualTime());
            List<string> Run()
            {
                using var cache = AnswerCache.Open(store, TimeProvider.System);
                return RunWorld.Told(world.Run(options, _folder.Next(), CancellationToken.None, cache));
            }

            var first = Run();
            Assert.Equal(first, Run());
            // Repeats are samples of their own: each was asked once.
            Assert.Equal(30 * repeats, world.AskedInAll);
        }, iter: 5);

    [Fact]
    public void ErrorsAreNotKept()
    {
        var world = new RunWorld([[Fault.Gone], []], new VirtualTime());
        using var cache = AnswerCache.Open(_folder.Next(), TimeProvider.System);
        world.Run(RunWorld.Options, _folder.Next(), CancellationToken.None, cache);
        Assert.Equal(1, cache.Count);
        Assert.Equal(0, world.Run(RunWorld.Options, _folder.Next(), CancellationToken.None, cache).Count(RowStatus.Errored));
        Assert.Equal((2, 1), (world.Asked(0), world.Asked(1)));
    }

    [Fact]
    public void AStoreCutAtAnyByteKeepsTheAnswersBeforeTheCut()
    {
        var store = _folder.Next();
        var world = new RunWorld([.. Enumerable.Repeat(Array.Empty<Fault>(), 3)], new VirtualTime());
        using (var cache = AnswerCache.Open(store, TimeProvider.System))
        {
            world.Run(RunWorld.Options, _folder.Next(), CancellationToken.None, cache);
        }

        var path = Path.Combine(store, "answers.store");
        var bytes = File.ReadAllBytes(path);
        var kept = new List<int>();
        for (var length = 0; length <= bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            using var cache = AnswerCache.Open(store, TimeProvider.System);
            kept.Add(cache.Count);
        }

        Assert.Equal(kept.Order(), kept);
        Assert.Equal([0, 1, 2, 3], kept.Distinct());
    }

    [Fact]
    public void AnAnswerComesBackAsItWas()
    {
        using var cache = AnswerCache.Open(_folder.Next(), TimeProvider.System);
        var answer = new AgentAnswer("größer ≥ \u0001\"") { Answered = false, Citations = ["a"], Context = [new("id", "text")], InputTokens = 3, OutputTokens = 4, Model = "m", ToolCalls = [new("t", JsonSerializer.SerializeToElement(new { x = 1 })) { Id = "1" }, new("u", default)] };
        cache.Add(new byte[32], answer, TimeSpan.FromTicks(12345));
        var found = cache.Find(new byte[32])!;
        Assert.Equal(12345, found.Ticks);
        Assert.Equivalent(answer with { ToolCalls = [] }, found.Answer with { ToolCalls = [] });
        Assert.Equal(["t", "u"], found.Answer.ToolCalls.Select(call => call.Name));
        Assert.Equal("{\"x\":1}", found.Answer.ToolCalls[0].Arguments.GetRawText());
        Assert.Equal(JsonValueKind.Undefined, found.Answer.ToolCalls[1].Arguments.ValueKind);
    }

    [Fact]
    public void TheKeyIsAnotherForWhateverIsAskedOtherwise()
    {
        var row = Some.Question(1);
        var element = JsonSerializer.SerializeToElement(1);
        EvaluationCase[] rows =
        [
            row,
            row with { Query = "Other?" },
            row with { History = [new("user", "a")] },
            row with { History = [new("assistant", "a")] },
            row with { History = [new("user", ""), new("user", "a")] },
            row with { Attachments = [new("a", "b")] },
            row with { Attachments = [new("ab", "")] },
            row with { ToolDefinitions = [new("t", "", default)] },
            row with { Fields = new Dictionary<string, JsonElement> { ["x"] = element } },
        ];
        var keys = rows.Select(one => AnswerKey.Of("source", null, one, 0))
            .Append(AnswerKey.Of("source", "", row, 0)).Append(AnswerKey.Of("sourc", "e", row, 0)).Append(AnswerKey.Of("source", null, row, 1))
            .Select(Convert.ToHexString).ToList();
        Assert.Equal(keys.Count, keys.Distinct().Count());
        // What a good answer is changes nothing of what is asked.
        Assert.Equal(keys[0], Convert.ToHexString(AnswerKey.Of("source", null, row with { GroundTruth = "other", Id = "x" }, 0)));
    }
}
