using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace Nuke.Common;

/// <summary>What a target is, does, and needs. Every call returns the same definition.</summary>
public interface ITargetDefinition
{
    /// <summary>Shown by <c>--help</c>.</summary>
    ITargetDefinition Description(string description);

    /// <summary>Adds actions; they run in the order in which they were added.</summary>
    ITargetDefinition Executes(params Action[] actions);

    /// <inheritdoc cref="Executes(Action[])"/>
    ITargetDefinition Executes<T>(Func<T> action);

    /// <inheritdoc cref="Executes(Action[])"/>
    ITargetDefinition Executes(Func<Task> action);

    /// <summary>Adds an action that is cancelled on Ctrl-C, and when the target's <see cref="Timeout"/> has passed.</summary>
    ITargetDefinition Executes(Func<CancellationToken, Task> action);

    /// <summary>As <see cref="Executes(Func{CancellationToken, Task})"/>; what it returns is for targets that depend on this one: <see cref="TargetResults.ResultOf"/>.</summary>
    ITargetDefinition Executes<T>(Func<CancellationToken, Task<T>> action);

    /// <summary>Never runs at once with a target that names one of the same locks.</summary>
    ITargetDefinition Locks(params string[] names);

    /// <summary>Runs while nothing else does.</summary>
    ITargetDefinition Exclusive();

    /// <summary>Runs the actions again when they fail; not when the build is cancelled or its input is invalid.</summary>
    /// <param name="times">How many times more, 0 or more.</param>
    /// <param name="delay">Before the first repetition, and doubled before each other. Default 1 s.</param>
    ITargetDefinition Retries(int times, TimeSpan? delay = null);

    /// <summary>Cancels an attempt that takes longer, ends the processes it has started, and fails it.</summary>
    ITargetDefinition Timeout(TimeSpan limit);

    /// <summary>Pulls the targets in, and runs them first: side by side, unless something orders them.</summary>
    ITargetDefinition DependsOn(params Target[] targets);

    /// <summary>As <see cref="DependsOn(Target[])"/>, for targets of component <typeparamref name="T"/>; without arguments its only target.</summary>
    ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets);

    /// <summary>As <see cref="DependsOn{T}"/> if the build has the component, else nothing.</summary>
    ITargetDefinition TryDependsOn<T>(params Func<T, Target>[] targets);

    /// <summary>The inverse of <see cref="DependsOn(Target[])"/>.</summary>
    ITargetDefinition DependentFor(params Target[] targets);

    /// <inheritdoc cref="DependentFor(Target[])"/>
    ITargetDefinition DependentFor<T>(params Func<T, Target>[] targets);

    /// <inheritdoc cref="DependentFor(Target[])"/>
    ITargetDefinition TryDependentFor<T>(params Func<T, Target>[] targets);

    /// <summary>Skips the target if the condition is false just before the target would run.</summary>
    ITargetDefinition OnlyWhenDynamic(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? conditionExpression = null);

    /// <summary>Skips the target, and the dependencies that only it needs, if the condition is false before anything runs.</summary>
    ITargetDefinition OnlyWhenStatic(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? conditionExpression = null);

    /// <summary>Parameters that must have a value before anything runs, if this target is scheduled.</summary>
    ITargetDefinition Requires<T>(Expression<Func<T>> parameterRequirement, params Expression<Func<T>>[] parameterRequirements)
        where T : class?;

    /// <inheritdoc cref="Requires{T}(Expression{Func{T}}, Expression{Func{T}}[])"/>
    ITargetDefinition Requires<T>(Expression<Func<T?>> parameterRequirement, params Expression<Func<T?>>[] parameterRequirements)
        where T : struct;

    /// <summary>Assertions that must hold before anything runs, if this target is scheduled.</summary>
    ITargetDefinition Requires(Expression<Func<bool>> requirement, params Expression<Func<bool>>[] requirements);

    /// <summary>What happens to dependencies that nobody else needs when this target is skipped. Default <see cref="DependencyBehavior.Skip"/>.</summary>
    ITargetDefinition WhenSkipped(DependencyBehavior dependencyBehavior);

    /// <summary>Orders this target before others that are scheduled too.</summary>
    ITargetDefinition Before(params Target[] targets);

    /// <inheritdoc cref="Before(Target[])"/>
    ITargetDefinition Before<T>(params Func<T, Target>[] targets);

    /// <inheritdoc cref="Before(Target[])"/>
    ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets);

    /// <summary>Orders this target after others that are scheduled too.</summary>
    ITargetDefinition After(params Target[] targets);

    /// <inheritdoc cref="After(Target[])"/>
    ITargetDefinition After<T>(params Func<T, Target>[] targets);

    /// <inheritdoc cref="After(Target[])"/>
    ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets);

    /// <summary>Pulls other targets in, to run after this one.</summary>
    ITargetDefinition Triggers(params Target[] targets);

    /// <inheritdoc cref="Triggers(Target[])"/>
    ITargetDefinition Triggers<T>(params Func<T, Target>[] targets);

    /// <inheritdoc cref="Triggers(Target[])"/>
    ITargetDefinition TryTriggers<T>(params Func<T, Target>[] targets);

    /// <summary>The inverse of <see cref="Triggers(Target[])"/>.</summary>
    ITargetDefinition TriggeredBy(params Target[] targets);

    /// <inheritdoc cref="TriggeredBy(Target[])"/>
    ITargetDefinition TriggeredBy<T>(params Func<T, Target>[] targets);

    /// <inheritdoc cref="TriggeredBy(Target[])"/>
    ITargetDefinition TryTriggeredBy<T>(params Func<T, Target>[] targets);

    /// <summary>Runs this target even after another one failed, or after the build was cancelled.</summary>
    ITargetDefinition AssuredAfterFailure();

    /// <summary>Goes on with the plan, dependents included, when this target fails; the build still fails in the end.</summary>
    ITargetDefinition ProceedAfterFailure();

    /// <summary>Hides the target from <c>--help</c>.</summary>
    ITargetDefinition Unlisted();

    /// <summary>Applies the definition of the overridden property.</summary>
    ITargetDefinition Base();

    /// <summary>Applies the definitions of other targets.</summary>
    ITargetDefinition Inherit(params Target[] targets);

    /// <summary>Applies the component's own definition, also when the build reimplements it; without arguments that of its only target.</summary>
    ITargetDefinition Inherit<T>(params Expression<Func<T, Target>>[] targets);

    /// <summary>
    /// Files that the result depends on, as globs below the root directory; <c>!</c> before a glob takes files out again. With inputs, outputs or a cache key a target is
    /// cached: it does not run if it ran before with the same files, parameters, code and SDK. See docs/cache.md.
    /// <code>.Inputs("src/**", "!**/bin/**", "!**/obj/**").Outputs("artifacts/packages/*.nupkg")</code>
    /// </summary>
    ITargetDefinition Inputs(params string[] patterns);

    /// <summary>Files that are the target's own, as globs: deleted before it runs, kept after it, and brought back instead of running it.</summary>
    ITargetDefinition Outputs(params string[] patterns);

    /// <summary>A value that the result depends on and that is neither a file nor a parameter: a text, number, path, or a list of these.</summary>
    ITargetDefinition CacheKey(Func<object?> value, [CallerArgumentExpression(nameof(value))] string? valueExpression = null);

    /// <summary>Files this target leaves behind, as globs.</summary>
    ITargetDefinition Produces(params string[] artifacts);

    /// <summary>Says that so many jobs may share the target's work, each with its <c>--partition</c>. It changes nothing in a run.</summary>
    ITargetDefinition Partition(int size);

    /// <summary>Products of other targets that this target reads.</summary>
    ITargetDefinition Consumes(params Target[] targets);

    /// <inheritdoc cref="Consumes(Target[])"/>
    ITargetDefinition Consumes<T>(params Func<T, Target>[] targets);

    /// <inheritdoc cref="Consumes(Target[])"/>
    ITargetDefinition Consumes(Target target, params string[] artifacts);

    /// <inheritdoc cref="Consumes(Target[])"/>
    ITargetDefinition Consumes<T>(Func<T, Target> target, params string[] artifacts);
}

public enum DependencyBehavior
{
    /// <summary>Skip dependencies that only the skipped target needs.</summary>
    Skip,

    /// <summary>Run them all the same.</summary>
    Execute,
}
