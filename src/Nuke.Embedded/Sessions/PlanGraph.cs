using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nuke.Common.Execution;

namespace Nuke.Common.Sessions;

/// <summary>The plan for other programs: as JSON, and as a Mermaid flowchart (mermaid.js.org/syntax/flowchart.html).</summary>
internal static class PlanGraph
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Json(IReadOnlyCollection<ExecutableTarget> plan) => new JsonObject
    {
        ["schema"] = 1,
        ["targets"] = new JsonArray([.. plan.Select(target => (JsonNode)new JsonObject
        {
            ["name"] = target.Name,
            ["description"] = target.Description,
            ["invoked"] = target.Invoked,
            ["skipped"] = target.Skipped,
            ["depends_on"] = Names(target.ExecutionDependencies, plan),
            ["after"] = Names(target.OrderDependencies, plan),
            ["triggered_by"] = Names(target.TriggerDependencies, plan),
            ["reads"] = Names(target.ArtifactDependencies.Select(x => x.Producer), plan),
            ["produces"] = Texts(target.ArtifactProducts),
            ["locks"] = Texts(target.Definition.LockNames.Order(StringComparer.Ordinal)),
            ["exclusive"] = target.Definition.IsExclusive,
            ["assured_after_failure"] = target.AssuredAfterFailure,
            ["proceed_after_failure"] = target.ProceedAfterFailure,
        })]),
    }.ToJsonString(s_indented);

    public static string Mermaid(IReadOnlyCollection<ExecutableTarget> plan)
    {
        StringBuilder text = new("flowchart LR");
        foreach (var target in plan)
        {
            text.Append("\n  ").Append(target.Name).Append(target.Skipped is null ? $"[{target.Name}]" : $"[\"{target.Name} (skipped)\"]");
            Edges(target.ExecutionDependencies, "-->");
            Edges(target.TriggerDependencies, "-- triggers -->");
            Edges(target.OrderDependencies.Concat(target.ArtifactDependencies.Select(x => x.Producer)).Except(target.ExecutionDependencies).Except(target.TriggerDependencies), "-.->");

            void Edges(IEnumerable<ExecutableTarget> from, string arrow)
            {
                foreach (var before in from.Where(plan.Contains)) text.Append("\n  ").Append(before.Name).Append(' ').Append(arrow).Append(' ').Append(target.Name);
            }
        }

        return text.ToString();
    }

    private static JsonArray Names(IEnumerable<ExecutableTarget> targets, IReadOnlyCollection<ExecutableTarget> plan) => Texts(targets.Where(plan.Contains).Select(x => x.Name));

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(x => (JsonNode)x)]);
}
