using System.Reflection;

namespace Nuke.Common.Parameters;

internal static class Members
{
    /// <summary>Sets a field or property, also a read-only one.</summary>
    public static void Set(NukeBuild build, MemberInfo member, object value)
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
