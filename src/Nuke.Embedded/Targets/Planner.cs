using Nuke.Common.Execution;

namespace Nuke.Common.Targets;

/// <summary>Decides which targets run, and in which order. Pure.</summary>
internal static class Planner
{
    /// <param name="invoked">In the order in which they were asked for.</param>
    /// <returns>
    /// Everything that the invoked targets pull in, each after its dependencies; among these, in the order in which they were declared.
    /// </returns>
    public static IReadOnlyList<ExecutableTarget> Plan(IReadOnlyList<ExecutableTarget> invoked)
    {
        var scheduled = Closure(invoked);
        HashSet<ExecutableTarget> members = [.. scheduled];
        HashSet<ExecutableTarget> visited = [];
        List<ExecutableTarget> plan = [];
        foreach (var target in scheduled) Visit(target);
        return plan;

        void Visit(ExecutableTarget target)
        {
            if (!members.Contains(target) || !visited.Add(target)) return;
            foreach (var dependency in target.AllDependencies) Visit(dependency);
            plan.Add(target);
        }
    }

    /// <summary>The invoked targets first, then what they depend on and trigger, and so on.</summary>
    private static List<ExecutableTarget> Closure(IReadOnlyList<ExecutableTarget> invoked)
    {
        List<ExecutableTarget> closure = [.. invoked.Distinct()];
        for (var i = 0; i < closure.Count; i++)
            closure.AddRange(closure[i].ExecutionDependencies.Concat(closure[i].Triggers).Where(x => !closure.Contains(x)).Distinct().ToArray());
        return closure;
    }
}
