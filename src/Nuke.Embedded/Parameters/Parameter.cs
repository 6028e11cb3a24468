using System.Reflection;
using System.Runtime.CompilerServices;
using Nuke.Common.Execution;
using Nuke.Common.ProjectModel;
using Nuke.Common.Utilities;

namespace Nuke.Common.Parameters;

/// <summary>A parameter of a build: one name, and the members that take its value (a class's own and its components').</summary>
internal sealed class Parameter(string name, MemberInfo member, ParameterAttribute attribute)
{
    private const string Prefix = "NUKE_";
    private static readonly ConditionalWeakTable<Type, StrongBox<ParameterVariablesAttribute?>> s_named = [];

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

    /// <summary>Whether each assembly that declares it names its variables.</summary>
    public bool HasNamedVariables => Members.TrueForAll(x => NamedBy(x) is not null);

    /// <summary>The environment variables that set it, first to last.</summary>
    public IEnumerable<string> Variables =>
        new[] { Name, Kebab.UpperSnake(Name) }.Where(IsRead).Append(Prefix + Kebab.UpperSnake(Name)).Distinct(StringComparer.Ordinal);

    /// <summary>The one to recommend.</summary>
    public string Variable => IsRead(Kebab.UpperSnake(Name)) ? Kebab.UpperSnake(Name) : Prefix + Kebab.UpperSnake(Name);

    /// <returns>Null where any variable of the parameter's name is read, as in NUKE.</returns>
    public static IReadOnlyList<string>? NamedBy(MemberInfo member) => s_named.GetValue(member.DeclaringType!, type =>
        new(type.GetCustomAttribute<ParameterVariablesAttribute>(inherit: false) ?? type.Assembly.GetCustomAttribute<ParameterVariablesAttribute>())).Value?.Names;

    private bool IsRead(string variable) => Members.Exists(x => NamedBy(x)?.Contains(variable) ?? true);

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;
}
