using System.Collections;
using System.Globalization;
using Nuke.Common.Utilities;

namespace Nuke.Common.Tooling;

/// <summary>Writes settings as a command line.</summary>
internal static class CommandLineText
{
    private const string Key = "{key}";
    private const string Value = "{value}";

    public static string Of(ToolOptions options)
    {
        var table = Arguments.Of(options.GetType());
        var words = options.Values
            .Where(x => table.ContainsKey(x.Key))
            .Select(x => (x.Value, Argument: table[x.Key]))
            .OrderByDescending(x => Math.Sign(x.Argument.Position)).ThenBy(x => x.Argument.Position)
            .SelectMany(x => Words(x.Argument, x.Value));
        return string.Join(' ', [.. options.Command.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. words, .. options.ProcessAdditionalArguments]);
    }

    /// <summary>The values that logs must not show.</summary>
    public static IEnumerable<string> Secrets(ToolOptions options)
    {
        var table = Arguments.Of(options.GetType());
        return options.Values
            .Where(x => table.TryGetValue(x.Key, out var argument) && argument.IsSecret)
            .Select(x => (string)x.Value)
            .Concat(options.ProcessRedactedSecrets)
            .Where(x => x.Length > 0);
    }

    private static IEnumerable<string> Words(ArgumentAttribute argument, object value) => value switch
    {
        false when !argument.Words.Any(word => word.Contains(Value, StringComparison.Ordinal)) => [],
        IReadOnlyDictionary<string, object?> pairs => Several(argument, [.. pairs.Select(x => (x.Key, Text(x.Value)))]),
        IEnumerable values and not string => Several(argument, [.. values.Cast<object?>().Select(x => ("", Text(x)))]),
        _ => Several(argument, [("", Text(value))]),
    };

    private static IEnumerable<string> Several(ArgumentAttribute argument, IReadOnlyList<(string Key, string Text)> all)
    {
        var values = all.Where(x => x.Text.Length > 0).ToArray();
        if (values.Length == 0) return [];
        if (argument.Separator is not { } separator) return values.SelectMany(x => argument.Words.Select(word => Fill(word, x)));
        return argument.Words.SelectMany(word =>
            !word.Contains(Value, StringComparison.Ordinal) ? [word]
            : separator is " " ? values.Select(x => Fill(word, x))
            : [word.Replace(Value, string.Join(separator, values.Select(x => x.Text)), StringComparison.Ordinal)]);
    }

    private static string Fill(string word, (string Key, string Text) value) =>
        word.Replace(Key, value.Key, StringComparison.Ordinal).Replace(Value, value.Text, StringComparison.Ordinal);

    /// <summary>Empty for what is not written at all.</summary>
    private static string Text(object? value) => Quoting.DoubleIfNeeded(value switch
    {
        null => "",
        true or "True" => "true",
        false or "False" => "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    });
}
