using System.Globalization;
using GenAIOps.Azure.Foundry.Evaluations;

namespace GenAIOps.Evaluators.Foundry;

/// <summary>How one metric of one row ended.</summary>
internal enum Outcome
{
    Passed,
    Failed,
    Errored,
    NotApplicable,
}

/// <summary>A result of the service, read anew: what it did not score did not pass, whatever it says beside.</summary>
/// <param name="Criterion">Which criterion.</param>
/// <param name="Metric">The name of the score: the criterion's, with the evaluator's own word after it where it gives several.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Score">Null where there is none.</param>
/// <param name="Reason">Empty where it passed.</param>
internal sealed record Judged(string Criterion, string Metric, Outcome Outcome, double? Score, string Reason)
{
    public static Judged Of(CriterionResult result)
    {
        var name = Named(result.Name);
        var metric = result.Metric is { Length: > 0 } own && own != result.Name && own != name ? $"{name}.{own}" : name;
        var (outcome, reason) = Read(result);
        return new Judged(name, metric, outcome, outcome is Outcome.Passed or Outcome.Failed ? result.Score : null, outcome == Outcome.Passed ? "" : reason);
    }

    public static Judged Missing(string criterion) => new(criterion, criterion, Outcome.Errored, null, "no result came back");

    // OpenAI's service gives each criterion's name a UUID of its own.
    private static string Named(string name) =>
        name.Length > 37 && name[^37] == '-' && Guid.TryParseExact(name[^36..], "D", out _) ? name[..^37] : name;

    private static (Outcome Outcome, string Reason) Read(CriterionResult result)
    {
        if (result.Status is "error" or "errored" or "failed" || result.Error is not null)
            return (Outcome.Errored, result.Error ?? result.Reason ?? "the evaluator failed, and says nothing of why");
        if (Skips(result.Status) || Skips(result.Label))
            return (Outcome.NotApplicable, result.Reason ?? "skipped by the service");
        if (result.Score is null)
            return (Outcome.Errored, result.Reason is { Length: > 0 } said ? $"no score: {said}" : "no score, and no error either");
        bool? labelled = result.Label?.ToLowerInvariant() switch { "pass" => true, "fail" => false, _ => null };
        return (result.Passed, labelled) switch
        {
            (true, false) or (false, true) => (Outcome.Errored, $"the service contradicts itself: passed is {(result.Passed == true ? "true" : "false")}, and the label is '{result.Label}'"),
            (true, _) or (null, true) => (Outcome.Passed, ""),
            (false, _) or (null, false) => (Outcome.Failed, Because(result)),
            _ => (Outcome.Errored, string.Create(CultureInfo.InvariantCulture, $"it scored {result.Score}, and does not say whether that passes")),
        };
    }

    private static bool Skips(string? word) => word?.ToLowerInvariant() is "skipped" or "not_applicable" or "not applicable";

    private static string Because(CriterionResult result)
    {
        var score = result.Threshold is { } threshold
            ? string.Create(CultureInfo.InvariantCulture, $"{result.Score:0.###} (threshold {threshold:0.###})")
            : string.Create(CultureInfo.InvariantCulture, $"{result.Score:0.###}");
        return result.Reason is { Length: > 0 } reason ? $"{score}: {reason}" : score;
    }
}
