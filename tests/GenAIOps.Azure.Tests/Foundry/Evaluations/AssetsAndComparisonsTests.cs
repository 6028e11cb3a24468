using System.Text;
using Azure;
using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Fakes;

namespace GenAIOps.Azure.Tests.Foundry.Evaluations;

public sealed class AssetsAndComparisonsTests
{
    private const string Project = "/api/projects/qa";
    private const string Dataset = Project + "/datasets/golden/versions/2";

    private readonly FakeAzure _azure = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Uri Endpoint => new($"https://foundry.example{Project}");

    private EvaluationAssetsClient Assets => new(_azure.Cloud, Endpoint);

    [Fact]
    public async Task ATaxonomyNamesTheAgentVersionAndTheRisks()
    {
        _azure.On("PUT", Project + "/evaluationtaxonomies/risks", 200, """{"id":"azureai://t/1","name":"risks","version":1}""");

        Assert.Equal(new Taxonomy("azureai://t/1", "risks", "1"), await Assets.PutTaxonomyAsync("risks", new AgentTarget("support-agent", "3"), ["ProhibitedActions"], Ct));
        Assert.Equal("?api-version=v1", _azure.Log[0].Uri.Query);
        Assert.Equal("""{"taxonomyInput":{"type":"agent","target":{"type":"azure_ai_agent","name":"support-agent","version":"3"},"riskCategories":["ProhibitedActions"]}}""", _azure.Log[0].Body);
    }

    [Fact]
    public async Task ADatasetIsUploadedToStorageWithoutOurTokenAndThenRegistered()
    {
        _azure.On("POST", Dataset + "/startPendingUpload", 200, """{"blobReference":{"blobUri":"https://store.example/box","credential":{"type":"SAS","sasUri":"https://store.example/box?sig=s%2Bs"}},"pendingUploadId":"p"}""")
            .On("PUT", "/box/golden.jsonl", 201)
            .On("PATCH", Dataset, 201, """{"id":"azureai://d/2","name":"golden","version":"2"}""");

        var made = await Assets.UploadAsync("golden", "2", Encoding.UTF8.GetBytes("{\"query\":\"a\"}\n"), Ct);

        Assert.Equal(new DatasetVersion("azureai://d/2", "golden", "2"), made);
        Assert.Equal("""{"pendingUploadType":"BlobReference"}""", _azure.Log[0].Body);
        Assert.Equal((null, "?sig=s%2Bs", "{\"query\":\"a\"}\n"), (_azure.Log[1].Authorization, _azure.Log[1].Uri.Query, _azure.Log[1].Body));
        Assert.Equal("""{"type":"uri_file","dataUri":"https://store.example/box/golden.jsonl"}""", _azure.Log[2].Body);
        Assert.StartsWith("application/merge-patch+json", _azure.Log[2].ContentType);
    }

    [Theory]
    [InlineData("""{"blobReference":{"blobUri":"https://s","credential":{"sasUri":"http://store.example/box?sig=s"}}}""")]
    [InlineData("{}")]
    public async Task RowsAreNotSentInTheClearOrNowhere(string place)
    {
        _azure.On("POST", Dataset + "/startPendingUpload", 200, place);

        Assert.Contains("Nothing was uploaded", (await Assert.ThrowsAsync<RequestFailedException>(() => Assets.UploadAsync("golden", "2", default, Ct))).Message);
        Assert.Single(_azure.Log);
    }

    [Fact]
    public async Task ARefusedUploadIsNotRegisteredAndItsMessageHoldsNoSecret()
    {
        _azure.On("POST", Dataset + "/startPendingUpload", 200, """{"blobReference":{"blobUri":"https://store.example/box","credential":{"sasUri":"https://store.example/box?sig=secret"}}}""")
            .On("PUT", "/box/golden.jsonl", 403);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Assets.UploadAsync("golden", "2", default, Ct));

        Assert.DoesNotContain("secret", refused.Message);
        Assert.Equal(2, _azure.Log.Count);
    }

    [Fact]
    public async Task AComparisonIsWaitedForAndReadByCriterion()
    {
        _azure.On("POST", Project + "/insights", 201, """{"id":"i1","state":"NotStarted"}""")
            .On("GET", Project + "/insights/i1", 200, """{"id":"i1","state":"Running"}""")
            .On("GET", Project + "/insights/i1", 200, """
                {"id":"i1","state":"Succeeded","result":{"type":"EvaluationComparison","comparisons":[{"testingCriteria":"coherence","metric":"coherence","evaluator":"builtin.coherence",
                "baselineRunSummary":{"runId":"a","sampleCount":"40","average":3.5,"standardDeviation":1.0},
                "compareItems":[{"treatmentRunId":"b","treatmentRunSummary":{"runId":"b","sampleCount":40,"average":3.9,"standardDeviation":0.8},"deltaEstimate":0.4,"pValue":0.03,"treatmentEffect":"Improved"}]}]}}
                """);

        var comparison = Assert.Single(await new ComparisonsClient(_azure.Cloud, Endpoint).CompareAsync("eval_1", "a", ["b"], TimeSpan.FromMinutes(5), Ct));

        Assert.Equal(new Comparison("coherence", "coherence", new RunSummary("a", 40, 3.5, 1), new RunSummary("b", 40, 3.9, 0.8), 0.4, 0.03, "Improved"), comparison);
        Assert.Equal("""{"displayName":"a against b","state":"NotStarted","request":{"type":"EvaluationComparison","evalId":"eval_1","baselineRunId":"a","treatmentRunIds":["b"]}}""", _azure.Log[0].Body);
    }

    [Fact]
    public async Task AComparisonThatFailedOrNeverEndsIsAnError()
    {
        _azure.On("POST", Project + "/insights", 201, """{"id":"i1","state":"Running"}""").On("GET", Project + "/insights/i1", 200, """{"id":"i1","state":"Running"}""");
        await Assert.ThrowsAsync<TimeoutException>(() => new ComparisonsClient(_azure.Cloud, Endpoint).CompareAsync("eval_1", "a", ["b"], TimeSpan.FromMinutes(5), Ct));

        var other = new FakeAzure().On("POST", Project + "/insights", 201, """{"id":"i1","state":"Failed","error":{"message":"run a has no items"}}""");
        Assert.Contains("run a has no items", (await Assert.ThrowsAsync<RequestFailedException>(() => new ComparisonsClient(other.Cloud, Endpoint).CompareAsync("eval_1", "a", ["b"], TimeSpan.FromMinutes(5), Ct))).Message);
    }
}
