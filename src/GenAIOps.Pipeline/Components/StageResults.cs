using Nuke.Common;

namespace GenAIOps.Pipeline;

/// <summary>What stages hand to targets that depend on them: <c>this.ResultOf&lt;IReadOnlyList&lt;ImageResult&gt;&gt;(((IContainerize)this).Containerize)</c>. The official engine keeps none.</summary>
internal static class StageResults
{
    /// <summary>Runs a stage, whose result is the target's.</summary>
    public static ITargetDefinition Gives<T>(this ITargetDefinition target, Func<Task<T>> stage) =>
#if OFFICIAL_NUKE
        target.Executes(async () => { await stage(); });
#else
        target.Executes(_ => stage());
#endif

    /// <summary>The results of targets that it depends on, as one list; those of a target that was skipped are not in it.</summary>
    public static ITargetDefinition GivesAll<T>(this ITargetDefinition target, INukeBuild build, IReadOnlyList<Target> targets) =>
#if OFFICIAL_NUKE
        target.Executes(() => { });
#else
        target.Gives(() => Task.FromResult<IReadOnlyList<T>>([.. targets.Where(one => build.SucceededTargets.Contains(one)).SelectMany(one => build.ResultOf<IReadOnlyList<T>>(one))]));
#endif
}
