using System.Reflection;
using Nuke.Common.Utilities;

namespace Nuke.Common.Parameters;

/// <summary>The parameters that a build class and its components declare.</summary>
internal sealed class ParameterCatalog
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly List<Parameter> _parameters = [];

    private ParameterCatalog() { }

    /// <summary>In order of their names.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    public static ParameterCatalog Of(Type build)
    {
        ParameterCatalog catalog = new();
        foreach (var type in Members.ClassesOf(build)) catalog.Add(type);
        foreach (var component in build.GetInterfaces().Where(x => x != typeof(INukeBuild)).OrderBy(x => x.FullName, StringComparer.Ordinal))
            catalog.Add(component);
        catalog._parameters.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return catalog;
    }

    /// <summary>Environment variables that the parameters' assemblies name beside those of parameters.</summary>
    public IEnumerable<string> OtherVariables => _parameters.SelectMany(x => x.Members).SelectMany(x => Parameter.NamedBy(x) ?? [])
        .Distinct(StringComparer.Ordinal).Except(_parameters.SelectMany(x => x.Variables), StringComparer.Ordinal);

    /// <summary>Finds a parameter by any spelling of its name; null if there is none.</summary>
    public Parameter? Find(string name) => _parameters.Find(x => Kebab.Same(x.Name, name));

    public Parameter? Find(MemberInfo member) =>
        _parameters.Find(x => x.Members.Exists(own => own.HasSameMetadataDefinitionAs(member)))
        ?? (member.GetCustomAttribute<ParameterAttribute>() is { } attribute ? Find(NameOf(member, attribute)) : null);

    private static string NameOf(MemberInfo member, ParameterAttribute attribute) =>
        member.DeclaringType!.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix + (attribute.Name ?? member.Name[(member.Name.LastIndexOf('.') + 1)..]);

    private void Add(Type type)
    {
        foreach (var member in type.GetMembers(Declared))
        {
            if (member is not (FieldInfo or PropertyInfo) || member.GetCustomAttribute<ParameterAttribute>() is not { } attribute) continue;

            var name = NameOf(member, attribute);
            if (_parameters.Find(x => x.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known) known.Members.Add(member);
            else _parameters.Add(new Parameter(name, member, attribute));
        }
    }
}
