using Nuke.Common.Execution;

namespace Nuke.Common;

/// <summary>Defines one target: <c>Target Test => _ => _.DependsOn(Compile).Executes(() => …)</c>.</summary>
public delegate ITargetDefinition Target(ITargetDefinition definition);

public static class ExecutableTargetExtensions
{
    /// <summary>Whether a list such as <see cref="INukeBuild.ScheduledTargets"/> holds the given target.</summary>
    public static bool Contains(this IEnumerable<ExecutableTarget> targets, Target target) =>
        targets.Any(candidate => candidate.Factory.Equals(target));

    /// <summary>
    /// The target whose property returned the delegate; null if it cannot be told. A property makes a new delegate each time it is read: mostly an equal one; where its
    /// lambda captures locals, at least one of the same method.
    /// </summary>
    internal static ExecutableTarget? Find(this IReadOnlyCollection<ExecutableTarget> targets, Target edge)
    {
        var equal = targets.Where(x => x.Factory.Equals(edge)).ToArray();
        if (equal.Length != 1) equal = [.. targets.Where(x => x.Factory.Method == edge.Method)];
        return equal.Length == 1 ? equal[0] : null;
    }
}
