using Nuke.Common.Execution;

namespace Nuke.Common.Screens;

/// <summary>The closing table: what became of each target.</summary>
internal static class SummaryTable
{
    private const int DurationWidth = 12;

    public static void Write(IEnumerable<ExecutableTarget> plan, TimeSpan elapsed, BuildOutput output)
    {
        var targets = plan.Where(x => x.Status != ExecutionStatus.Collective).ToArray();
        if (targets.Length == 0) return;

        var nameWidth = Math.Max(16, targets.Max(x => x.Name.Length) + 2);
        var statusWidth = Math.Max(10, targets.Max(x => PipelineReport.StatusOf(x).Length) + 1);
        var rule = new string('─', nameWidth + statusWidth + DurationWidth);

        output.Write("");
        output.Write(Row("Target", "Status", "Duration"), Tone.Heading);
        output.Write(rule, Tone.Dim);
        foreach (var target in targets) output.Write(Row(target.Name, PipelineReport.StatusOf(target), Duration(target)) + Notes(target), ToneOf(target));
        output.Write(rule, Tone.Dim);
        output.Write(Row("Total", "", Durations.Format(elapsed)), Tone.Heading);
        output.Write("");

        string Row(string name, string status, string duration) => name.PadRight(nameWidth) + status.PadRight(statusWidth) + duration.PadLeft(DurationWidth);
    }

    private static string Duration(ExecutableTarget target) =>
        target.Status is ExecutionStatus.Succeeded or ExecutionStatus.Failed or ExecutionStatus.Aborted ? Durations.Format(target.Duration) : "";

    private static string Notes(ExecutableTarget target) => target.SummaryInformation.Count == 0
        ? ""
        : "   // " + string.Join(", ", target.SummaryInformation.Select(x => $"{x.Key}: {x.Value}")).ReplaceLineEndings(" ");

    private static Tone ToneOf(ExecutableTarget target) => target.Status switch
    {
        ExecutionStatus.Succeeded => Tone.Good,
        ExecutionStatus.Failed => Tone.Bad,
        ExecutionStatus.Aborted or ExecutionStatus.NotRun => Tone.Warning,
        _ => Tone.Dim,
    };
}
