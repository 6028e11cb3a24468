using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Nuke.Common.ValueInjection;

/// <summary>Gives a field or property its value before targets are defined, and after parameters have theirs. If it throws, that is a warning, and the member stays as it is.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "NUKE's name.")]
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public abstract class ValueInjectionAttributeBase : Attribute
{
    /// <summary>Higher ones are first.</summary>
    public virtual int Priority => 0;

    /// <returns>null leaves the member as it is.</returns>
    public abstract object? GetValue(MemberInfo member, object instance);
}
