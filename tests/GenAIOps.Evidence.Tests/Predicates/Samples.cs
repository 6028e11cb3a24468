using System.Text.Json.Nodes;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Predicates;

namespace GenAIOps.Evidence.Tests.Predicates;

/// <summary>One statement of each kind, with every member.</summary>
internal static class Samples
{
    public static readonly string ImageDigest = "sha256:" + new string('a', 64);

    private static readonly AgentConfiguration s_configuration = new(new Dictionary<string, string> { ["STYLE"] = "short" }, "a model 1");
    private static readonly DateTimeOffset s_at = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);

    public static AgentVersion Agent => s_configuration.VersionOf(ImageDigest);

    public static ApprovalPredicate Approval => new(Agent.ToReference(), "prod", Decision.Approved, "an operator", s_at, s_at.AddDays(7)) { Comment = "looked at" };

    public static WaiverPredicate Waiver => new(Agent.ToReference(), "prod", "tests passed", "the owner", "known flake", s_at, s_at.AddHours(4));

    public static ReleasePredicate Release => new(Agent, "prod", "agent--r1", new AgentVersion("sha256:" + new string('b', 64), new('c', 64)).ToReference(), ReleaseResult.Released, "an operator", s_at);

    public static EvaluationPredicate Evaluation => new()
    {
        Subject = Agent.ToReference(),
        Revision = "agent--r1",
        Baselines = [new(Release.From!, ["prod-eu"]), new(new AgentVersion("sha256:" + new string('c', 64), new('c', 64)).ToReference(), ["prod-us", "prod-asia"])],
        Configuration = s_configuration,
        Settings = new EnvironmentSettings("qa", new Dictionary<string, string> { ["STYLE"] = "short" }, ["TOKEN"], new Dictionary<string, string> { ["cpu"] = "0.5" }),
        Counts = new RowCounts(150, 144, 6, 0, 0),
        Quality = new QuestionCounts(95, 100),
        Safety = new AttackCounts(50, 1),
        Verdict = EvaluationVerdict.NotWorse,
        Reasons = ["95 of 100 questions passed"],
        Basis = new Dictionary<string, string> { ["policy"] = "p", ["judge"] = "" },
        Outcomes = new AttachedFile("sha256:" + new string('d', 64), "application/vnd.genaiops.outcomes.v1+json"),
        Summary = new JsonObject { ["model"] = "m", ["quality"] = new JsonObject { ["pass_rate"] = 0.95 } },
    };

    public static TestResultPredicate Tests => new(TestOutcome.Passed, new('e', 64), new TestCounts(12, 0, 1))
    {
        Modules = [new("Agent.Tests", new('1', 64), new TestCounts(10, 0, 1), s_at, CarriedOver: false, "0123456789abcdef"), new("Core.Tests", new('2', 64), new TestCounts(2, 0, 0), s_at, CarriedOver: true)],
        NotReached = 3,
    };

    public static ProvenancePredicate Provenance => new(
        "https://github.com/contoso/agent", "0123456789abcdef", "urn:genaiops:local-build", "refs/heads/main", new CommitAuthor("Ada Example", "ada@example.com"),
        new Dictionary<string, string> { ["agent.yaml"] = new('f', 64) }, s_at, s_at.AddMinutes(1));

    public static SbomPredicate Sbom => SbomPredicate.Of(new JsonObject { ["bomFormat"] = "CycloneDX", ["specVersion"] = "1.6", ["components"] = new JsonArray(new JsonObject { ["name"] = "a" }) });

    public static IReadOnlyDictionary<string, IPredicate> All { get; } = new Dictionary<string, IPredicate>
    {
        ["approval-v2"] = Approval,
        ["evaluation-v2"] = Evaluation,
        ["provenance-v1"] = Provenance,
        ["release-v1"] = Release,
        ["sbom-v1"] = Sbom,
        ["test-result-v0.1"] = Tests,
        ["waiver-v2"] = Waiver,
    };

    /// <summary>What the first version wrote, from its signed statements: by the name of their schema.</summary>
    public static IEnumerable<(string Schema, string Type, JsonObject Predicate, string ImageDigest)> FirstVersions()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Fixtures", "v1"), "*.dsse.json").Order(StringComparer.Ordinal))
        {
            var statement = JsonNode.Parse(Convert.FromBase64String((string)JsonNode.Parse(File.ReadAllText(file))!["payload"]!))!;
            var type = (string)statement["predicateType"]!;
            var kind = PredicateReader.KindOf(type)!.Name;
            var schema = All.Single(sample => sample.Value.GetType() == PredicateReader.KindOf(type)!.Record).Key;
            if (type.EndsWith(":v1", StringComparison.Ordinal)) schema = $"{kind}-v1";
            yield return (schema, type, statement["predicate"]!.AsObject(), "sha256:" + (string)statement["subject"]![0]!["digest"]!["sha256"]!);
        }
    }
}
