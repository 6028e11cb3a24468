using System.Text.Json.Nodes;
using Azure;
using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Fakes;

namespace GenAIOps.Azure.Tests.Foundry.Evaluations;

public sealed class EvaluationsClientTests
{
    private const string Evals = "/api/projects/qa/openai/v1/evals";
    private const string Runs = Evals + "/eval_1/runs";

    private static readonly AgentTarget Target = new("support-agent", "3");

    private readonly FakeAzure _azure = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private EvaluationsClient Client => new(_azure.Cloud, new Uri("https://foundry.example/api/projects/qa/"));

    [Fact]
    public async Task AnEvaluationIsPostedAsFoundryWantsIt()
    {
        _azure.On("POST", Evals, 201, """{"object":"eval","id":"eval_1"}""");

        var id = await Client.CreateAsync(
            new EvaluationDefinition("qa", new CustomItems(JsonNode.Parse("""{"type":"object"}""")!.AsObject()),
            [
                new EvaluatorCriterion("coherence", "builtin.coherence") { Deployment = "judge", Threshold = 3, DataMapping = new Dictionary<string, string> { ["response"] = "{{sample.output_text}}", ["query"] = "{{item.query}}" } },
                new EvaluatorCriterion("violence", "builtin.violence") { Version = "2" },
                new StringCheck("exact", "{{sample.output_text}}", "eq", "{{item.ground_truth}}"),
                new TextSimilarity("alike", "fuzzy_match", "{{sample.output_text}}", "{{item.ground_truth}}", 0.8),
            ])
            { Metadata = new Dictionary<string, string> { ["digest"] = "sha256:aa" } }, Ct);

        Assert.Equal("eval_1", id);
        Assert.Equal("", _azure.Log[0].Uri.Query);
        Assert.Equal("Bearer token-for-https://ai.azure.com/.default", _azure.Log[0].Authorization);
        Assert.Equal(
            """{"name":"qa","data_source_config":{"type":"custom","item_schema":{"type":"object"},"include_sample_schema":true},"testing_criteria":[{"type":"azure_ai_evaluator","name":"coherence","evaluator_name":"builtin.coherence","initialization_parameters":{"deployment_name":"judge","threshold":3},"data_mapping":{"query":"{{item.query}}","response":"{{sample.output_text}}"}},{"type":"azure_ai_evaluator","name":"violence","evaluator_name":"builtin.violence","evaluator_version":"2"},{"type":"string_check","name":"exact","input":"{{sample.output_text}}","operation":"eq","reference":"{{item.ground_truth}}"},{"type":"text_similarity","name":"alike","evaluation_metric":"fuzzy_match","input":"{{sample.output_text}}","reference":"{{item.ground_truth}}","pass_threshold":0.8}],"metadata":{"digest":"sha256:aa"}}""",
            _azure.Log[0].Body);
    }

    [Fact]
    public async Task CriteriaOfOneNameAreRefusedBeforeAnythingIsSent()
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => Client.CreateAsync(
            new EvaluationDefinition("qa", new ServiceItems("red_team"), [new EvaluatorCriterion("v", "builtin.violence"), new EvaluatorCriterion("v", "builtin.sexual")]), Ct));

        Assert.Contains("'v'", refused.Message);
        await Assert.ThrowsAsync<ArgumentException>(() => Client.CreateAsync(new EvaluationDefinition("qa", new ServiceItems("red_team"), []), Ct));
        Assert.Empty(_azure.Log);
    }

    [Fact]
    public async Task ARunNamesTheAgentVersionThatAnswers()
    {
        _azure.On("POST", Runs, 201, """{"id":"evalrun_1","eval_id":"eval_1","status":"queued","report_url":"https://ai.azure.com/r","data_source":{"target":{"type":"azure_ai_agent","name":"support-agent","version":3}}}""");

        var run = await Client.CreateRunAsync("eval_1", "first", new AgentAnswers(new InlineRows([new JsonObject { ["query"] = "How long?" }]), Target), Ct);

        Assert.Equal(new EvaluationRun("eval_1", "evalrun_1", "queued", new RunCounts(0, 0, 0, 0, 0), null, new Uri("https://ai.azure.com/r"), Target), run);
        Assert.Equal(
            """{"name":"first","data_source":{"type":"azure_ai_target_completions","source":{"type":"file_content","content":[{"item":{"query":"How long?"}}]},"input_messages":{"type":"template","template":[{"type":"message","role":"user","content":{"type":"input_text","text":"{{item.query}}"}}]},"target":{"type":"azure_ai_agent","name":"support-agent","version":"3"}}}""",
            _azure.Log[0].Body);
    }

    [Fact]
    public async Task GivenAnswersComeFromTheRequestOrFromADataset()
    {
        _azure.On("POST", Runs, 201, """{"id":"evalrun_1"}""");

        await Client.CreateRunAsync("eval_1", "given", new GivenAnswers(new StoredRows("azureai://data/1")), Ct);

        Assert.Equal("""{"name":"given","data_source":{"type":"jsonl","source":{"type":"file_id","id":"azureai://data/1"}}}""", _azure.Log[0].Body);
    }

    [Fact]
    public async Task ARedTeamRunNamesTaxonomyStrategiesAndTurns()
    {
        _azure.On("POST", Runs, 201, """{"id":"evalrun_1"}""");

        await Client.CreateRunAsync("eval_1", "attack", new RedTeamAttacks("azureai://taxonomy/1", ["Flip", "Base64"], 5, Target), Ct);

        Assert.Equal(
            """{"name":"attack","data_source":{"type":"azure_ai_red_team","item_generation_params":{"type":"red_team_taxonomy","attack_strategies":["Flip","Base64"],"num_turns":5,"source":{"type":"file_id","id":"azureai://taxonomy/1"}},"target":{"type":"azure_ai_agent","name":"support-agent","version":"3"}}}""",
            _azure.Log[0].Body);
    }

    [Fact]
    public async Task AThrottledRunIsAskedForAgainAndThenSmallerBatchesAreSuggested()
    {
        _azure.On("POST", Runs, 429, FakeAzure.Error("TooManyRequests", "slow down"), ("Retry-After", "0"));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() =>
            Client.CreateRunAsync("eval_1", "first", new AgentAnswers(new InlineRows([[], []]), Target), Ct));

        Assert.Equal(429, refused.Status);
        Assert.Contains("for 2 rows", refused.Message);
        Assert.Contains("smaller batches", refused.Message);
        Assert.Equal(5, _azure.Log.Count);
    }

    [Fact]
    public async Task AThrottledRunThatIsTakenLaterIsMadeOnce()
    {
        _azure.On("POST", Runs, 429, FakeAzure.Error("TooManyRequests", "slow down"), ("Retry-After", "0")).On("POST", Runs, 201, """{"id":"evalrun_1"}""");

        Assert.Equal("evalrun_1", (await Client.CreateRunAsync("eval_1", "first", new GivenAnswers(new InlineRows([[]])), Ct)).Id);
        Assert.Equal(2, _azure.Log.Count);
    }

    [Fact]
    public async Task ARefusalSaysWhatWasRefusedAndWhatToDo()
    {
        _azure.On("POST", Evals, 403, FakeAzure.Error("AuthorizationFailed", "no data action"));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Client.CreateAsync(new EvaluationDefinition("qa", new ServiceItems("red_team"), [new EvaluatorCriterion("v", "builtin.violence")]), Ct));

        Assert.Contains("POST https://foundry.example" + Evals, refused.Message);
        Assert.Contains("no data action", refused.Message);
        Assert.Contains("role", refused.Message);
    }

    [Theory]
    [InlineData("completed")]
    [InlineData("failed")]
    [InlineData("canceled")]
    public async Task ARunIsWaitedForUntilItIsOverWithGrowingPauses(string end)
    {
        _azure.On("GET", Runs + "/evalrun_1", 200, Run("queued")).On("GET", Runs + "/evalrun_1", 200, Run("in_progress"))
            .On("GET", Runs + "/evalrun_1", 200, Run("a_newer_word")).On("GET", Runs + "/evalrun_1", 200, Run(end));
        var seen = new List<string>();

        var run = await Client.WaitAsync(Queued, TimeSpan.FromMinutes(5), new Listed(seen), Ct);

        Assert.Equal((end, new RunCounts(3, 1, 1, 1, 0), "the model is gone"), (run.Status, run.Counts, run.Error));
        Assert.Equal(["queued", "queued", "in_progress", "a_newer_word", end], seen);
        Assert.Equal([0.5, 1, 2, 4], _azure.Time.Waits.Where(wait => wait.TotalSeconds < 60).Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task ARunThatIsNeverOverIsGivenUpAndSaysThatItGoesOn()
    {
        _azure.On("GET", Runs + "/evalrun_1", 200, Run("in_progress"));

        var late = await Assert.ThrowsAsync<TimeoutException>(() => Client.WaitAsync(Queued, TimeSpan.FromMinutes(5), null, Ct));

        Assert.Contains("evalrun_1", late.Message);
        Assert.Contains("goes on", late.Message);
    }

    [Fact]
    public async Task ARunThatDisappearsIsAnError() =>
        Assert.Equal(404, (await Assert.ThrowsAsync<RequestFailedException>(() => Client.WaitAsync(Queued with { Id = "gone" }, TimeSpan.FromMinutes(5), null, Ct))).Status);

    [Fact]
    public async Task ARunIsCancelledByAPostAndDeletingTwiceIsFine()
    {
        _azure.On("POST", Runs + "/evalrun_1", 200, Run("canceled")).On("DELETE", Evals + "/eval_1", 200, "{}").On("DELETE", Evals + "/eval_1", 404, FakeAzure.Error("NotFound", "gone"));

        Assert.True((await Client.CancelRunAsync("eval_1", "evalrun_1", Ct)).IsOver);
        await Client.DeleteAsync("eval_1", Ct);
        await Client.DeleteAsync("eval_1", Ct);

        Assert.Equal("", _azure.Log[0].Body);
        Assert.Equal(["POST " + Runs + "/evalrun_1", "DELETE " + Evals + "/eval_1", "DELETE " + Evals + "/eval_1"], _azure.Lines);
    }

    private static EvaluationRun Queued => new("eval_1", "evalrun_1", "queued", new RunCounts(0, 0, 0, 0, 0));

    private static string Run(string status) =>
        $$$"""{"id":"evalrun_1","eval_id":"eval_1","status":"{{{status}}}","error":{"code":"x","message":"the model is gone"},"result_counts":{"total":3,"passed":1,"failed":1,"errored":1,"skipped":0}}""";

    private sealed class Listed(List<string> seen) : IProgress<EvaluationRun>
    {
        public void Report(EvaluationRun value) => seen.Add(value.Status);
    }
}
