using System.Linq.Expressions;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.Sessions;
using Nuke.Common.Tooling;

namespace Nuke.Common;

/// <summary>
/// Base class of a build. Properties of type <see cref="Target"/>, of the class and of the interfaces it implements, are its targets.
/// <code>
/// class Build : NukeBuild
/// {
///     public static int Main() => Execute&lt;Build&gt;(x => x.Test);
///     Target Compile => _ => _.Executes(() => DotNet($"build"));
///     Target Test => _ => _.DependsOn(Compile).Executes(() => DotNet($"test"));
/// }
/// </code>
/// </summary>
public abstract partial class NukeBuild : INukeBuild
{
    /// <summary>Runs the build named by the process's command line.</summary>
    /// <returns>
    /// 0; else 1 (a target failed), 2 (bad input), 5 (another build is running), 6 (the build folder cannot be written), 130 (cancelled),
    /// <see cref="ExitCode"/> if it was set, or the code of an <see cref="ExitCodeException"/>.
    /// </returns>
    protected static int Execute<T>(params Expression<Func<T, Target>>[] defaultTargetExpressions)
        where T : NukeBuild, new() =>
        BuildManager.Execute(defaultTargetExpressions);

    public IReadOnlyCollection<ExecutableTarget> ExecutionPlan { get; private set; } = [];

    public IReadOnlyCollection<ExecutableTarget> InvokedTargets => [.. ExecutionPlan.Where(x => x.Invoked)];
    public IReadOnlyCollection<ExecutableTarget> SkippedTargets => With(ExecutionStatus.Skipped);
    public IReadOnlyCollection<ExecutableTarget> ScheduledTargets => With(ExecutionStatus.Scheduled);
    public IReadOnlyCollection<ExecutableTarget> RunningTargets => With(ExecutionStatus.Running);
    public IReadOnlyCollection<ExecutableTarget> AbortedTargets => With(ExecutionStatus.Aborted);
    public IReadOnlyCollection<ExecutableTarget> FailedTargets => With(ExecutionStatus.Failed);
    public IReadOnlyCollection<ExecutableTarget> SucceededTargets => With(ExecutionStatus.Succeeded);
    public IReadOnlyCollection<ExecutableTarget> FinishedTargets => [.. FailedTargets, .. SucceededTargets];

    public bool Plan { get; private set; }
    public bool Help { get; private set; }
    public bool NoLogo { get; set; }

    /// <inheritdoc/>
    public Partition Partition { get; private set; } = Partition.Single;

    /// <summary>Whether nothing has failed so far.</summary>
    public bool IsSucceeding => !IsFailing;

    public bool IsFailing =>
        ExecutionPlan.Any(x => x.Status is ExecutionStatus.Failed or ExecutionStatus.Aborted or ExecutionStatus.NotRun);

    public bool IsFinished => ExecutionPlan.All(x => x.Status is not (ExecutionStatus.Scheduled or ExecutionStatus.Running));

    /// <summary>Whether everything scheduled has run, and nothing failed.</summary>
    public bool IsSuccessful => IsFinished && IsSucceeding;

    /// <inheritdoc/>
    public int? ExitCode { get; set; }

    /// <inheritdoc/>
    public void ReportSummary(Configure<Dictionary<string, string>>? configurator = null)
    {
        var target = TargetRun.Current?.Target ?? RunningTargets.SingleOrDefault()
            ?? throw new InvalidOperationException("ReportSummary: no target is running.");
        foreach (var (key, value) in configurator.InvokeSafe([])) target.SummaryInformation[key] = value;
    }

    private List<ExecutableTarget> With(ExecutionStatus status) => [.. ExecutionPlan.Where(x => x.Status == status)];
}
