using System.Text;
using Nuke.Common.Sessions;
using Nuke.Common.Targets;

namespace Nuke.Common.Execution;

/// <summary>The closing table as Markdown, for the page that a build server shows of a run.</summary>
internal static class StepSummary
{
    public static string Markdown(BuildOutcome outcome, IReadOnlyCollection<ExecutableTarget> plan, SecretMask secrets)
    {
        var critical = CriticalPath.Of(plan);
        StringBuilder text = new();
        text.Append("### Build ").Append(outcome.Status.ToLowerInvariant()).Append(" in ").Append(Durations.Format(outcome.Elapsed)).Append("\n\n");
        if (outcome.Cause is { } cause) text.Append("> ").Append(Cell(secrets.Apply(cause))).Append("\n\n");
        text.Append("| Target | Status | Duration | |\n| --- | --- | ---: | --- |\n");
        foreach (var target in plan.Where(x => x.Status != ExecutionStatus.Collective))
        {
            var notes = string.Join("<br>", target.SummaryInformation.Select(x => $"{x.Key}: {x.Value}"));
            text.Append("| ").Append(target.Name).Append(critical.Contains(target) ? " ◆" : "")
                .Append(" | ").Append(target.StatusText)
                .Append(" | ").Append(target.Duration > TimeSpan.Zero ? Durations.Format(target.Duration) : "")
                .Append(" | ").Append(Cell(secrets.Apply(notes))).Append(" |\n");
        }

        return text.Append('\n').ToString();
    }

    private static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
