using System.Text.Json.Nodes;
using GenAIOps.Evidence;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Predicates;

namespace GenAIOps.Delivery.Tests.Gates;

/// <summary>Evidence that opens the gate.</summary>
internal static class Pieces
{
    public static readonly AgentVersion Agent = new("sha256:" + new string('a', 64), new('1', 64)), Other = new("sha256:" + new string('b', 64), new('2', 64));
    public static readonly DateTimeOffset Now = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);

    public static TestResultPredicate Tested { get; } = new(TestOutcome.Passed, new('e', 64), new TestCounts(12, 0, 0));

    public static ProvenancePredicate Built { get; } = new("https://github.com/contoso/agent", "c0ffee", "ci", "refs/heads/main", null, new Dictionary<string, string>(), null, null);

    public static EvaluationPredicate Judged { get; } = new()
    {
        Subject = Agent.ToReference(),
        Counts = new RowCounts(150, 144, 6, 0, 0),
        Quality = new QuestionCounts(95, 100),
        Safety = new AttackCounts(50, 1),
        Verdict = EvaluationVerdict.NotWorse,
        Reasons = [],
        Basis = new Dictionary<string, string>(),
        Summary = [],
    };

    public static ApprovalPredicate Approved { get; } = new(Agent.ToReference(), "prod", Decision.Approved, "an operator", Now.AddDays(-1), Now.AddDays(6));

    private static SbomPredicate Bom { get; } = SbomPredicate.Of(new JsonObject { ["bomFormat"] = "CycloneDX", ["specVersion"] = "1.6", ["components"] = new JsonArray(new JsonObject()) });

    public static IReadOnlyList<IPredicate> Everything() => [Tested, Bom, Built, Judged, Approved];

    /// <summary>Everything, with one piece in place of that of its kind.</summary>
    public static IReadOnlyList<IPredicate> Everything(IPredicate changed) => [.. Everything().Select(piece => piece.GetType() == changed.GetType() ? changed : piece)];

    public static EvidenceSet Of(IEnumerable<IPredicate> pieces) => new([.. pieces.Select((piece, i) => new Attestation(piece, Now.AddHours(-1).AddSeconds(i)))], [], []);
}
