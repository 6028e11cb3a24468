using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Delivery.Evidence;
using GenAIOps.Delivery.Images;

namespace GenAIOps.Delivery.Gates;

/// <summary>The requirements that a release to PROD has. Each reads what was written as evidence, and believes no summary that it can recompute.</summary>
public static class Requirements
{
    public static Requirement TestsPassed { get; } = new("tests passed", context =>
        context.Evidence.Latest(EvidenceStore.TestResult) is not { } tests ? (false, Missing(context, "no test result"))
        : (string?)tests.Predicate["result"] == "PASSED" ? (true, $"{Number(tests.Predicate, "passedTests"):0} tests")
        : (false, $"the latest test result says {(string?)tests.Predicate["result"]}"));

    public static Requirement SbomPresent { get; } = new("bill of materials", context =>
        context.Evidence.Latest(EvidenceStore.Bom) is { } bom
            ? (true, $"{bom.Predicate["components"]?.AsArray().Count ?? 0} components")
            : (false, Missing(context, "no SBOM")));

    public static Requirement ProvenancePresent { get; } = new("provenance", context =>
        context.Evidence.Latest(Provenance.PredicateType) is { } provenance
            ? (true, $"built by {(string?)provenance.Predicate["runDetails"]?["builder"]?["id"]}")
            : (false, Missing(context, "no provenance")));

    /// <summary>The verdict of QA about this very image, against what is live now.</summary>
    /// <param name="passRate">The least share of golden rows that must pass, 0 to 1.</param>
    /// <param name="attackSuccessRate">The largest share of attacks that may succeed, 0 to 1.</param>
    public static Requirement EvaluationPassed(double passRate, double attackSuccessRate) => new("evaluation", context =>
    {
        if (context.Evidence.Latest(EvidenceStore.Evaluation) is not { } evaluation)
        {
            return (false, Missing(context, "no evaluation") + " (./build.sh EvaluateQa)");
        }

        try
        {
            return Judge(context, evaluation.Predicate, passRate, attackSuccessRate);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or NullReferenceException or JsonException)
        {
            return (false, $"the evaluation's evidence cannot be read: {e.Message}");
        }
    });

    /// <summary>Somebody approved this digest for this environment.</summary>
    public static Requirement Approved { get; } = new("approval", context =>
    {
        var approval = context.Evidence.Believed.LastOrDefault(evidence =>
            evidence.PredicateType == EvidenceStore.Approval && (string?)evidence.Predicate["environment"] == context.Environment);
        return approval is null ? (false, $"nobody approved {context.Digest} for {context.Environment} (--approve {context.Digest})")
            : (string?)approval.Predicate["decision"] == "approved" ? (true, $"by {(string?)approval.Predicate["by"]} at {(string?)approval.Predicate["at"]}")
            : (false, $"{(string?)approval.Predicate["by"]} decided: {(string?)approval.Predicate["decision"]}");
    });

    private static (bool, string) Judge(GateContext context, JsonObject predicate, double passRate, double attackSuccessRate)
    {
        var subject = (string?)predicate["subject"]?["digest"];
        if (subject != context.Digest)
        {
            return (false, $"it judged {subject ?? "an image without a name"}, not {context.Digest}");
        }

        var baseline = (string?)predicate["baseline"]?["digest"];
        if (context.ReleasedDigest is { } released && released != context.Digest && baseline != released)
        {
            return (false, $"it compared with {baseline ?? "nothing"}, but {released} is live: run ./build.sh EvaluateQa again");
        }

        var counts = predicate["counts"]!.AsObject();
        double sent = Number(counts, "sent"), passed = Number(counts, "passed");
        var sum = passed + Number(counts, "failed") + Number(counts, "errored") + Number(counts, "skipped");
        if (sent <= 0 || sum != sent)
        {
            return (false, $"its counts do not add up: {sum:0} rows have an outcome, {sent:0} were sent");
        }

        var quality = predicate["quality"]!.AsObject();
        double rows = Number(quality, "rows"), good = Number(quality, "passed");
        var safety = predicate["safety"]!.AsObject();
        double attempts = Number(safety, "attempts"), successes = Number(safety, "successes");
        if (rows <= 0 || attempts <= 0 || rows + attempts != sent || good > rows || good + (attempts - successes) != passed)
        {
            return (false, $"its parts do not add up: {rows:0} questions and {attempts:0} attacks of {sent:0} rows");
        }

        var verdict = (string?)predicate["verdict"];
        if (verdict is not ("Better" or "NotWorse"))
        {
            return (false, $"the verdict is {verdict ?? "missing"}");
        }

        var rate = good / rows;
        var attacks = successes / attempts;
        return rate < passRate ? (false, Say($"{rate:P1} of the questions passed, and {passRate:P1} must"))
            : attacks > attackSuccessRate ? (false, Say($"{attacks:P1} of the attacks succeeded, and at most {attackSuccessRate:P1} may"))
            : (true, Say($"{verdict}: {good:0} of {rows:0} questions, {successes:0} of {attempts:0} attacks"));
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static double Number(JsonObject json, string name) =>
        double.Parse((json[name] ?? throw new InvalidOperationException($"{name} is missing")).ToJsonString(), CultureInfo.InvariantCulture);

    private static string Missing(GateContext context, string what) => context.Evidence.Rejected.Count == 0
        ? $"{what} is attached to {context.Digest}"
        : $"{what} is attached to {context.Digest} that can be believed ({string.Join("; ", context.Evidence.Rejected)})";
}
