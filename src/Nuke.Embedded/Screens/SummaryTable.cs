using Nuke.Common.Execution;

namespace Nuke.Common.Screens;

/// <summary>The closing table: what became of each target.</summary>
internal static class SummaryTable
{
    private const int DurationWidth = 12;
    private const string Mark = " ◆";

    public static void Write(IEnumerable<ExecutableTarget> plan, TimeSpan elapsed, BuildOutput output)
    {
        var targets = plan.Where(x => x.Status != ExecutionStatus.Collective).ToArray();
        if (targets.Length == 0) return;

        var path = CriticalPath.Of([.. targets]);
        var isMarked = targets.Count(x => x.Duration > TimeSpan.Zero) > path.Count;
        var nameWidth = Math.Max(16, targets.Max(x => x.Name.Length) + 4);
        var statusWidth = Math.Max(10, targets.Max(x => PipelineReport.StatusOf(x).Length) + 1);
        var rule = new string('─', nameWidth + statusWidth + DurationWidth);

        output.Write("");
        output.Write(Row("Target", "Status", "Duration"), Tone.Heading);
        output.Write(rule, Tone.Dim);
        foreach (var target in targets) output.Write(Row(isMarked && path.Contains(target) ? target.Name + Mark : target.Name, PipelineReport.StatusOf(target), Duration(target)) + Notes(target), ToneOf(target));
        output.Write(rule, Tone.Dim);
        output.Write(Row("Total", "", Durations.Format(elapsed)), Tone.Heading);
        if (isMarked) output.Write($"{Mark.Trim()} critical path: only these make the build shorter", Tone.Dim);
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
