using System.Text.RegularExpressions;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.IO;

/// <summary>The files below a root that patterns name. A pattern that begins with <c>!</c> takes files out again.</summary>
internal sealed class FileSet(AbsolutePath root, IReadOnlyCollection<string> patterns)
{
    /// <summary>What belongs to git and to the engine is nobody's input or output.</summary>
    private static readonly string[] s_never = [".git", ".nuke/temp"];

    private readonly (string Pattern, Regex Regex)[] _included = [.. patterns.Where(x => !IsExclusion(x)).Select(x => (x, Globbing.ToRegex(x)))];
    private readonly Regex[] _excluded = [.. patterns.Where(IsExclusion).Select(x => Globbing.ToRegex(x[1..]))];

    /// <returns>The pattern, relative to the root, with slashes.</returns>
    /// <exception cref="InvalidInputException">It is empty or leaves the root; or an output would take in all there is.</exception>
    public static string Checked(AbsolutePath root, string target, string member, string pattern)
    {
        var exclusion = IsExclusion(pattern) ? "!" : "";
        var path = pattern[exclusion.Length..].Replace('\\', '/');
        if (Path.IsPathRooted(path)) path = Path.GetRelativePath(root, path).Replace('\\', '/');
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        if (path.Length == 0 || path == "." || Path.IsPathRooted(path) || path.Split('/').Contains(".."))
            throw new InvalidInputException($"Target '{target}': {member}(\"{pattern}\") must name files below the root directory, such as \"src/**\".");
        if (Directory.Exists(root / path)) path = path.TrimEnd('/') + "/**";
        if (member == nameof(ITargetDefinition.Outputs) && exclusion.Length == 0 && path.Split('/')[0].IndexOfAny(['*', '?', '[', '{']) >= 0)
            throw new InvalidInputException($"Target '{target}': Outputs(\"{pattern}\") must begin with the name of a folder or file: outputs are deleted before the target runs.");
        return exclusion + path;
    }

    /// <returns>Paths relative to the root, with slashes, in ordinal order. A link is a path of its own and is not followed.</returns>
    public IReadOnlyList<string> Find()
    {
        SortedSet<string> found = new(StringComparer.Ordinal);
        foreach (var start in _included.Select(x => LiteralPart(x.Pattern)).Distinct(StringComparer.Ordinal)) Walk(start, found);
        return [.. found];
    }

    /// <returns>Patterns that name no file.</returns>
    public IEnumerable<string> Unmatched(IReadOnlyList<string> found) =>
        _included.Where(x => !found.Any(path => x.Regex.IsMatch(path))).Select(x => x.Pattern);

    public bool Contains(string path) => _included.Any(x => x.Regex.IsMatch(path)) && !_excluded.Any(x => x.IsMatch(path)) && !IsNever(path);

    private static bool IsExclusion(string pattern) => pattern.StartsWith('!');

    private static bool IsNever(string path) => s_never.Any(x => path == x || path.StartsWith(x + "/", StringComparison.Ordinal));

    /// <summary>The folders before the first wildcard: only below them can there be a match.</summary>
    private static string LiteralPart(string pattern)
    {
        var segments = pattern.Split('/');
        return string.Join('/', segments.TakeWhile(x => x.IndexOfAny(['*', '?', '[', '{']) < 0));
    }

    private void Walk(string path, SortedSet<string> found)
    {
        FileSystemInfo item = path.Length == 0 ? new DirectoryInfo(root) : new FileInfo(root / path);
        if (path.Length > 0 && item is { Exists: false, LinkTarget: null }) item = new DirectoryInfo(root / path);
        if (item is DirectoryInfo { Exists: true } directory && (directory.LinkTarget is null || path.Length == 0)) Walk(directory, path, found);
        else if ((item.Exists || item.LinkTarget is not null) && Contains(path)) found.Add(path);
    }

    private void Walk(DirectoryInfo directory, string path, SortedSet<string> found)
    {
        foreach (var item in directory.EnumerateFileSystemInfos())
        {
            var child = path.Length == 0 ? item.Name : $"{path}/{item.Name}";
            if (IsNever(child)) continue;
            if (item is DirectoryInfo below && (item.Attributes & FileAttributes.ReparsePoint) == 0) Walk(below, child, found);
            else if (Contains(child)) found.Add(child);
        }
    }
}
