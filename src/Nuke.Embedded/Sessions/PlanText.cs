using Nuke.Common.Execution;
using Nuke.Common.Targets;

namespace Nuke.Common.Sessions;

/// <summary>What <c>--plan</c> prints: the targets in the order in which they would run.</summary>
internal static class PlanText
{
    public static void Write(IReadOnlyCollection<ExecutableTarget> plan, string format, BuildOutput output)
    {
        if (format == "json") output.Write(PlanGraph.Json(plan));
        else if (format == "mermaid") output.Write(PlanGraph.Mermaid(plan));
        else WriteText(plan, output);
    }

    private static void WriteText(IReadOnlyCollection<ExecutableTarget> plan, BuildOutput output)
    {
        output.Write($"Plan ({plan.Count} {(plan.Count == 1 ? "target" : "targets")}, in this order):", Tone.Heading);
        var number = 0;
        var width = plan.Count.ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        foreach (var target in plan)
        {
            number++;
            var notes = string.Join("; ", Notes(target));
            var place = number.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(width);
            output.Write($"  {place}. {target.Name}{(notes.Length > 0 ? "  " + notes : "")}", target.Status == ExecutionStatus.Skipped ? Tone.Dim : Tone.Normal);
        }
    }

    private static IEnumerable<string> Notes(ExecutableTarget target)
    {
        if (target.Status == ExecutionStatus.Skipped) yield return $"skipped {target.Skipped}";
        if (target.ExecutionDependencies.Count > 0) yield return "-> " + string.Join(", ", target.ExecutionDependencies.Select(x => x.Name));
        foreach (var (producer, artifacts) in target.ArtifactDependencies) yield return $"reads {string.Join(", ", artifacts)} of {producer.Name}";
        if (target.ArtifactProducts.Count > 0) yield return $"leaves {string.Join(", ", target.ArtifactProducts)}";
        if (target.TriggerDependencies.Count > 0) yield return "triggered by " + string.Join(", ", target.TriggerDependencies.Select(x => x.Name));
        foreach (var (text, _) in target.StaticConditions.Concat(target.DynamicConditions)) yield return "only when " + Conditions.Readable(text);
        if (target.AssuredAfterFailure) yield return "runs even after a failure";
        if (target.ProceedAfterFailure) yield return "a failure does not stop the rest";
    }
}
