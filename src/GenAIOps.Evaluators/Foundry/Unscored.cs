namespace GenAIOps.Evaluators.Foundry;

/// <summary>Tells why criteria scored nothing at all: Foundry gives null, and no error, where a role is missing.</summary>
internal static class Unscored
{
    private const string OpenAIUser = "'Cognitive Services OpenAI User' (5e0bd9bd-7b93-4f28-af87-19fc36ad61bd)";
    private const string FoundryUser = "'Foundry User' (53ca6127-db72-4b80-b1b0-d745d6d5456d, formerly 'Azure AI User')";
    private const string Who = "to the identity that starts the run, and to the project's managed identity";
    private const string Then = "New roles take up to 15 minutes to work. Then run this again.";

    /// <param name="rows">Every row that was sent.</param>
    /// <param name="evaluators">What was asked of each.</param>
    /// <param name="project">The project's endpoint.</param>
    /// <returns>One message, or null where every criterion scored a row.</returns>
    public static string? Problem(IReadOnlyList<JudgedRow> rows, IReadOnlyList<FoundryEvaluator> evaluators, string project)
    {
        if (rows.Count == 0)
            return "the set has no row, so nothing was judged";
        if (rows.All(row => row.Judged.Count == 0))
            return $"none of {rows.Count} rows came back: {rows[0].Row.Reasons[0]}";
        if (rows.All(row => row.AnswerError is not null))
            return $"the agent answered none of {rows.Count} rows: {rows[0].AnswerError}";
        var silent = evaluators.Where(evaluator => !rows.Any(row => row.Judged.Any(judged => judged.Criterion == evaluator.Name && judged.Score is not null))).ToList();
        if (silent.Count == 0)
            return null;
        var inapplicable = silent.Where(evaluator => rows.All(row => row.Judged.Where(judged => judged.Criterion == evaluator.Name).All(judged => judged.Outcome == Outcome.NotApplicable))).ToList();
        var unscored = silent.Except(inapplicable).ToList();
        return string.Join(" ", new[] { Explain(unscored, rows, evaluators, project), Inapplicable(inapplicable, rows.Count) }.OfType<string>());
    }

    private static string? Explain(List<FoundryEvaluator> unscored, IReadOnlyList<JudgedRow> rows, IReadOnlyList<FoundryEvaluator> evaluators, string project)
    {
        if (unscored.Count == 0)
            return null;
        var said = rows.SelectMany(row => row.Judged).FirstOrDefault(judged => judged.Outcome == Outcome.Errored && unscored.Any(evaluator => evaluator.Name == judged.Criterion));
        var says = said is null ? "" : $" The service says of {said.Metric}: {said.Reason.TrimEnd('.')}.";
        return $"{Names(unscored)} scored none of {rows.Count} rows, so nothing is known of {(unscored.Count == 1 ? "it" : "them")}, and no row passed.{says} {Advice(unscored, evaluators, project)}";
    }

    private static string Advice(List<FoundryEvaluator> unscored, IReadOnlyList<FoundryEvaluator> evaluators, string project)
    {
        // One deployment that judges for another criterion can be called, so there it is no role.
        var scored = evaluators.Except(unscored).ToList();
        var judges = unscored.Where(evaluator => evaluator.Need == EvaluatorNeed.Model && !scored.Any(other => other.Need == EvaluatorNeed.Model && other.Deployment == evaluator.Deployment))
            .Select(evaluator => $"'{evaluator.Deployment}'").Distinct(StringComparer.Ordinal).ToList();
        var safety = unscored.Exists(evaluator => evaluator.Need == EvaluatorNeed.SafetyService) && !scored.Exists(evaluator => evaluator.Need == EvaluatorNeed.SafetyService);
        return (judges.Count, safety) switch
        {
            (0, false) => "No role explains that: check the data mapping, and whether the rows hold what the evaluator reads.",
            (0, true) => $"Most likely a role is missing: give {FoundryUser} on the project {project} {Who}. {Then}",
            (_, true) => $"Most likely two roles are missing: give {OpenAIUser} on the account that holds {string.Join(", ", judges)}, and {FoundryUser} on the project {project}, {Who}. {Then}",
            _ => $"Most likely a role is missing: give {OpenAIUser} on the account that holds {string.Join(", ", judges)} {Who}; {FoundryUser} on the project {project} is needed beside it. {Then}",
        };
    }

    private static string? Inapplicable(List<FoundryEvaluator> silent, int rows) => silent.Count == 0 ? null
        : $"{Names(silent)} applied to none of {rows} rows, so nothing is known of {(silent.Count == 1 ? "it" : "them")}: give the rows what the evaluator reads, or leave it out.";

    private static string Names(IEnumerable<FoundryEvaluator> evaluators) => string.Join(", ", evaluators.Select(evaluator => evaluator.Name));
}
