using System.Reflection;
using Nuke.Common.Sessions;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Parameters;

/// <summary>The members of a build and its components that get their values from attributes other than <see cref="ParameterAttribute"/>.</summary>
internal sealed class Injections(INukeBuild build, BuildOutput output)
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly Dictionary<MemberInfo, object?> _ofComponents = [];

    /// <summary>Sets the fields and properties of the class. Those of components are evaluated when they are first read.</summary>
    public void Inject()
    {
        List<(MemberInfo Member, ValueInjectionAttributeBase Attribute)> members = [];
        foreach (var type in Members.ClassesOf(build.GetType()))
        {
            foreach (var member in type.GetMembers(Declared))
            {
                if (member is FieldInfo or PropertyInfo && AttributeOf(member) is { } attribute) members.Add((member, attribute));
            }
        }

        foreach (var (member, attribute) in members.OrderByDescending(x => x.Attribute.Priority))
        {
            if (Evaluate(member, attribute) is { } value) Members.Set(build, member, value);
        }
    }

    /// <returns>null if the member has no such attribute, or its value could not be had.</returns>
    public object? ValueOf(MemberInfo member)
    {
        lock (_ofComponents)
        {
            if (_ofComponents.TryGetValue(member, out var known)) return known;
            return AttributeOf(member) is { } attribute ? _ofComponents[member] = Evaluate(member, attribute) : null;
        }
    }

    private static ValueInjectionAttributeBase? AttributeOf(MemberInfo member) => member.GetCustomAttribute<ValueInjectionAttributeBase>();

    private object? Evaluate(MemberInfo member, ValueInjectionAttributeBase attribute)
    {
        try
        {
            var value = attribute.GetValue(member, build);
            return value is null || Parameter.TypeOf(member).IsInstanceOfType(value)
                ? value
                : throw new InvalidOperationException($"the attribute gives a {value.GetType().Name}, and the member is a {Parameter.TypeOf(member).Name}");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var name = attribute.GetType().Name.Replace(nameof(Attribute), "", StringComparison.Ordinal);
            output.Write($"warning: [{name}] {member.Name} has no value: {ExceptionText.Unwrap(e).Message}", Tone.Warning);
            return null;
        }
    }
}
