using System.Diagnostics;
using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Targets;

namespace Nuke.Common.Execution;

/// <summary>A target of a build, with its edges and what became of it.</summary>
[DebuggerDisplay("{Name} ({Status})")]
public sealed class ExecutableTarget
{
    internal ExecutableTarget(PropertyInfo member, TargetDefinition definition, Target factory)
    {
        Member = member;
        Definition = definition;
        Factory = factory;
        Name = definition.Name;
    }

    internal TargetDefinition Definition { get; }

    internal MemberInfo Member { get; }
    public string Name { get; }
    public string? Description => Definition.Text;
    public bool Listed => Definition.Listed;
    internal Delegate Factory { get; }

    internal IReadOnlyList<(string Text, Func<bool> Delegate)> DynamicConditions => Definition.DynamicConditions;
    internal IReadOnlyList<(string Text, Func<bool> Delegate)> StaticConditions => Definition.StaticConditions;
    internal DependencyBehavior DependencyBehavior => Definition.DependencyBehavior;
    internal bool AssuredAfterFailure => Definition.RunsAfterFailure;
    internal bool ProceedAfterFailure => Definition.ToleratesFailure;
    internal IReadOnlyList<LambdaExpression> DelegateRequirements => Definition.Requirements;
    internal IReadOnlyList<TargetAction> Actions => Definition.Actions;

    /// <summary>Globs of what the target leaves behind.</summary>
    internal IReadOnlyList<string> ArtifactProducts => Definition.Products;

    /// <summary>Targets that this one pulls in and that run before it, in declared order.</summary>
    public List<ExecutableTarget> ExecutionDependencies { get; } = [];

    /// <summary>Targets that run before this one if they are scheduled too.</summary>
    internal List<ExecutableTarget> OrderDependencies { get; } = [];

    /// <summary>Targets that trigger this one.</summary>
    internal List<ExecutableTarget> TriggerDependencies { get; } = [];

    /// <summary>Targets that this one triggers.</summary>
    internal List<ExecutableTarget> Triggers { get; } = [];

    internal IReadOnlyCollection<ExecutableTarget> AllDependencies => [.. ExecutionDependencies, .. OrderDependencies, .. TriggerDependencies];

    /// <summary>Every target that must have ended before this one begins, if it is scheduled too.</summary>
    internal IEnumerable<ExecutableTarget> Predecessors => AllDependencies.Concat(ArtifactDependencies.Select(x => x.Producer));

    /// <summary>Targets whose products this one reads, with the globs read.</summary>
    internal List<(ExecutableTarget Producer, IReadOnlyList<string> Artifacts)> ArtifactDependencies { get; } = [];

    public bool IsDefault { get; internal set; }
    public bool Invoked { get; internal set; }
    public ExecutionStatus Status { get; internal set; }
    public TimeSpan Duration { get; internal set; }

    /// <summary>When it began; null if it has not.</summary>
    internal DateTimeOffset? Started { get; set; }

    /// <summary>What its last action returned; null for nothing.</summary>
    internal object? Result { get; set; }

    /// <summary>For tables and reports.</summary>
    internal string StatusText => Status switch
    {
        ExecutionStatus.Succeeded when Cached is not null => "Cached",
        ExecutionStatus.Collective => nameof(ExecutionStatus.Succeeded),
        var status => status.ToString(),
    };

    /// <summary>Pairs for the closing summary, in the order in which they were added.</summary>
    public Dictionary<string, string> SummaryInformation { get; } = [];

    /// <summary>Why the target was skipped; null if it was not, or if a condition says it.</summary>
    public string? Skipped => SummaryInformation.GetValueOrDefault(nameof(Skipped));

    /// <summary>The condition that was not met; null if there is none.</summary>
    public string? OnlyWhen => SummaryInformation.GetValueOrDefault(nameof(OnlyWhen));

    /// <summary>Why the target had nothing to do; null if it did its work.</summary>
    internal string? Cached
    {
        get => SummaryInformation.GetValueOrDefault(nameof(Cached));
        set => SummaryInformation[nameof(Cached)] = value ?? "";
    }
}
