using Nuke.Common.Execution;
using Nuke.Common.Targets;

namespace Nuke.Common.Sessions;

/// <summary>The closing table: what became of each target; and below it what each reports, one fact a line.</summary>
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
        var statusWidth = Math.Max(10, targets.Max(x => x.StatusText.Length) + 1);
        var rule = new string('─', nameWidth + statusWidth + DurationWidth);

        output.Write("");
        output.Write(Row("Target", "Status", "Duration"), Tone.Heading);
        output.Write(rule, Tone.Dim);
        foreach (var target in targets) output.Write(Row(isMarked && path.Contains(target) ? target.Name + Mark : target.Name, target.StatusText, Duration(target)), ToneOf(target));
        output.Write(rule, Tone.Dim);
        output.Write(Row("Total", "", Durations.Format(elapsed)), Tone.Heading);
        if (isMarked) output.Write($"{Mark.Trim()} critical path: only these make the build shorter", Tone.Dim);
        output.Write("");
        WriteFacts(targets, nameWidth, output);

        string Row(string name, string status, string duration) => name.PadRight(nameWidth) + status.PadRight(statusWidth) + duration.PadLeft(DurationWidth);
    }

    private static string Duration(ExecutableTarget target) =>
        target.Status is ExecutionStatus.Succeeded or ExecutionStatus.Failed or ExecutionStatus.Aborted ? Durations.Format(target.Duration) : "";

    private static void WriteFacts(ExecutableTarget[] targets, int nameWidth, BuildOutput output)
    {
        var before = "";
        foreach (var (target, fact) in targets.SelectMany(target => Facts(target).Select(fact => (target.Name, fact))))
        {
            output.Write((target == before ? "" : target).PadRight(nameWidth) + fact);
            before = target;
        }

        if (before.Length > 0) output.Write("");
    }

    /// <summary>Without the cause of a failure, which the target has said.</summary>
    private static IEnumerable<string> Facts(ExecutableTarget target) =>
        from fact in target.SummaryInformation
        where fact.Key != Executor.CauseKey || target.Status != ExecutionStatus.Failed
        select $"{fact.Key}: {fact.Value}".ReplaceLineEndings(" ").TrimEnd();

    private static Tone ToneOf(ExecutableTarget target) => target.Status switch
    {
        ExecutionStatus.Succeeded => Tone.Good,
        ExecutionStatus.Failed => Tone.Bad,
        ExecutionStatus.Aborted or ExecutionStatus.NotRun => Tone.Warning,
        _ => Tone.Dim,
    };
}
