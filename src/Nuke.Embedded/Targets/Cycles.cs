using Nuke.Common.Execution;
using Nuke.Common.Utilities;

namespace Nuke.Common.Targets;

internal static class Cycles
{
    /// <exception cref="InvalidInputException">Targets wait for each other; the message shows the way round.</exception>
    public static void ThrowIfAny(IEnumerable<ExecutableTarget> targets)
    {
        HashSet<ExecutableTarget> done = [];
        List<ExecutableTarget> path = [];
        foreach (var target in targets) Visit(target);

        void Visit(ExecutableTarget target)
        {
            if (done.Contains(target)) return;
            if (path.IndexOf(target) is >= 0 and var start)
            {
                var round = path.Skip(start).Append(target).Select(x => x.Name);
                throw new InvalidInputException($"Circular dependencies between targets: {string.Join(" -> ", round)}. Remove one of these edges.");
            }

            path.Add(target);
            foreach (var dependency in target.AllDependencies) Visit(dependency);
            path.RemoveAt(path.Count - 1);
            done.Add(target);
        }
    }
}
