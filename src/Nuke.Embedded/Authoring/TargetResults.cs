using Nuke.Common.Execution;
using Nuke.Common.Sessions;

namespace Nuke.Common;

/// <summary>What targets hand to those that depend on them.</summary>
public static class TargetResults
{
    /// <summary>What the last action of a target returned: <c>var image = this.ResultOf&lt;string&gt;(Containerize);</c></summary>
    /// <param name="build">The build that has both targets.</param>
    /// <param name="target">One that the running target depends on, directly or through others.</param>
    /// <exception cref="InvalidOperationException">The running target does not depend on it; it was skipped or failed; or it returned nothing, or something else.</exception>
    public static T ResultOf<T>(this INukeBuild build, Target target)
    {
        ArgumentNullException.ThrowIfNull(build);
        var producer = build.ExecutableTargets.Find(target)
            ?? throw new InvalidOperationException($"ResultOf<{typeof(T).Name}>: that is no target of this build. Name a property: ResultOf<T>(Compile).");
        if (TargetRun.Current?.Target is { } user && !Reaches(user, producer))
            throw new InvalidOperationException($"ResultOf: '{user.Name}' does not depend on '{producer.Name}', so it may run before it. Add .DependsOn({producer.Name}).");
        return producer switch
        {
            { Status: not ExecutionStatus.Succeeded } => throw new InvalidOperationException($"ResultOf: '{producer.Name}' has no result: its status is {producer.Status}."),
            { Result: T result } => result,
            { Result: null } => throw new InvalidOperationException($"ResultOf: '{producer.Name}' returned nothing. Let its last action return a {typeof(T).Name}."),
            _ => throw new InvalidOperationException($"ResultOf: '{producer.Name}' returned a {producer.Result.GetType().Name}, not a {typeof(T).Name}."),
        };
    }

    private static bool Reaches(ExecutableTarget from, ExecutableTarget to)
    {
        HashSet<ExecutableTarget> seen = [];
        Stack<ExecutableTarget> open = new([from]);
        while (open.TryPop(out var target))
        {
            foreach (var before in target.Predecessors.Where(seen.Add)) open.Push(before);
        }

        return seen.Contains(to);
    }
}
