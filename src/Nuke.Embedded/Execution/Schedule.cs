namespace Nuke.Common.Execution;

/// <summary>Says which target may start now. Not thread-safe; knows nothing of how targets run.</summary>
internal sealed class Schedule(IReadOnlyCollection<ExecutableTarget> plan, int parallel)
{
    private readonly List<ExecutableTarget> _pending = [.. plan];
    private readonly Dictionary<ExecutableTarget, List<ExecutableTarget>> _before = Before(plan);
    private readonly HashSet<ExecutableTarget> _running = [];

    /// <summary>The next target in plan order that may start. The caller starts it, and says when it has <see cref="Ended"/>.</summary>
    /// <param name="stopped">The plan was cut short: what runs ends, and then only assured targets start.</param>
    /// <returns>Null if none may start before another one ends.</returns>
    public ExecutableTarget? Next(bool stopped)
    {
        if (_running.Count >= parallel || (stopped && _running.Any(x => !x.AssuredAfterFailure))) return null;
        foreach (var target in _pending)
        {
            if ((stopped && !target.AssuredAfterFailure) || Waits(target, stopped)) continue;

            // What must run alone is not overtaken, or it might wait for ever longer.
            if (target.Definition.IsExclusive && _running.Count > 0) return null;
            if (_running.Any(x => x.Definition.IsExclusive || x.Definition.LockNames.Overlaps(target.Definition.LockNames))) continue;
            _pending.Remove(target);
            _running.Add(target);
            return target;
        }

        return null;
    }

    public void Ended(ExecutableTarget target) => _running.Remove(target);

    /// <summary>What a target depends on; for one that cleans up, whatever precedes it in the plan.</summary>
    private static Dictionary<ExecutableTarget, List<ExecutableTarget>> Before(IReadOnlyCollection<ExecutableTarget> plan) => plan
        .Select((target, place) => (target, before: target.AssuredAfterFailure ? target.Predecessors.Concat(plan.Take(place)) : target.Predecessors))
        .ToDictionary(x => x.target, x => x.before.Distinct().ToList());

    /// <summary>Whether something that comes before it runs, or may still run.</summary>
    private bool Waits(ExecutableTarget target, bool stopped) => _before[target].Any(before =>
        _running.Contains(before) || (_pending.Contains(before) && (!stopped || before.AssuredAfterFailure)));
}
