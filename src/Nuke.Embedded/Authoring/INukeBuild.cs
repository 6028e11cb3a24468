using System.Linq.Expressions;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Nuke.Common;

/// <summary>A build, as its components see it. Implemented by <see cref="NukeBuild"/> only.</summary>
public interface INukeBuild
{
    /// <summary>Adds facts of the running target, each a line below the closing table, and a pair in <c>artifacts/pipeline.json</c>.</summary>
    void ReportSummary(Configure<Dictionary<string, string>>? configurator = null);

    internal IReadOnlyCollection<ExecutableTarget> ExecutableTargets { get; set; }

    IReadOnlyCollection<ExecutableTarget> ExecutionPlan { get; internal set; }
    IReadOnlyCollection<ExecutableTarget> InvokedTargets { get; }
    IReadOnlyCollection<ExecutableTarget> SkippedTargets { get; }
    IReadOnlyCollection<ExecutableTarget> ScheduledTargets { get; }
    IReadOnlyCollection<ExecutableTarget> RunningTargets { get; }
    IReadOnlyCollection<ExecutableTarget> AbortedTargets { get; }
    IReadOnlyCollection<ExecutableTarget> FailedTargets { get; }
    IReadOnlyCollection<ExecutableTarget> SucceededTargets { get; }
    IReadOnlyCollection<ExecutableTarget> FinishedTargets { get; }

    bool IsSucceeding { get; }
    bool IsFailing { get; }
    bool IsFinished { get; }

    /// <summary>The exit code to end with; null leaves it to the engine.</summary>
    int? ExitCode { get; set; }

    AbsolutePath RootDirectory { get; }
    AbsolutePath TemporaryDirectory { get; }
    AbsolutePath BuildAssemblyFile { get; }
    AbsolutePath BuildAssemblyDirectory { get; }
    AbsolutePath? BuildProjectDirectory { get; }
    AbsolutePath? BuildProjectFile { get; }

    Verbosity Verbosity { get; }
    Host Host { get; }
    bool Plan { get; internal set; }
    bool Help { get; internal set; }
    bool NoLogo { get; internal set; }

    /// <summary>Which part of work shared by several jobs this build does: <c>Partition.GetCurrent(Solution.AllProjects)</c> with <c>--partition 2/3</c>.</summary>
    Partition Partition { get; internal set; }

    bool IsLocalBuild { get; }
    bool IsServerBuild { get; }

    /// <summary>The value of a component's parameter: <c>[Parameter] string Approve => TryGetValue(() => Approve);</c></summary>
    /// <returns>null if no value was given.</returns>
    T TryGetValue<T>(Expression<Func<T>> parameterExpression) where T : class?;

    /// <summary>As <see cref="TryGetValue{T}(Expression{Func{T}})"/>, for values: <c>[Parameter] int? Count => TryGetValue&lt;int?&gt;(() => Count);</c></summary>
    T? TryGetValue<T>(Expression<Func<object?>> parameterExpression);

    internal void RaiseBuildCreated();
    internal void RaiseBuildInitialized();
    internal void RaiseBuildFinished();
    internal void RaiseTargetRunning(string target);
    internal void RaiseTargetSkipped(string target);
    internal void RaiseTargetSucceeded(string target);
    internal void RaiseTargetFailed(string target);
}
