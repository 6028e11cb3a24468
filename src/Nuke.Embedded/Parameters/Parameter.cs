using System.Reflection;
using Nuke.Common.ProjectModel;

namespace Nuke.Common.Parameters;

/// <summary>A parameter of a build: one name, and the members that take its value (a class's own and its components').</summary>
internal sealed class Parameter(string name, MemberInfo member, ParameterAttribute attribute)
{
    public string Name { get; } = name;
    public string Option { get; } = "--" + Kebab.Of(name);
    public ParameterAttribute Attribute { get; } = attribute;
    public List<MemberInfo> Members { get; } = [member];

    public string? Description => Attribute.Description?.TrimEnd('.');
    public bool IsListed => Attribute.List;
    public bool IsSecret => Members.Exists(x => x.IsDefined(typeof(SecretAttribute)));
    public bool IsRequired => Members.Exists(x => x.IsDefined(typeof(RequiredAttribute)));

    public Type Type => TypeOf(Members[0]);
    public bool IsFlag => (Nullable.GetUnderlyingType(Type) ?? Type) == typeof(bool);
    public bool IsList => ValueConverter.ElementType(Type) is not null;
    public bool IsSolution => Attribute is SolutionAttribute;

    /// <summary>The environment variables that set it, first to last.</summary>
    public IEnumerable<string> Variables =>
        new[] { Name, Kebab.UpperSnake(Name), "NUKE_" + Kebab.UpperSnake(Name) }.Distinct(StringComparer.Ordinal);

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;
}
