using System.Reflection;
using Nuke.Common.Execution;
using Nuke.Common.Sessions;

namespace Nuke.Common.Parameters;

internal static class HelpText
{
    public static void Write(IEnumerable<ExecutableTarget> targets, ParameterValues given, INukeBuild build, BuildOutput output)
    {
        output.Write("Usage: [targets] [--parameter value] [--option]");
        output.Write("");
        output.Write("Targets (with their direct dependencies):", Tone.Heading);
        WriteColumns([.. targets.Where(x => x.Listed).OrderBy(x => x.Name, StringComparer.Ordinal).Select(Row)], output);

        var parameters = given.Catalog.Parameters.Where(x => x.IsListed).ToArray();
        if (parameters.Length > 0)
        {
            output.Write("");
            output.Write("Parameters:", Tone.Heading);
            WriteColumns([.. parameters.Select(x => Row(x, given, build))], output);
        }

        output.Write("");
        output.Write("Options:", Tone.Heading);
        WriteColumns([.. EngineOption.All.Select(x => (x.Text, x.Description + "."))], output);
    }

    private static (string, string) Row(ExecutableTarget target)
    {
        var arrow = target.ExecutionDependencies.Count == 0 ? "" : "-> " + string.Join(", ", target.ExecutionDependencies.Select(x => x.Name));
        return (target.Name + (target.IsDefault ? " (default)" : ""), string.Join("  ", new[] { target.Description, arrow }.Where(x => !string.IsNullOrEmpty(x))));
    }

    private static (string, string) Row(Parameter parameter, ParameterValues given, INukeBuild build)
    {
        var value = parameter.IsFlag ? "" : parameter.IsList ? " <values>" : " <value>";
        List<string> notes = [];
        if (parameter.Description is { Length: > 0 } description) notes.Add(description + ".");
        if (ValueConverter.Choices(parameter.Type) is { } choices) notes.Add($"One of {string.Join(", ", choices)}.");
        else if (ValueProviders.Suggestions(parameter, build) is { Count: > 0 } suggestions) notes.Add($"Such as {string.Join(", ", suggestions)}.");
        if (parameter.IsSecret) notes.Add("Secret.");
        else if (DefaultOf(parameter, given, build) is { Length: > 0 } text) notes.Add($"Default {text}.");
        if (parameter.IsRequired) notes.Add("Required.");
        if (parameter.HasNamedVariables && parameter.Variables.Count() > 1) notes.Add($"Or the variable {parameter.Variable}.");
        return (parameter.Option + value, string.Join(' ', notes));
    }

    /// <summary>The field initializer; what was given on top of it is not a default.</summary>
    private static string? DefaultOf(Parameter parameter, ParameterValues given, INukeBuild build)
    {
        if (given.IsGiven(parameter)) return null;
        object? value;
        try
        {
            value = parameter.Members[0] switch
            {
                FieldInfo field => field.GetValue(build),
                PropertyInfo { CanRead: true } property => property.GetValue(build),
                _ => null,
            };
        }
        catch (TargetInvocationException)
        {
            return null; // Its value depends on what --help does not set up.
        }

        return value switch
        {
            null or false => null,
            string text => text,
            System.Collections.IEnumerable values => string.Join(' ', values.Cast<object>()),
            _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    private static void WriteColumns((string Left, string Right)[] rows, BuildOutput output)
    {
        var width = rows.Select(x => x.Left.Length).DefaultIfEmpty(0).Max() + 3;
        foreach (var (left, right) in rows) output.Write($"  {left.PadRight(width)}{right}".TrimEnd());
    }
}
