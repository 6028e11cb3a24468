using System.Text;
using System.Text.RegularExpressions;

namespace Nuke.Common.IO;

/// <summary>Finding files by pattern: <c>*</c> and <c>?</c> within a name, <c>**</c> for any folders, <c>[ab]</c>, <c>{one,two}</c>.</summary>
public static class Globbing
{
    /// <returns>Files below the directory that match any pattern, each once, in ordinal order.</returns>
    public static IReadOnlyCollection<AbsolutePath> GlobFiles(this AbsolutePath directory, params string[] patterns) =>
        Find(directory, patterns, (path, options) => Directory.EnumerateFiles(path, "*", options));

    /// <returns>Directories below the directory that match any pattern, each once, in ordinal order.</returns>
    public static IReadOnlyCollection<AbsolutePath> GlobDirectories(this AbsolutePath directory, params string[] patterns) =>
        Find(directory, patterns, (path, options) => Directory.EnumerateDirectories(path, "*", options));

    private static List<AbsolutePath> Find(
        AbsolutePath directory, string[] patterns, Func<string, EnumerationOptions, IEnumerable<string>> enumerate)
    {
        if (!directory.DirectoryExists()) return [];
        SortedSet<string> found = new(StringComparer.Ordinal);
        foreach (var pattern in patterns.Select(x => x.Replace('\\', '/').TrimStart('/')))
        {
            var regex = ToRegex(pattern);
            EnumerationOptions options = new()
            {
                RecurseSubdirectories = pattern.Contains('/', StringComparison.Ordinal) || pattern.Contains("**", StringComparison.Ordinal),
                MaxRecursionDepth = pattern.Contains("**", StringComparison.Ordinal) ? int.MaxValue : pattern.Count(c => c == '/'),
                AttributesToSkip = FileAttributes.ReparsePoint, // a link may lead round in a circle
                IgnoreInaccessible = true,
            };
            foreach (var path in enumerate(directory, options))
            {
                if (regex.IsMatch(Path.GetRelativePath(directory, path).Replace('\\', '/'))) found.Add(path);
            }
        }

        return [.. found.Select(AbsolutePath.Create)];
    }

    internal static Regex ToRegex(string pattern)
    {
        StringBuilder regex = new("^");
        var braces = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*' when pattern.AsSpan(i).StartsWith("**/"):
                    regex.Append("(?:.*/)?");
                    i += 2;
                    break;
                case '*' when pattern.AsSpan(i).StartsWith("**"):
                    regex.Append(".*");
                    i++;
                    break;
                case '*':
                    regex.Append("[^/]*");
                    break;
                case '?':
                    regex.Append("[^/]");
                    break;
                case '[' when pattern.IndexOf(']', i + 2) is > 0 and var end:
                    var set = pattern[(i + 1)..end].Replace("\\", @"\\", StringComparison.Ordinal);
                    regex.Append('[').Append(set[0] == '!' ? "^" + set[1..] : set).Append(']');
                    i = end;
                    break;
                case '{':
                    braces++;
                    regex.Append("(?:");
                    break;
                case '}' when braces > 0:
                    braces--;
                    regex.Append(')');
                    break;
                case ',' when braces > 0:
                    regex.Append('|');
                    break;
                case var character:
                    regex.Append(Regex.Escape(character.ToString()));
                    break;
            }
        }

        var options = OperatingSystem.IsWindows() ? RegexOptions.IgnoreCase : RegexOptions.None;
        return new Regex(regex.Append('$').ToString(), options | RegexOptions.CultureInvariant);
    }
}
