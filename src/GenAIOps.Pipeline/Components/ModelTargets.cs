using System.Runtime.CompilerServices;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Stages;
using Nuke.Common;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline;

/// <summary>Targets that follow from the environments of the model: <c>DeployDev</c>, <c>EvaluateStaging</c>, <c>ReleaseProdEu</c>.</summary>
internal static class ModelTargets
{
    private static readonly ConditionalWeakTable<IShipAgents, IReadOnlyDictionary<string, Target>> s_targets = [];

    /// <summary>One for each stage of each environment, as far as the build has the stage's component.</summary>
    public static IReadOnlyDictionary<string, Target> Of(IShipAgents build) => s_targets.GetValue(build, static build =>
    {
        Dictionary<string, Target> targets = new(StringComparer.Ordinal);
        foreach (var environment in build.Environments.Where(environment => environment.Name.Length > 0))
        {
            var name = environment.Name;
            if (build is IDeployDev && environment.Does(EnvironmentStages.Deploy)) targets.TryAdd(NameOf(EnvironmentStages.Deploy, name), _ => Deploy(_, build, name));
            if (build is IEvaluateQa && environment.Does(EnvironmentStages.Evaluate)) targets.TryAdd(NameOf(EnvironmentStages.Evaluate, name), _ => Evaluate(_, build, name));
            if (build is IReleaseProd && environment.Does(EnvironmentStages.Release)) targets.TryAdd(NameOf(EnvironmentStages.Release, name), _ => Release(_, build, name));
        }

        return targets;
    });

    public static ITargetDefinition Deploy(ITargetDefinition target, IShipAgents build, string environment) => Known(target, build, EnvironmentStages.Deploy, environment)
        ?.Description($"Agent version and container revision in {environment.ToUpperInvariant()}; smoke and batch inference")
        .TryDependsOn<IPush>(x => x.Push)
        .Gives(() => BuildContext.Of(build).RunAsync(x => x.Named(environment), DevStage.RunAsync)) ?? target;

    public static ITargetDefinition Evaluate(ITargetDefinition target, IShipAgents build, string environment) => Known(target, build, EnvironmentStages.Evaluate, environment)
        ?.Description($"Evaluates the very candidate in {environment.ToUpperInvariant()} against the released baseline; writes the verdict as evidence")
        .TryDependsOn<IPush>(x => x.Push)
        .DependsOn(Targets(build, EnvironmentStages.Deploy))
        .Gives(() => BuildContext.Of(build).RunAsync(x => x.Named(environment), QaStage.RunAsync)) ?? target;

    public static ITargetDefinition Release(ITargetDefinition target, IShipAgents build, string environment) => Known(target, build, EnvironmentStages.Release, environment)
        ?.Description(build.Environments.Count(one => one.Does(EnvironmentStages.Release)) > 1
            ? $"The gate of {environment.ToUpperInvariant()} (evidence and approval), then blue/green with smoke, analysis and rollback"
            : "The gate (evidence and approval), then blue/green with smoke, analysis and rollback")
        .TryDependsOn<IPush>(x => x.Push)
        .DependsOn(Targets(build, EnvironmentStages.Deploy))
        .DependsOn(Targets(build, EnvironmentStages.Evaluate))
        // One after the other, in the order of Build.cs: the second sees how the first went.
        .DependsOn([.. build.Environments.Where(one => one.Does(EnvironmentStages.Release)).TakeWhile(one => one.Name != environment).Select(one => Find(build, EnvironmentStages.Release, one.Name))])
        .Gives(() => BuildContext.Of(build).RunAsync((BuildContext context, CancellationToken cancellation) => ReleaseSet.ReleaseAsync(context, context.Named(environment), OptionsOf((IReleaseProd)build), cancellation))) ?? target;

    private static ReleaseOptions OptionsOf(IReleaseProd build) => new(build.Approve, build.ApprovedBy ?? Environment.UserName);

    /// <summary>A stage in every environment that has it, or in the one that <c>--environment</c> names.</summary>
    public static ITargetDefinition All(ITargetDefinition target, IShipAgents build, EnvironmentStages stage)
    {
        var all = Targets(build, stage);
        var targets = build.OnlyEnvironment is { } only ? Targets(build, stage, environment => environment.Name == only) : all;
        // None of it: the target says so when it runs.
        if (all.Length > 0 && targets.Length == 0) return Known(target, build, stage, build.OnlyEnvironment!) ?? target;
        target.Description($"{stage}s {(stage == EnvironmentStages.Evaluate ? "in" : "to")} every environment that does so").DependsOn(targets);
        _ = stage switch
        {
            EnvironmentStages.Deploy => target.GivesAll<DeployedAgent>(build, targets),
            EnvironmentStages.Evaluate => target.GivesAll<EvaluationResult>(build, targets),
            _ => target.GivesAll<ReleasedAgent>(build, targets),
        };
        return all.Length == 1 ? target.Unlisted() : target;
    }

    /// <summary>Null where the model has no such environment: then the target is not shown, and says so when it is asked for.</summary>
    private static ITargetDefinition? Known(ITargetDefinition target, IShipAgents build, EnvironmentStages stage, string environment)
    {
        if (build.Environments.Any(one => one.Name == environment && one.Does(stage))) return target;
        var others = string.Join(", ", build.Environments.Where(one => one.Does(stage)).Select(one => NameOf(stage, one.Name)));
        target.Unlisted().Executes(() => throw new ExitCodeException(ExitCodes.BadInput, $"No environment '{environment}' of this pipeline has the stage {stage}. Nothing was run. {(others.Length == 0 ? $"Give one the stage {stage} in build/Build.cs." : $"Run {others}, or {stage} for all of them.")}"));
        return null;
    }

    /// <summary>After a stage in every environment that has it, where both are run.</summary>
    public static ITargetDefinition AfterAll(this ITargetDefinition target, IShipAgents build, EnvironmentStages stage) => target.After(Targets(build, stage));

    /// <summary>Not without a stage in every environment that has it.</summary>
    public static ITargetDefinition DependsOnAll(this ITargetDefinition target, IShipAgents build, EnvironmentStages stage) => target.DependsOn(Targets(build, stage));

    private static Target[] Targets(IShipAgents build, EnvironmentStages stage, Func<DeploymentEnvironment, bool>? which = null) =>
        [.. build.Environments.Where(environment => environment.Does(stage) && Has(build, stage) && which?.Invoke(environment) is not false).Select(environment => Find(build, stage, environment.Name))];

    private static bool Has(IShipAgents build, EnvironmentStages stage) => stage switch
    {
        EnvironmentStages.Deploy => build is IDeployDev,
        EnvironmentStages.Evaluate => build is IEvaluateQa,
        _ => build is IReleaseProd,
    };

    private static Target Find(IShipAgents build, EnvironmentStages stage, string environment) => (stage, environment) switch
    {
        (EnvironmentStages.Deploy, "dev") => ((IDeployDev)build).DeployDev,
        (EnvironmentStages.Evaluate, "qa") => ((IEvaluateQa)build).EvaluateQa,
        (EnvironmentStages.Release, "prod") => ((IReleaseProd)build).ReleaseProd,
        _ => Of(build)[NameOf(stage, environment)],
    };

    private static string NameOf(EnvironmentStages stage, string environment) => $"{stage}{EnvironmentModel.SuffixOf(environment)}";
}
