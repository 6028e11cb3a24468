using System.Reflection;

namespace Nuke.Common.Parameters;

internal static class Members
{
    /// <summary>A build's own classes, the most derived one first: those below <c>NukeBuild</c>.</summary>
    public static IEnumerable<Type> ClassesOf(Type build)
    {
        for (var type = build; typeof(INukeBuild).IsAssignableFrom(type.BaseType); type = type.BaseType) yield return type;
    }

    /// <summary>Sets a field or property, also a read-only one.</summary>
    public static void Set(INukeBuild build, MemberInfo member, object value)
    {
        if (member is FieldInfo field)
        {
            field.SetValue(build, value);
        }
        else if (member is PropertyInfo { SetMethod: { } setter })
        {
            setter.Invoke(build, [value]);
        }
        else
        {
            // An automatic property without a setter; any other computes its own value, mostly through TryGetValue.
            member.DeclaringType!
                .GetField($"<{member.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic)
                ?.SetValue(build, value);
        }
    }
}
