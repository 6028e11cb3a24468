using Nuke.Common.Execution;
using Nuke.Common.Parameters;
using Nuke.Common.Sessions;

namespace Nuke.Common.Caching;

/// <summary>What <c>--explain</c> prints.</summary>
internal static class Explanation
{
    public static async Task WriteAsync(INukeBuild build, BuildSession session, EngineSettings settings, ParameterValues parameters)
    {
        var cache = TargetCache.Open(build, session, settings, parameters);
        HashSet<ExecutableTarget> running = [];
        var width = build.ExecutionPlan.Max(x => x.Name.Length);
        foreach (var target in build.ExecutionPlan)
        {
            var text = await TextAsync(target, cache, settings, session.Cancellation);
            if (text.StartsWith("runs", StringComparison.Ordinal)) running.Add(target);
            else if (target.Predecessors.FirstOrDefault(running.Contains) is { } before && target.Definition.IsCacheable) text += $"; unless {before.Name} changes its inputs";
            session.Output.Write($"{target.Name.PadRight(width)}  {text}", text.StartsWith("runs", StringComparison.Ordinal) ? Tone.Normal : Tone.Dim);
        }
    }

    private static async Task<string> TextAsync(ExecutableTarget target, TargetCache? cache, EngineSettings settings, CancellationToken cancellationToken)
    {
        if (target.Status == ExecutionStatus.Skipped) return $"skipped {target.Skipped}";
        if (target.Actions.Count == 0) return "has nothing to do itself";
        if (settings.NoCache) return "runs: the cache is off (--no-cache)";
        return cache is null ? "runs: it names no Inputs, so nothing tells whether it must" : await cache.ExplainAsync(target, cancellationToken);
    }
}
