using Nuke.Common.Execution;

namespace Nuke.Common;

/// <summary>Defines one target: <c>Target Test => _ => _.DependsOn(Compile).Executes(() => …)</c>.</summary>
public delegate ITargetDefinition Target(ITargetDefinition definition);

public static class ExecutableTargetExtensions
{
    /// <summary>Whether a list such as <see cref="INukeBuild.ScheduledTargets"/> holds the given target.</summary>
    public static bool Contains(this IEnumerable<ExecutableTarget> targets, Target target) =>
        targets.Any(candidate => candidate.Factory.Equals(target));
}
