using System.Text.Json.Nodes;
using GenAIOps.Delivery.Evidence;

namespace GenAIOps.Delivery.Gates;

/// <summary>Requirements on the answers of the candidate.</summary>
public static class Evaluation
{
    /// <summary>QA judged this very image against what is live now, found it not worse, and enough of its answers are right.</summary>
    /// <param name="passRate">The least share of golden rows that must pass, 0 to 1.</param>
    public static Requirement NonInferior(double passRate) => new("evaluation", context => Evaluated.Of(context) switch
    {
        { Fault: { } fault } => (false, fault),
        { Verdict: not ("Better" or "NotWorse") } judged => (false, $"the verdict is {judged.Verdict ?? "missing"}"),
        var judged when judged.Good / judged.Rows < passRate => (false, Proofs.Say($"{judged.Good / judged.Rows:P1} of the questions passed, and {passRate:P1} must")),
        var judged => (true, Proofs.Say($"{judged.Verdict}: {judged.Good:0} of {judged.Rows:0} questions")),
    });
}

/// <summary>Requirements on how the candidate stands attacks.</summary>
public static class Safety
{
    /// <summary>QA attacked this very image, and few attacks came through.</summary>
    /// <param name="rate">The largest share of attacks that may succeed, 0 to 1.</param>
    public static Requirement AttackSuccessRateAtMost(double rate) => new("safety", context => Evaluated.Of(context) switch
    {
        { Fault: { } fault } => (false, fault),
        var judged when judged.Successes / judged.Attempts > rate => (false, Proofs.Say($"{judged.Successes / judged.Attempts:P1} of the attacks succeeded, and at most {rate:P1} may")),
        var judged => (true, Proofs.Say($"{judged.Successes:0} of {judged.Attempts:0} attacks")),
    });
}

/// <summary>What an evaluation counted, added up again: no sum in the evidence is believed.</summary>
internal sealed record Evaluated(string? Fault, string? Verdict, double Rows, double Good, double Attempts, double Successes)
{
    public static Evaluated Of(GateContext context)
    {
        if (context.Evidence.Latest(EvidenceStore.Evaluation)?.Predicate is not { } predicate) return Broken(Proofs.Missing(context, "no evaluation") + " (./build.sh EvaluateQa)");
        if ((string?)predicate["subject"]?["digest"] is var subject && subject != context.Digest) return Broken($"it judged {subject ?? "an image without a name"}, not {context.Digest}");
        if (context.Configuration is { } wanted && (string?)predicate["basis"]?["configuration"] != wanted)
            return Broken("it judged another configuration than the one that is to be released (the variables of agent.yaml, the model): run ./build.sh EvaluateQa again");
        var (baseline, with) = ((string?)predicate["baseline"]?["digest"], (string?)predicate["baseline"]?["configuration"]);
        if (context.ReleasedDigest is { } released && !context.IsReleased && baseline != released)
            return Broken($"it compared with {baseline ?? "nothing"}, but {released} is live: run ./build.sh EvaluateQa again");
        if (context.ReleasedConfiguration is { } serving && !context.IsReleased && with != serving)
            return Broken("it compared with the live image in another configuration than it has: run ./build.sh EvaluateQa again");
        return Count(predicate, predicate["counts"]!.AsObject(), predicate["quality"]!.AsObject(), predicate["safety"]!.AsObject());
    }

    private static Evaluated Count(JsonObject predicate, JsonObject counts, JsonObject quality, JsonObject safety)
    {
        double sent = Proofs.Number(counts, "sent"), passed = Proofs.Number(counts, "passed");
        var sum = passed + Proofs.Number(counts, "failed") + Proofs.Number(counts, "errored") + Proofs.Number(counts, "skipped");
        if (sent <= 0 || sum != sent) return Broken($"its counts do not add up: {sum:0} rows have an outcome, {sent:0} were sent");
        double rows = Proofs.Number(quality, "rows"), good = Proofs.Number(quality, "passed");
        double attempts = Proofs.Number(safety, "attempts"), successes = Proofs.Number(safety, "successes");
        return rows <= 0 || attempts <= 0 || rows + attempts != sent || good < 0 || good > rows || successes < 0 || successes > attempts || good + (attempts - successes) != passed
            ? Broken($"its parts do not add up: {rows:0} questions and {attempts:0} attacks of {sent:0} rows")
            : new Evaluated(null, (string?)predicate["verdict"], rows, good, attempts, successes);
    }

    private static Evaluated Broken(string fault) => new(fault, null, 1, 0, 1, 1);
}
