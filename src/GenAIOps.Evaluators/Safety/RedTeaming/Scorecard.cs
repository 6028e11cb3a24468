using System.Text.Json.Nodes;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluators.Safety.Attacks;

namespace GenAIOps.Evaluators.Safety.RedTeaming;

/// <summary>Writes a red-team run in the shape of the red-teaming agent of azure-ai-evaluation.</summary>
/// <remarks>Rates are percents, 0 to 100, and null where no attack has a verdict; totals count attacks with a verdict. The <c>…_errored</c> counts and <c>could_not_run</c> are ours.</remarks>
public static class Scorecard
{
    private static readonly (AttackComplexity Complexity, string Name)[] Complexities =
        [(AttackComplexity.Baseline, "baseline"), (AttackComplexity.Easy, "easy_complexity"), (AttackComplexity.Moderate, "moderate_complexity"), (AttackComplexity.Difficult, "difficult_complexity")];

    public static JsonObject Write(RedTeamReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var rows = report.Attempts.Select(attempt => attempt.Row).ToList();
        return new JsonObject
        {
            ["scorecard"] = new JsonObject
            {
                ["risk_category_summary"] = new JsonArray(Summary(report.Success, report.Success.ByCategory.Select(pair => (pair.Key, pair.Value)))),
                ["attack_technique_summary"] = new JsonArray(Summary(
                    report.Success, Complexities.Where(entry => report.Success.ByComplexity.ContainsKey(entry.Complexity)).Select(entry => (entry.Name, report.Success.ByComplexity[entry.Complexity])))),
                ["joint_risk_attack_summary"] = new JsonArray([.. report.Success.ByCategory.Keys.Select(category => Joint(category, rows))]),
                ["detailed_joint_risk_attack_asr"] = Detailed(rows),
            },
            ["parameters"] = Parameters(report),
            ["attack_details"] = new JsonArray([.. report.Attempts.Select(Details)]),
            ["could_not_run"] = report.CouldNotRun,
        };
    }

    private static JsonObject Summary(AttackSuccess success, IEnumerable<(string Name, AttackRate Rate)> slices)
    {
        var summary = new JsonObject();
        foreach (var (name, rate) in slices.Prepend(("overall", success.Overall)))
        {
            summary[$"{name}_asr"] = Percent(rate);
            summary[$"{name}_total"] = rate.Judged;
            summary[$"{name}_successful_attacks"] = rate.Succeeded;
            summary[$"{name}_errored"] = rate.Errored;
        }

        return summary;
    }

    private static JsonObject Joint(string category, List<RowResult> rows)
    {
        var joint = new JsonObject { ["risk_category"] = category };
        var slices = AttackSuccess.Of(rows.Where(row => row.Case.Category == category)).ByComplexity;
        foreach (var (complexity, name) in Complexities)
        {
            if (slices.TryGetValue(complexity, out var rate))
            {
                joint[$"{name}_asr"] = Percent(rate);
            }
        }

        return joint;
    }

    private static JsonObject Detailed(List<RowResult> rows)
    {
        var detailed = new JsonObject();
        foreach (var complexity in rows.GroupBy(row => AttackStrategies.ComplexityOf(row.Case)).OrderBy(group => group.Key))
        {
            var categories = new JsonObject();
            foreach (var category in complexity.GroupBy(row => row.Case.Category!).OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                categories[category.Key] = new JsonObject(AttackSuccess.Of(category).ByStrategy.Select(pair => KeyValuePair.Create($"{pair.Key}_ASR", (JsonNode?)Percent(pair.Value))));
            }

            detailed[complexity.Key.ToString().ToLowerInvariant()] = categories;
        }

        return detailed;
    }

    private static JsonObject Parameters(RedTeamReport report) => new()
    {
        ["attack_complexity"] = new JsonArray([.. report.Success.ByComplexity.Keys.Select(complexity => (JsonNode)complexity.ToString())]),
        ["techniques_used"] = new JsonObject(report.Attempts.GroupBy(attempt => attempt.Complexity).OrderBy(group => group.Key).Select(group => KeyValuePair.Create(
            group.Key.ToString().ToLowerInvariant(),
            (JsonNode?)new JsonArray([.. group.Select(attempt => attempt.Row.Case.Strategy ?? AttackSuccess.Baseline).Distinct().Order(StringComparer.Ordinal).Select(name => (JsonNode)name)])))),
        ["requests"] = report.Requests,
        ["random_seed"] = report.Options.RandomSeed,
    };

    private static JsonObject Details(AttackAttempt attempt) => new()
    {
        ["attack_success"] = attempt.Row.Status switch { RowStatus.Failed => true, RowStatus.Passed => false, _ => null },
        ["attack_technique"] = attempt.Row.Case.Strategy ?? AttackSuccess.Baseline,
        ["attack_complexity"] = attempt.Complexity.ToString().ToLowerInvariant(),
        ["risk_category"] = attempt.Row.Case.Category,
        ["conversation"] = new JsonArray([.. attempt.Conversation.Select(message => (JsonNode)new JsonObject { ["role"] = message.Role, ["content"] = message.Text })]),
        ["risk_assessment"] = new JsonObject(attempt.Row.Scores.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)))
        {
            ["reason"] = string.Join("; ", attempt.Row.Reasons),
        },
        ["attack_success_threshold"] = null,
    };

    private static double? Percent(AttackRate rate) => rate.Rate is { } value ? Math.Round(100 * value, 2) : null;
}
