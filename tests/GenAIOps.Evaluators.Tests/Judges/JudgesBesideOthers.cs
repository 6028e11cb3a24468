using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluators.Judges;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluators.Tests.Judges;

public sealed class JudgesBesideOthers
{
    [Fact]
    public async Task ACustomJudgeTakesFiveLines()
    {
        using var client = ScriptedChatClient.Saying(ScriptedChatClient.Score(2, "it is curt"));

        var judge = new RubricJudge(
            new Rubric(
                "politeness", "how politely the response treats the user", JudgeInputs.Query | JudgeInputs.Response,
                "Insults or mocks the user.", "Curt or dismissive.", "Neutral.", "Friendly.", "Warm and respectful throughout."),
            client);

        var metric = await Judging.JudgeAsync(judge);
        Assert.Equal(("politeness", 2.0, true), (metric.Name, metric.Value!.Value, metric.Interpretation!.Failed));
        Assert.Contains("You judge how politely the response treats the user.", client.Requests[0].Instructions, StringComparison.Ordinal);
        Assert.Contains("5: Warm and respectful throughout.\n", client.Requests[0].Instructions, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvaluatorsOfMicrosoftsShapeRunBesideOursWithOneModel()
    {
        using var client = new ScriptedChatClient((request, _) => request.Options.ResponseFormat is ChatResponseFormatJson ? ScriptedChatClient.Score(4) : "<S2>5</S2>");
        var composite = new CompositeEvaluator(new RubricJudge(Rubrics.Groundedness), new RubricJudge(Rubrics.Coherence), new TaggedEvaluator());
        var result = await composite.EvaluateAsync(
            [new ChatMessage(ChatRole.System, "Be brief."), new ChatMessage(ChatRole.User, "How long?")],
            new ChatResponse(new ChatMessage(ChatRole.Assistant, "Thirty days.")), new ChatConfiguration(client),
            [new ForeignContext("Grounding Context (Groundedness)", "You have thirty days.")], Judging.Ct);

        Assert.Equal(["Tagged", "coherence", "groundedness"], result.Metrics.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([5.0, 4.0, 4.0], result.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal).Select(metric => ((NumericMetric)metric.Value).Value!.Value));
        Assert.False(result.ContainsDiagnostics());
        var grounded = client.Requests.Single(request => request.Instructions.Contains("supported by the context", StringComparison.Ordinal));
        Assert.Equal("""{"query":"How long?","context":[{"text":"You have thirty days."}],"response":"Thirty days."}""", grounded.Material.GetRawText());
    }

    [Fact]
    public async Task BareMessagesGiveHistoryAndCalls()
    {
        using var client = ScriptedChatClient.Saying(ScriptedChatClient.Score(4));
        await new RubricJudge(Rubrics.TaskAdherence, client).EvaluateAsync(
            [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Hello."), new(ChatRole.Assistant, "Hi."), new(ChatRole.User, "Cancel order 7.")],
            new ChatResponse(
            [
                new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c1", "cancel_order", new Dictionary<string, object?> { ["id"] = 7 })]),
                new ChatMessage(ChatRole.Assistant, "Done."),
            ]),
            cancellationToken: Judging.Ct);
        Assert.Equal(
            """{"history":[{"role":"system","text":"Be brief."},{"role":"user","text":"Hello."},{"role":"assistant","text":"Hi."}],"query":"Cancel order 7.","tool_calls":[{"name":"cancel_order","arguments":{"id":7}}],"response":"Done."}""",
            client.Requests[0].Material.GetRawText());
    }

    [Fact]
    public async Task AJudgeThatFailsOnARowEndsNoRun()
    {
        using var client = new ScriptedChatClient((request, _) => request.Material.GetProperty("query").GetString() == "Q1" ? throw new InvalidOperationException("boom") : ScriptedChatClient.Score(5));
        var rows = Enumerable.Range(0, 3).Select(i => new EvaluationCase { Id = $"r{i}", Query = $"Q{i}" }).ToArray();
        var runner = new EvaluationRunner([new RubricJudge(Rubrics.Relevance, client)], new RunOptions { Concurrency = 1 }, TimeProvider.System);
        var folder = Directory.CreateTempSubdirectory("genaiops-").FullName;
        var run = await runner.RunAsync(Dataset.Of("three", rows), new Fixed(), folder, null, Judging.Ct);
        Directory.Delete(folder, recursive: true);
        Assert.Equal([RowStatus.Passed, RowStatus.Errored, RowStatus.Passed], run.Statuses);
    }

    [Fact]
    public async Task AJudgeWithoutAModelAsksThatOfTheRun()
    {
        using var client = new ScriptedChatClient((_, _) => ScriptedChatClient.Score(4));
        var folder = Directory.CreateTempSubdirectory("genaiops-").FullName;
        var runner = new EvaluationRunner([new RubricJudge(Rubrics.Relevance)], new RunOptions { Chat = new ChatConfiguration(client), Judge = "judge@1" }, TimeProvider.System);
        var run = await runner.RunAsync(Dataset.Of("one", new EvaluationCase { Id = "r", Query = "Q" }), new Fixed(), folder, null, Judging.Ct);
        Directory.Delete(folder, recursive: true);
        Assert.Equal(4, Assert.Single(run.Scores["relevance"]));
    }

    [Fact]
    public async Task WhatJudgesSpendIsKeptWithTheRowAndIsNotTheAgents()
    {
        using var client = new ScriptedChatClient((_, _) => ScriptedChatClient.Score(4));
        var rows = Dataset.Of("two", new EvaluationCase { Id = "r1", Query = "Q1" }, new EvaluationCase { Id = "r2", Query = "Q2" });
        var folder = Directory.CreateTempSubdirectory("genaiops-").FullName;
        var runner = new EvaluationRunner([new RubricJudge(Rubrics.Relevance, client), new RubricJudge(Rubrics.Coherence, client)], new RunOptions(), TimeProvider.System);
        JudgeUsage?[] first = [.. (await runner.RunAsync(rows, new Fixed(), folder, null, Judging.Ct)).Read().Select(row => row.Judges)];
        // The second time everything stands in the journal.
        RowResult[] again = [.. (await runner.RunAsync(rows, new Fixed(), folder, null, Judging.Ct)).Read()];
        Directory.Delete(folder, recursive: true);
        Assert.Equal(4, client.Requests.Count);
        Assert.Equal(first, again.Select(row => row.Judges));
        Assert.All(again, row => Assert.True(row.Judges is { Calls: 2, InputTokens: > 0, OutputTokens: > 0 }));
        Assert.All(again, row => Assert.Equal((0, 0), (row.Answer!.InputTokens, row.Answer.OutputTokens)));
    }

    [Fact]
    public async Task TwoEvaluatorsOfOneMetricAreRefused()
    {
        var runner = new EvaluationRunner([new RubricJudge(Rubrics.Relevance), new RuleEvaluator("relevance", (_, _) => Score.Pass(1))], new RunOptions(), TimeProvider.System);
        var error = await Assert.ThrowsAsync<ArgumentException>(() => runner.RunAsync(Dataset.Of("none"), new Fixed(), "never", null, Judging.Ct));
        Assert.Contains("'relevance' is given by RubricJudge and RuleEvaluator", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("relevance", "relevance")]
    [InlineData("builtin.relevance", "relevance")]
    [InlineData("Builtin.Coherence", "coherence")]
    [InlineData("fluency", "fluency")]
    [InlineData("builtin.groundedness", "groundedness")]
    [InlineData("builtin.response_completeness", "response_completeness")]
    [InlineData("completeness", "response_completeness")]
    [InlineData("builtin.task_adherence", "task_adherence")]
    [InlineData("intent_resolution", "intent_resolution")]
    [InlineData("builtin.similarity", "similarity")]
    [InlineData("equivalence", "similarity")]
    [InlineData("retrieval", "retrieval")]
    [InlineData("azureai://built-in/evaluators/fluency", "fluency")]
    [InlineData("azureml://registries/azureml/evaluators/builtin.relevance/versions/2", "relevance")]
    public void TheCatalogKnowsTheNamesOfTheEcosystem(string name, string rubric) => Assert.Equal(rubric, JudgeCatalog.Create(name).Rubric.Name);

    [Fact]
    public void AnUnknownNameIsToldTheKnownOnes()
    {
        Assert.Null(JudgeCatalog.Find("builtin.violence"));
        Assert.Contains("there are coherence, fluency,", Assert.Throws<ArgumentException>(() => JudgeCatalog.Create("builtin.violence")).Message, StringComparison.Ordinal);
    }

    private sealed class Fixed : IAnswerSource
    {
        public Task<AgentAnswer> AskAsync(EvaluationCase row, CancellationToken cancellationToken) => Task.FromResult(new AgentAnswer("An answer."));
    }

    private sealed class ForeignContext(string name, string content) : EvaluationContext(name, content);

    /// <summary>Shaped as the evaluators of Microsoft.Extensions.AI.Evaluation.Quality are: reads its own context, asks the configured model, parses tags, interprets, and reports trouble as a diagnostic.</summary>
    private sealed class TaggedEvaluator : IEvaluator
    {
        public IReadOnlyCollection<string> EvaluationMetricNames { get; } = ["Tagged"];

        public async ValueTask<EvaluationResult> EvaluateAsync(
            IEnumerable<ChatMessage> messages, ChatResponse modelResponse, ChatConfiguration? chatConfiguration = null,
            IEnumerable<EvaluationContext>? additionalContext = null, CancellationToken cancellationToken = default)
        {
            var metric = new NumericMetric("Tagged");
            var result = new EvaluationResult(metric);
            if (additionalContext?.OfType<ForeignContext>().FirstOrDefault() is not { } context || !messages.TryGetUserRequest(out var request))
            {
                metric.AddDiagnostics(EvaluationDiagnostic.Error("A context and a request must be given."));
                return result;
            }

            var response = await chatConfiguration!.ChatClient.GetResponseAsync(
                $"{request.RenderText()} {modelResponse.RenderText()} {string.Concat(context.Contents)}", new ChatOptions { ResponseFormat = ChatResponseFormat.Text }, cancellationToken);
            metric.AddOrUpdateContext(context);
            metric.Value = response.Text[4] - '0';
            metric.Interpretation = new EvaluationMetricInterpretation(EvaluationRating.Exceptional, failed: false, "tagged");
            return result;
        }
    }
}
