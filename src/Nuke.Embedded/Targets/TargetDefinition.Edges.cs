using System.Reflection;
using Nuke.Common.Utilities;

namespace Nuke.Common.Targets;

internal sealed partial class TargetDefinition
{
    public ITargetDefinition DependsOn(params Target[] targets) => Add(DependsOnTargets, targets);

    public ITargetDefinition DependsOn<T>(params Func<T, Target>[] targets) => Add(DependsOnTargets, Of(targets));

    public ITargetDefinition TryDependsOn<T>(params Func<T, Target>[] targets) => build is T ? DependsOn(targets) : this;

    public ITargetDefinition DependentFor(params Target[] targets) => Add(DependentForTargets, targets);

    public ITargetDefinition DependentFor<T>(params Func<T, Target>[] targets) => Add(DependentForTargets, Of(targets));

    public ITargetDefinition TryDependentFor<T>(params Func<T, Target>[] targets) => build is T ? DependentFor(targets) : this;

    public ITargetDefinition Before(params Target[] targets) => Add(BeforeTargets, targets);

    public ITargetDefinition Before<T>(params Func<T, Target>[] targets) => Add(BeforeTargets, Of(targets));

    public ITargetDefinition TryBefore<T>(params Func<T, Target>[] targets) => build is T ? Before(targets) : this;

    public ITargetDefinition After(params Target[] targets) => Add(AfterTargets, targets);

    public ITargetDefinition After<T>(params Func<T, Target>[] targets) => Add(AfterTargets, Of(targets));

    public ITargetDefinition TryAfter<T>(params Func<T, Target>[] targets) => build is T ? After(targets) : this;

    public ITargetDefinition Triggers(params Target[] targets) => Add(TriggersTargets, targets);

    public ITargetDefinition Triggers<T>(params Func<T, Target>[] targets) => Add(TriggersTargets, Of(targets));

    public ITargetDefinition TryTriggers<T>(params Func<T, Target>[] targets) => build is T ? Triggers(targets) : this;

    public ITargetDefinition TriggeredBy(params Target[] targets) => Add(TriggeredByTargets, targets);

    public ITargetDefinition TriggeredBy<T>(params Func<T, Target>[] targets) => Add(TriggeredByTargets, Of(targets));

    public ITargetDefinition TryTriggeredBy<T>(params Func<T, Target>[] targets) => build is T ? TriggeredBy(targets) : this;

    public ITargetDefinition Consumes(params Target[] targets)
    {
        ConsumedTargets.AddRange(targets.Select(x => (x, Array.Empty<string>())));
        return this;
    }

    public ITargetDefinition Consumes<T>(params Func<T, Target>[] targets) => Consumes(Of(targets));

    public ITargetDefinition Consumes(Target target, params string[] artifacts)
    {
        ConsumedTargets.Add((target, artifacts));
        return this;
    }

    public ITargetDefinition Consumes<T>(Func<T, Target> target, params string[] artifacts) => Consumes(target(Component<T>()), artifacts);

    private TargetDefinition Add(List<Target> edges, Target[] targets)
    {
        edges.AddRange(targets);
        return this;
    }

    private Target[] Of<T>(Func<T, Target>[] targets)
    {
        var component = Component<T>();
        return targets.Length == 0 ? [(Target)OnlyTargetOf(typeof(T)).GetValue(build)!] : [.. targets.Select(x => x(component))];
    }

    private T Component<T>() => build is T component
        ? component
        : throw new InvalidInputException(
            $"Target '{Name}' refers to component '{typeof(T).Name}', which '{build.GetType().Name}' does not implement. Implement it, or use the Try… form.");

    private PropertyInfo OnlyTargetOf(Type component)
    {
        var targets = component.GetProperties().Where(x => x.PropertyType == typeof(Target)).ToArray();
        return targets.Length == 1
            ? targets[0]
            : throw new InvalidInputException(
                $"Target '{Name}' refers to component '{component.Name}' without naming a target, and it has {targets.Length} ({string.Join(", ", targets.Select(x => x.Name))}). Name one: x => x.…");
    }
}
