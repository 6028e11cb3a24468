using System.Text.Json.Nodes;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Predicates;
using GenAIOps.Evidence.Tests.Predicates;
using GenAIOps.Fakes;

namespace GenAIOps.Evidence.Tests;

/// <summary>Evidence that the first version of this pipeline signed, of a real release, is believed and read.</summary>
public sealed class FirstVersions
{
    private const string Digest = "sha256:094021f523ce7c9e3122abde5bffefb1f8c21305b1f1e3779659b9a10912a5d6";
    private const string Before = "sha256:8a0d25cdb2f771beeb1ee8a1558e097424d9c1ef248e9831d98fed8539962e5f";
    private const string Configuration = "97365b7fb3b6f69b73a302d34b839d67c6188330b8f0b86aafdd9774aa1b027e";

    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "v1");

    [Fact]
    public async Task AnEvaluationTellsWhatWasJudgedAgainstWhat()
    {
        var evaluation = await ReadAsync<EvaluationPredicate>("evaluation-094021f523ce");
        Assert.Equal(new AgentReference(Digest, Configuration), evaluation.Subject);
        Assert.Equal(new AgentReference(Before, Configuration), evaluation.Baseline);
        Assert.Equal(Configuration, evaluation.Configuration!.Sha256);
        Assert.Equal("${PROJECT_ENDPOINT}", evaluation.Configuration.Variables["PROJECT_ENDPOINT"]);
        Assert.Equal(new RowCounts(200, 196, 4, 0, 0), evaluation.Counts);
        Assert.Equal(new QuestionCounts(126, 130), evaluation.Quality);
        Assert.Equal(new AttackCounts(70, 0), evaluation.Safety);
        Assert.Equal((EvaluationVerdict.NotWorse, true), (evaluation.Verdict, evaluation.Passed));
        Assert.Equal(Configuration, evaluation.Basis["configuration"]);
        Assert.Equal("application/vnd.genaiops.outcomes.v1+json", evaluation.Outcomes!.MediaType);
        Assert.StartsWith("support-agent--r094021f5", evaluation.Revision, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEvaluationWithoutABaselineHasNone() => Assert.Null((await ReadAsync<EvaluationPredicate>("evaluation-8a0d25cdb2f7")).Baseline);

    [Fact]
    public async Task AVerdictThatIsWorseHasItsReasons()
    {
        var evaluation = await ReadAsync<EvaluationPredicate>("evaluation-e6e8ee25c4aa");
        Assert.Equal((EvaluationVerdict.Worse, false), (evaluation.Verdict, evaluation.Passed));
        Assert.Equal(3, evaluation.Reasons.Count);
    }

    /// <summary>What is read of the first version is written as the second, and says the same.</summary>
    [Fact]
    public async Task AnEvaluationSaysTheSameWhenItIsWrittenAnew()
    {
        var evaluation = await ReadAsync<EvaluationPredicate>("evaluation-094021f523ce");
        var json = JsonNode.Parse(evaluation.Write().ToJsonString())!.AsObject();
        var again = (EvaluationPredicate)PredicateReader.Read(EvaluationPredicate.Type, json, Digest);
        Assert.True(JsonNode.DeepEquals(evaluation.Write(), again.Write()));
        var summary = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(s_folder, "summary-094021f523ce.json"), TestContext.Current.CancellationToken))!;
        Assert.True(JsonNode.DeepEquals(summary["metrics"], again.Summary["metrics"]));
        Assert.Null(again.Summary["counts"]);
        Assert.Null(again.Summary["quality"]!["passed"]);
        Assert.NotNull(again.Summary["quality"]!["interval"]);
    }

    [Fact]
    public async Task AnApprovalIsOfTheImageOfItsStatement()
    {
        var approval = await ReadAsync<ApprovalPredicate>("approval-094021f523ce");
        Assert.Equal(new AgentReference(Digest, Configuration), approval.Agent);
        Assert.Equal((Decision.Approved, "prod", "root (automatic, emulator)"), (approval.Decision, approval.Environment, approval.By));
        Assert.Equal(TimeSpan.FromDays(7), approval.Expires - approval.At);
    }

    [Fact]
    public async Task AWaiverIsOfTheImageInAnyConfiguration()
    {
        var waiver = await ReadAsync<WaiverPredicate>("waiver-094021f523ce");
        Assert.Equal(new AgentReference(Digest, null), waiver.Agent);
        Assert.Equal(("tests passed", "known flake, see issue 12"), (waiver.Requirement, waiver.Reason));
    }

    [Fact]
    public async Task TestsBillOfMaterialsAndProvenanceAreAsTheyWere()
    {
        Assert.Equal(TestOutcome.Passed, (await ReadAsync<TestResultPredicate>("tests-094021f523ce")).Result);
        Assert.Equal(36, (await ReadAsync<SbomPredicate>("sbom-094021f523ce")).Components);
        var provenance = await ReadAsync<ProvenancePredicate>("provenance-094021f523ce");
        Assert.Equal(("https://github.com/contoso/agent", "refs/heads/main", "urn:genaiops:local-build"), (provenance.Repository, provenance.Reference, provenance.Builder));
        Assert.Equal(new CommitAuthor("Ada Example", "ada@example.com"), provenance.Author);
    }

    /// <summary>Before configurations were told apart, nothing said with which one the image was judged.</summary>
    [Fact]
    public void AnOlderEvaluationTellsTheImageAlone()
    {
        var json = Samples.FirstVersions().Last(statement => statement.Schema == "evaluation-v1").Predicate;
        foreach (var later in (string[])["configuration", "basis", "outcomes", "reasons"]) json.Remove(later);
        var evaluation = (EvaluationPredicate)PredicateReader.Read("urn:genaiops:evaluation:v1", json, Digest);
        Assert.Null(evaluation.Subject.ConfigurationSha256);
        Assert.Throws<InvalidDataException>(() => evaluation.Write());
    }

    private static async Task<T> ReadAsync<T>(string name)
    {
        await using var registry = await MemoryRegistry.StartAsync();
        var envelope = await File.ReadAllBytesAsync(Path.Combine(s_folder, name + ".dsse.json"), TestContext.Current.CancellationToken);
        EvidenceReader reader = new(registry.Client(), TrustedKeys.In(s_folder), new At());
        var digest = "sha256:" + (string)JsonNode.Parse(Convert.FromBase64String((string)JsonNode.Parse(envelope)!["payload"]!))!["subject"]![0]!["digest"]!["sha256"]!;
        var statement = reader.Believe(digest, envelope);
        return Assert.IsType<T>(PredicateReader.Read(statement.PredicateType, statement.Predicate, digest));
    }

    private sealed class At : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
