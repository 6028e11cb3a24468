using Nuke.Common.Execution;
using Nuke.Common.Utilities;

namespace Nuke.Common.Targets;

/// <summary>Marks targets as skipped, with what only they need.</summary>
internal sealed class Conditions(IReadOnlyCollection<ExecutableTarget> plan)
{
    /// <param name="names">Null: nothing; empty: all that were not asked for.</param>
    public void SkipByParameter(IReadOnlyCollection<string>? names)
    {
        if (names is null) return;
        foreach (var target in plan)
        {
            var named = names.Any(name => Kebab.Same(name, target.Name));
            if (named || (names.Count == 0 && !target.Invoked)) Skip(target, nameof(ExecutableTarget.Skipped), "via parameter");
        }
    }

    /// <returns>Whether the target is to be skipped.</returns>
    public bool SkipUnless(ExecutableTarget target, IEnumerable<(string Text, Func<bool> Delegate)> conditions)
    {
        if (target.Status != ExecutionStatus.Scheduled) return target.Status == ExecutionStatus.Skipped;
        var unmet = conditions.Where(x => !x.Delegate()).Select(x => Readable(x.Text)).ToArray();
        if (unmet.Length == 0) return false;
        Skip(target, nameof(ExecutableTarget.OnlyWhen), string.Join(" && ", unmet));
        return true;
    }

    /// <summary><c>() => IsServerBuild</c> is <c>IsServerBuild</c>.</summary>
    public static string Readable(string expression)
    {
        var text = expression.Trim();
        if (text.StartsWith("()", StringComparison.Ordinal) && text[2..].TrimStart().StartsWith("=>", StringComparison.Ordinal))
            text = text[(text.IndexOf("=>", StringComparison.Ordinal) + 2)..];
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private void Skip(ExecutableTarget target, string key, string reason)
    {
        if (target.Status != ExecutionStatus.Scheduled) return;
        target.Status = ExecutionStatus.Skipped;
        target.SummaryInformation[key] = reason;
        if (target.DependencyBehavior == DependencyBehavior.Execute) return;

        foreach (var other in target.ExecutionDependencies.Concat(target.Triggers).Where(x => !x.Invoked && !IsNeeded(x)))
            Skip(other, nameof(ExecutableTarget.Skipped), $"because of {target.Name}");
    }

    private bool IsNeeded(ExecutableTarget target) => plan.Any(x =>
        x.Status != ExecutionStatus.Skipped && (x.ExecutionDependencies.Contains(target) || x.Triggers.Contains(target)));
}
