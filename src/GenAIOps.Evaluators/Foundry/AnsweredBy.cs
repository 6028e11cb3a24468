using System.Globalization;
using GenAIOps.Azure.Foundry.Evaluations;

namespace GenAIOps.Evaluators.Foundry;

/// <summary>Makes sure that the version which is judged is the one that answered.</summary>
internal static class AnsweredBy
{
    /// <returns>How many items name the very version.</returns>
    /// <exception cref="FoundryEvaluationException">The run, or an item, names another.</exception>
    public static int Check(EvaluationRun run, IEnumerable<OutputItem> items, AgentTarget target, string? model)
    {
        if (run.Target is { } told && told != target)
            throw Another(run, $"the run asks {Say(told.Name, told.Version)}", target);
        var confirmed = 0;
        foreach (var item in items)
        {
            var (agent, version) = Told(item.Sample, target);
            if ((agent ?? target.Name) != target.Name || (version ?? target.Version) != target.Version)
                throw Another(run, $"{Where(item)} was answered by {Say(agent ?? target.Name, version ?? "?")}", target);
            if (model is not null && item.Sample.Model is { } answered && !Names(target, answered) && !IsModel(answered, model))
                throw Another(run, $"{Where(item)} was answered by model '{answered}', not '{model}'", target);
            if (version is not null)
                confirmed++;
        }
        return confirmed;
    }

    // Hosted agents are named as "agent:version" where a model would be.
    private static (string? Agent, string? Version) Told(Sample sample, AgentTarget target) =>
        sample.Version is null && sample.Model is { } model && Names(target, model)
            ? (sample.Agent ?? target.Name, model[(target.Name.Length + 1)..])
            : (sample.Agent, sample.Version);

    private static bool Names(AgentTarget target, string model) =>
        model.Length > target.Name.Length + 1 && model.StartsWith(target.Name + ":", StringComparison.Ordinal);

    // A deployment of gpt-4.1-mini answers as gpt-4.1-mini-2025-04-14; gpt-4.1 is another model.
    private static bool IsModel(string answered, string model) => answered.Equals(model, StringComparison.OrdinalIgnoreCase)
        || (answered.StartsWith(model + "-", StringComparison.OrdinalIgnoreCase)
            && DateOnly.TryParseExact(answered[(model.Length + 1)..], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));

    private static string Where(OutputItem item) => item.Row[FoundryRows.Id] is { } row ? $"row '{row}'" : $"item {item.Id}";

    private static string Say(string agent, string version) => $"version {version} of agent '{agent}'";

    private static FoundryEvaluationException Another(EvaluationRun run, string found, AgentTarget target) => new(
        $"Run {run.Id} does not judge {Say(target.Name, target.Version)}: {found}. Its results are not used, and nothing passed. Check who else runs or deploys this agent, then run this again.");
}
