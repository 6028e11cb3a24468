using Azure;
using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Fakes;

namespace GenAIOps.Azure.Tests.Foundry.Evaluations;

public sealed class OutputItemTests
{
    private const string Items = "/api/projects/qa/openai/v1/evals/eval_1/runs/evalrun_1/output_items";

    private readonly FakeAzure _azure = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private EvaluationsClient Client => new(_azure.Cloud, new Uri("https://foundry.example/api/projects/qa"));

    [Fact]
    public async Task EveryPageIsReadByItsCursor()
    {
        _azure.On("GET", Items, 200, """{"data":[{"id":"a"},{"id":"b"}],"has_more":true,"last_id":"b/1"}""")
            .On("GET", Items, 200, """{"data":[{"id":"c"}],"has_more":true}""")
            .On("GET", Items, 200, """{"data":[],"has_more":false}""");

        Assert.Equal(["a", "b", "c"], (await ReadAsync()).Select(item => item.Id));
        Assert.Equal(["?limit=100", "?limit=100&after=b%2F1", "?limit=100&after=c"], _azure.Log.Select(sent => sent.Uri.Query));
    }

    [Fact]
    public async Task AListThatRepeatsAPageIsRefused()
    {
        _azure.On("GET", Items, 200, """{"data":[{"id":"a"}],"has_more":true,"last_id":"a"}""");

        Assert.Contains("do not end", (await Assert.ThrowsAsync<RequestFailedException>(ReadAsync)).Message);
    }

    [Fact]
    public async Task ItemsOfARunThatIsGoneAreAnError() =>
        Assert.Equal(404, (await Assert.ThrowsAsync<RequestFailedException>(ReadAsync)).Status);

    [Fact]
    public async Task AnItemSaysWhoAnsweredWhatAndHowItWasJudged()
    {
        _azure.On("GET", Items, 200, """
            {"data":[{"object":"eval.run.output_item","id":"1","status":"completed","datasource_item_id":0,
              "datasource_item":{"query":"How long?","agent_name":"support-agent","agent_version":"3"},
              "sample":{"output":[{"role":"assistant","content":"30 days"}],"model":"gpt-4.1-mini","usage":{"prompt_tokens":11,"completion_tokens":2}},
              "results":[{"type":"azure_ai_evaluator","name":"coherence","metric":"coherence","score":4,"label":"pass","reason":"fine","threshold":3,"passed":true},
                         {"type":"azure_ai_evaluator","name":"fluency","score":null,"label":null,"passed":null,"status":"error","sample":{"error":{"code":"PermissionDenied","message":"no data action"} } },
                         {"type":"azure_ai_evaluator","name":"prohibited_actions","score":1.0,"passed":false,"properties":{"attack_success":true,"attack_technique":"flip"} }]}],"has_more":false}
            """);

        var item = Assert.Single(await ReadAsync());

        Assert.Equal(new Sample("30 days", "support-agent", "3", "gpt-4.1-mini", null, 11, 2), item.Sample);
        Assert.Equal(("completed", "How long?"), (item.Status, (string?)item.Row["query"]));
        Assert.Equal(("coherence", "coherence", 4, true, "pass", "fine", 3), (item.Results[0].Name, item.Results[0].Metric, item.Results[0].Score, item.Results[0].Passed, item.Results[0].Label, item.Results[0].Reason, item.Results[0].Threshold));
        Assert.Equal((null, null, "error", "no data action"), (item.Results[1].Score, item.Results[1].Passed, item.Results[1].Status, item.Results[1].Error));
        Assert.True((bool)item.Results[2].Properties["attack_success"]!);
    }

    [Theory]
    [InlineData("""{"sample":{"output_text":"a","agent_reference":{"name":"x","version":4}}}""", "a", "x", "4")]
    [InlineData("""{"datasource_item":{"sample.output_text":"b","agent_version":10}}""", "b", null, "10")]
    [InlineData("""{"sample":{"output":[{"content":[{"type":"output_text","text":"c"},{"type":"output_text","text":"d"}]}]}}""", "cd", null, null)]
    [InlineData("""{"sample":null}""", null, null, null)]
    public async Task AnswersAndVersionsAreFoundWhereTheServicePutsThem(string item, string? text, string? agent, string? version)
    {
        _azure.On("GET", Items, 200, $$"""{"data":[{{item}}]}""");

        var sample = (await ReadAsync())[0].Sample;

        Assert.Equal((text, agent, version), (sample.Text, sample.Agent, sample.Version));
    }

    private async Task<List<OutputItem>> ReadAsync()
    {
        var items = new List<OutputItem>();
        await foreach (var item in Client.GetOutputItemsAsync("eval_1", "evalrun_1", Ct))
            items.Add(item);
        return items;
    }
}
