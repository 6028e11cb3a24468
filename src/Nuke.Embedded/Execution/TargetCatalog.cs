using System.Reflection;
using Nuke.Common.Targets;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>Finds the targets of a build, of its class and its components, and connects them.</summary>
internal sealed class TargetCatalog
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly INukeBuild _build;
    private readonly List<ExecutableTarget> _targets = [];

    private TargetCatalog(INukeBuild build) => _build = build;

    /// <returns>The targets, those of the class first, in declared order.</returns>
    /// <exception cref="InvalidInputException">A definition is wrong.</exception>
    public static IReadOnlyList<ExecutableTarget> Create(INukeBuild build, IReadOnlyCollection<string> defaults)
    {
        TargetCatalog catalog = new(build);
        var members = Members(build.GetType());
        foreach (var (name, member) in members) catalog.Add(name, member);
        if (build is IDefineTargets more)
        {
            var list = typeof(IDefineTargets).GetProperty(nameof(IDefineTargets.DefinedTargets))!;
            foreach (var (name, factory) in more.DefinedTargets.Where(x => !members.ContainsKey(x.Key))) catalog.Add(name, list, factory, []);
        }

        foreach (var target in catalog._targets)
        {
            target.IsDefault = defaults.Contains(target.Name);
            catalog.Connect(target);
        }

        Cycles.ThrowIfAny(catalog._targets);
        return catalog._targets;
    }

    private static Dictionary<string, PropertyInfo> Members(Type build)
    {
        Dictionary<string, PropertyInfo> members = new(StringComparer.Ordinal);
        Stack<Type> classes = new();
        foreach (var type in Parameters.Members.ClassesOf(build)) classes.Push(type);

        // Base classes first, so that a derived one replaces, and keeps the place of what it overrides.
        foreach (var property in classes.SelectMany(TargetsOf).Where(x => !IsExplicit(x))) members[property.Name] = property;

        var components = build.GetInterfaces()
            .OrderBy(x => x.GetInterfaces().Length).ThenBy(x => x.FullName, StringComparer.Ordinal)
            .SelectMany(TargetsOf).Where(x => !IsExplicit(x))
            .GroupBy(x => x.Name);
        foreach (var group in components)
        {
            if (!members.TryGetValue(group.Key, out var own)) members.Add(group.Key, MostDerived(group.Key, [.. group]));
            else if (own.GetMethod is { IsPublic: false })
                throw new InvalidInputException($"Target '{own.Name}' of '{own.DeclaringType!.Name}' must be public to stand in for that of '{group.First().DeclaringType!.Name}'.");
        }

        return members;
    }

    private static IEnumerable<PropertyInfo> TargetsOf(Type type) =>
        type.GetProperties(Declared).Where(x => x.PropertyType == typeof(Target) && x.CanRead);

    /// <summary>An explicit implementation: the property it implements is listed by itself, and reading that one leads here.</summary>
    private static bool IsExplicit(PropertyInfo property) => property.Name.Contains('.', StringComparison.Ordinal);

    private static PropertyInfo MostDerived(string name, PropertyInfo[] candidates) =>
        candidates.SingleOrDefault(x => candidates.All(y => y.DeclaringType!.IsAssignableFrom(x.DeclaringType)))
        ?? throw new InvalidInputException(
            $"Target '{name}' comes from {string.Join(" and ", candidates.Select(x => $"'{x.DeclaringType!.Name}'"))}. Implement it in the build: public Target {name} => …");

    private void Add(string name, PropertyInfo member)
    {
        Stack<PropertyInfo> overridden = new();
        List<PropertyInfo> bases = [];
        for (var type = member.DeclaringType!.BaseType; type is not null; type = type.BaseType)
        {
            if (type.GetProperty(name, Declared) is { } property && property.PropertyType == typeof(Target)) bases.Add(property);
        }

        // Base() of a base definition means the next one up.
        foreach (var property in Enumerable.Reverse(bases)) overridden.Push(property);
        var factory = (Target?)member.GetValue(_build)
            ?? throw new InvalidInputException($"Target '{name}' is null; write {name} => _ => _.…");
        Add(name, member, factory, overridden);
    }

    private void Add(string name, PropertyInfo member, Target factory, Stack<PropertyInfo> overridden)
    {
        TargetDefinition definition = new(name, _build, _build.RootDirectory, overridden);
        factory(definition);
        _targets.Add(new ExecutableTarget(member, definition, factory));
    }

    private void Connect(ExecutableTarget target)
    {
        Fill(target.ExecutionDependencies, target, x => x.DependsOnTargets, x => x.DependentForTargets);
        Fill(target.OrderDependencies, target, x => x.AfterTargets, x => x.BeforeTargets);
        Fill(target.TriggerDependencies, target, x => x.TriggeredByTargets, x => x.TriggersTargets);
        Fill(target.Triggers, target, x => x.TriggersTargets, x => x.TriggeredByTargets);
        foreach (var (producer, artifacts) in target.Definition.ConsumedTargets)
        {
            var resolved = Resolve(producer, target);
            target.ArtifactDependencies.Add((resolved, artifacts.Length > 0 ? artifacts : resolved.ArtifactProducts));
        }
    }

    private void Fill(
        List<ExecutableTarget> edges,
        ExecutableTarget target,
        Func<TargetDefinition, List<Target>> direct,
        Func<TargetDefinition, List<Target>> inverse)
    {
        var mine = direct(target.Definition).Select(x => Resolve(x, target));
        var others = _targets.Where(other => inverse(other.Definition).Any(x => Resolve(x, other) == target));
        edges.AddRange(mine.Concat(others).Distinct());
    }

    private ExecutableTarget Resolve(Target edge, ExecutableTarget user)
    {
        if (edge is null) throw new InvalidInputException($"Target '{user.Name}' refers to a target that is null.");
        return _targets.Find(edge) ?? throw new InvalidInputException(
                $"Target '{user.Name}' refers to a target that cannot be told from others ({edge.Method.Name}). Define targets as properties of the build: Target X => _ => _.…");
    }
}
