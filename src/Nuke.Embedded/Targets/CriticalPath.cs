using Nuke.Common.Execution;

namespace Nuke.Common.Targets;

/// <summary>The chain of targets, each waiting for the one before, that took longest: only a faster one of these makes the build faster.</summary>
internal static class CriticalPath
{
    /// <param name="plan">In an order in which nothing comes before what it waits for.</param>
    /// <returns>Empty if nothing has run.</returns>
    public static IReadOnlySet<ExecutableTarget> Of(IReadOnlyCollection<ExecutableTarget> plan)
    {
        Dictionary<ExecutableTarget, (TimeSpan Length, ExecutableTarget? Before)> chains = [];
        foreach (var target in plan)
        {
            var before = target.Predecessors.Where(chains.ContainsKey).MaxBy(x => chains[x].Length);
            chains[target] = ((before is null ? TimeSpan.Zero : chains[before].Length) + target.Duration, before);
        }

        HashSet<ExecutableTarget> path = [];
        for (var last = plan.MaxBy(x => chains[x].Length); last is not null; last = chains[last].Before)
        {
            if (last.Duration > TimeSpan.Zero) path.Add(last);
        }

        return path;
    }
}
