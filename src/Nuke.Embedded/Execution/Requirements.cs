using System.Linq.Expressions;
using System.Reflection;
using System.Text.RegularExpressions;
using Nuke.Common.Parameters;
using Nuke.Common.Utilities;

namespace Nuke.Common.Execution;

/// <summary>What must be given, or hold, before anything runs.</summary>
internal static partial class Requirements
{
    /// <summary>Parameters marked <see cref="RequiredAttribute"/>.</summary>
    public static IEnumerable<string> OfBuild(INukeBuild build, ParameterCatalog catalog) =>
        from parameter in catalog.Parameters
        where parameter.IsRequired && parameter.Members.TrueForAll(member => IsEmpty(Read(member, build)))
        select $"{parameter.Option} is required{About(parameter)}. {HowToGive(parameter)}";

    /// <summary>What the scheduled targets ask for by <c>Requires</c>.</summary>
    public static IEnumerable<string> OfTargets(IEnumerable<ExecutableTarget> scheduled, INukeBuild build, ParameterCatalog catalog) =>
        from target in scheduled
        from requirement in target.DelegateRequirements
        let problem = Check(requirement, build, catalog)
        where problem is not null
        select $"Target '{target.Name}' {problem}";

    private static string? Check(LambdaExpression requirement, INukeBuild build, ParameterCatalog catalog)
    {
        if (requirement is Expression<Func<bool>> condition)
            return condition.Compile(preferInterpretation: true)() ? null : $"requires '{Readable(condition.Body)}', which is false.";

        if (MemberExpressions.Find(requirement) is not { } member)
            return IsEmpty(requirement.Compile(preferInterpretation: true).DynamicInvoke()) ? $"requires '{Readable(requirement.Body)}', which is null." : null;
        if (!IsEmpty(Read(member, build))) return null;
        return catalog.Find(member) is { } parameter
            ? $"requires {parameter.Option}{About(parameter)}. {HowToGive(parameter)}"
            : $"requires '{member.Name}', which has no value.";
    }

    private static object? Read(MemberInfo member, INukeBuild build) => member switch
    {
        FieldInfo field => field.GetValue(field.IsStatic ? null : build),
        PropertyInfo property => property.GetValue(property.GetMethod!.IsStatic ? null : build),
        _ => null,
    };

    private static bool IsEmpty(object? value) => value is null || (value is string text && string.IsNullOrWhiteSpace(text));

    private static string About(Parameter parameter) => parameter.Description is { Length: > 0 } description ? $" ({description})" : "";

    private static string HowToGive(Parameter parameter) =>
        $"Give it as {parameter.Option} <value>, or in the environment as {parameter.Variable}.";

    private static string Readable(Expression expression) => Closure().Replace(expression.ToString(), "");

    [GeneratedRegex(@"value\([^)]*\)\.")]
    private static partial Regex Closure();
}
