using System.Collections;
using System.Globalization;
using Nuke.Common.IO;
using Nuke.Common.ProjectModel;
using Nuke.Common.Tooling;

namespace Nuke.Common.Caching;

/// <summary>Values as texts that are equal exactly if the values are, on any machine.</summary>
internal static class ValueText
{
    /// <returns>Null if the value has no such text.</returns>
    public static string? Of(object? value, AbsolutePath root) => value switch
    {
        null => "null",
        string text => Quote(text),
        Solution solution => $"{Of(solution.Path, root)} {(solution.Path is { } file && file.FileExists() ? FileState.Read(root, Path.GetRelativePath(root, file)).Digest : "")}",
        AbsolutePath path => Quote(Relative(path, root)),
        bool or char or Enum or Enumeration or Version or Uri => value.ToString(),
        IFormattable simple when value.GetType().IsPrimitive || value is decimal or DateTime or DateTimeOffset or TimeSpan or Guid or DateOnly or TimeOnly =>
            simple.ToString(value is DateTime or DateTimeOffset ? "O" : value is float or double ? "R" : null, CultureInfo.InvariantCulture),
        IDictionary => null,
        IEnumerable items => Items(items, root),
        _ => null,
    };

    private static string? Items(IEnumerable items, AbsolutePath root)
    {
        List<string> texts = [];
        foreach (var item in items)
        {
            if (Of(item, root) is not { } text) return null;
            texts.Add(text);
        }

        return $"[{string.Join(", ", texts)}]";
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>The root is elsewhere on every machine.</summary>
    private static string Relative(AbsolutePath path, AbsolutePath root)
    {
        var relative = Path.GetRelativePath(root, path).Replace('\\', '/');
        return Path.IsPathRooted(relative) || relative.StartsWith("../", StringComparison.Ordinal) ? path.ToString() : relative;
    }
}
