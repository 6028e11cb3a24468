using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.Targets;

/// <summary>Collects what a target's lambda says. Edges are kept as delegates: they are resolved when all targets are known.</summary>
internal sealed partial class TargetDefinition(string name, object build, AbsolutePath root, Stack<PropertyInfo> overridden) : ITargetDefinition
{
    public string Name { get; } = name;
    public string? Text { get; private set; }
    public bool Listed { get; private set; } = true;
    public bool RunsAfterFailure { get; private set; }
    public bool ToleratesFailure { get; private set; }
    public DependencyBehavior DependencyBehavior { get; private set; }
    public List<(string Text, Func<bool> Delegate)> DynamicConditions { get; } = [];
    public List<(string Text, Func<bool> Delegate)> StaticConditions { get; } = [];
    public List<LambdaExpression> Requirements { get; } = [];
    public List<string> Products { get; } = [];

    public List<Target> DependsOnTargets { get; } = [];
    public List<Target> DependentForTargets { get; } = [];
    public List<Target> BeforeTargets { get; } = [];
    public List<Target> AfterTargets { get; } = [];
    public List<Target> TriggersTargets { get; } = [];
    public List<Target> TriggeredByTargets { get; } = [];
    public List<(Target Target, string[] Artifacts)> ConsumedTargets { get; } = [];

    public ITargetDefinition Description(string description)
    {
        Text = description;
        return this;
    }

    public ITargetDefinition OnlyWhenDynamic(Func<bool> condition, string? conditionExpression = null)
    {
        DynamicConditions.Add((conditionExpression ?? "", condition));
        return this;
    }

    public ITargetDefinition OnlyWhenStatic(Func<bool> condition, string? conditionExpression = null)
    {
        StaticConditions.Add((conditionExpression ?? "", condition));
        return this;
    }

    public ITargetDefinition Requires<T>(Expression<Func<T>> parameterRequirement, params Expression<Func<T>>[] parameterRequirements)
        where T : class?
    {
        Requirements.AddRange([parameterRequirement, .. parameterRequirements]);
        return this;
    }

    public ITargetDefinition Requires<T>(Expression<Func<T?>> parameterRequirement, params Expression<Func<T?>>[] parameterRequirements)
        where T : struct
    {
        Requirements.AddRange([parameterRequirement, .. parameterRequirements]);
        return this;
    }

    public ITargetDefinition Requires(Expression<Func<bool>> requirement, params Expression<Func<bool>>[] requirements)
    {
        Requirements.AddRange([requirement, .. requirements]);
        return this;
    }

    public ITargetDefinition WhenSkipped(DependencyBehavior dependencyBehavior)
    {
        DependencyBehavior = dependencyBehavior;
        return this;
    }

    public ITargetDefinition AssuredAfterFailure()
    {
        RunsAfterFailure = true;
        return this;
    }

    public ITargetDefinition ProceedAfterFailure()
    {
        ToleratesFailure = true;
        return this;
    }

    public ITargetDefinition Unlisted()
    {
        Listed = false;
        return this;
    }

    public ITargetDefinition Produces(params string[] artifacts)
    {
        Products.AddRange(artifacts);
        return this;
    }

    public ITargetDefinition Partition(int size)
    {
        if (size < 1) throw new InvalidInputException($"Target '{Name}': Partition({size}) needs a number of 1 or more.");
        return this;
    }

    public ITargetDefinition Base()
    {
        if (!overridden.TryPop(out var member))
            throw new InvalidInputException($"Target '{Name}' calls Base(), but no base class has it. For a component's definition use Inherit<T>().");
        return Inherit(NonVirtually(member));
    }

    public ITargetDefinition Inherit(params Target[] targets)
    {
        foreach (var target in targets)
        {
            Sources.Add(target);
            target(this);
        }

        return this;
    }

    public ITargetDefinition Inherit<T>(params Expression<Func<T, Target>>[] targets)
    {
        var members = targets.Length == 0 ? [OnlyTargetOf(typeof(T))] : targets.Select(x =>
            MemberExpressions.Find(x) as PropertyInfo
            ?? throw new InvalidInputException($"Target '{Name}': Inherit needs a lambda that names a target, not '{x}'."));
        return Inherit([.. members.Select(NonVirtually)]);
    }

    /// <summary>Calls the getter that was named and not an override of it.</summary>
    private Target NonVirtually(PropertyInfo member)
    {
        var getter = member.GetMethod!.MethodHandle.GetFunctionPointer();
        return ((Func<Target>)Activator.CreateInstance(typeof(Func<Target>), build, getter)!)();
    }
}
