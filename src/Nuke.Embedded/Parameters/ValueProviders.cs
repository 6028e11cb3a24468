using System.Reflection;
using Nuke.Common.Utilities;

namespace Nuke.Common.Parameters;

/// <summary>Values that a member of the build suggests for a parameter.</summary>
internal static class ValueProviders
{
    private const BindingFlags All =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;

    /// <returns>In the provider's order; empty without a provider, or if it throws.</returns>
    /// <exception cref="InvalidInputException">There is no such member.</exception>
    public static IReadOnlyList<string> Suggestions(Parameter parameter, INukeBuild build)
    {
        if (parameter.Attribute.ValueProviderMember is not { } name) return [];
        var type = parameter.Attribute.ValueProviderType ?? build.GetType();
        var member = type.GetMember(name, All).SingleOrDefault(x => x is FieldInfo or PropertyInfo);
        if (member is null || !typeof(IEnumerable<string>).IsAssignableFrom(Parameter.TypeOf(member)))
            throw new InvalidInputException($"Parameter '{parameter.Name}': its value provider '{type.Name}.{name}' is no field or property of type IEnumerable<string>.");

        var instance = parameter.Attribute.ValueProviderType is null ? build : null;
        try
        {
            var values = member is FieldInfo field ? field.GetValue(instance) : ((PropertyInfo)member).GetValue(instance);
            return [.. (IEnumerable<string>?)values ?? []];
        }
        catch (TargetInvocationException)
        {
            return []; // A suggestion less; --help and completion go on.
        }
    }
}
