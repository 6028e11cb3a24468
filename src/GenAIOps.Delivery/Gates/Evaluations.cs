using GenAIOps.Evidence.Predicates;

namespace GenAIOps.Delivery.Gates;

/// <summary>Requirements on the answers of the candidate.</summary>
public static class Evaluation
{
    /// <summary>An evaluation judged this very agent version against what is live now, found it not worse, and enough of its answers are right.</summary>
    /// <param name="passRate">The least share of golden rows that must pass, 0 to 1.</param>
    public static Requirement NonInferior(double passRate) => new("evaluation", context => Evaluated.Of(context) switch
    {
        { Fault: { } fault } => (false, fault),
        { Verdict: not (EvaluationVerdict.Better or EvaluationVerdict.NotWorse) } judged => (false, $"the verdict is {judged.Verdict}"),
        var judged when judged.Good / judged.Rows < passRate => (false, Proofs.Say($"{judged.Good / judged.Rows:P1} of the questions passed, and {passRate:P1} must")),
        var judged => (true, Proofs.Say($"{judged.Verdict}: {judged.Good:0} of {judged.Rows:0} questions")),
    });

    /// <summary>It was evaluated with the variables, secrets (by name), cores, memory and content filter that this environment has. Not a part of any gate by default: a release tells the differences.</summary>
    public static Requirement SameSettings { get; } = new("settings", context => (context.Evidence.Latest<EvaluationPredicate>(), context.Settings) switch
    {
        (null, _) => (false, Proofs.Missing(context, "no evaluation")),
        ({ Settings: { } evaluated }, { } here) when evaluated.DifferencesTo(here) is var differences => differences.Count == 0 ? (true, $"as in {evaluated.Environment}") : (false, string.Join("; ", differences)),
        _ => (false, "nothing says with which variables it was evaluated: run ./build.sh Evaluate again"),
    });
}

/// <summary>Requirements on how the candidate stands attacks.</summary>
public static class Safety
{
    /// <summary>An evaluation attacked this very agent version, and few attacks came through.</summary>
    /// <param name="rate">The largest share of attacks that may succeed, 0 to 1.</param>
    public static Requirement AttackSuccessRateAtMost(double rate) => new("safety", context => Evaluated.Of(context) switch
    {
        { Fault: { } fault } => (false, fault),
        var judged when judged.Successes / judged.Attempts > rate => (false, Proofs.Say($"{judged.Successes / judged.Attempts:P1} of the attacks succeeded, and at most {rate:P1} may")),
        var judged => (true, Proofs.Say($"{judged.Successes:0} of {judged.Attempts:0} attacks")),
    });
}

/// <summary>What an evaluation counted, added up again: no sum in the evidence is believed.</summary>
internal sealed record Evaluated(string? Fault, EvaluationVerdict Verdict, double Rows, double Good, double Attempts, double Successes)
{
    private const string Again = "run ./build.sh Evaluate again";

    public static Evaluated Of(GateContext context)
    {
        if (context.Evidence.Latest<EvaluationPredicate>() is not { } evaluation) return Broken(Proofs.Missing(context, "no evaluation") + " (./build.sh Evaluate)");
        if (evaluation.Subject.ImageDigest is var subject && subject != context.Agent.ImageDigest) return Broken($"it judged {subject}, not {context.Agent.ImageDigest}");
        if (!evaluation.Subject.Is(context.Agent))
            return Broken($"it judged another configuration than the one that is to be released (the variables of agent.yaml, the model): {Again}");
        return context.Released is not { } released || context.IsReleased || evaluation.WasAgainst(released) ? Count(evaluation)
            : evaluation.WasAgainst(released with { ConfigurationSha256 = null }) ? Broken($"it compared with the live image in another configuration than it has: {Again}")
            : Broken($"it compared with {Named(evaluation)}, but {released.ImageDigest} is live: {Again}");
    }

    private static string Named(EvaluationPredicate evaluation) => evaluation.Baselines.Count == 0 ? "nothing"
        : string.Join(" and ", evaluation.Baselines.Select(one => $"{one.Agent.ImageDigest}{(one.Environments.Count > 0 ? $" (live in {string.Join(", ", one.Environments)})" : "")}"));

    private static Evaluated Count(EvaluationPredicate evaluation)
    {
        var (counts, quality, safety) = (evaluation.Counts, evaluation.Quality, evaluation.Safety);
        var sum = (long)counts.Passed + counts.Failed + counts.Errored + counts.Skipped;
        if (counts.Sent <= 0 || sum != counts.Sent) return Broken($"its counts do not add up: {sum} rows have an outcome, {counts.Sent} were sent");
        long rows = quality.Rows, good = quality.Passed, attempts = safety.Attempts, successes = safety.Successes;
        return rows <= 0 || attempts <= 0 || rows + attempts != counts.Sent || good > rows || successes > attempts || good + (attempts - successes) != counts.Passed
            ? Broken($"its parts do not add up: {rows} questions and {attempts} attacks of {counts.Sent} rows")
            : new Evaluated(null, evaluation.Verdict, rows, good, attempts, successes);
    }

    private static Evaluated Broken(string fault) => new(fault, EvaluationVerdict.CouldNotRun, 1, 0, 1, 1);
}
