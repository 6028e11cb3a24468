namespace GenAIOps.Pipeline.Support;

/// <summary>
/// The files of a folder that are its sources: what git knows or would add. What git ignores is of this machine alone. Without a repository, all but what tools make.
/// </summary>
/// <param name="Root">The folder.</param>
/// <param name="Git">Null without a repository.</param>
/// <param name="Files">Whole paths in ordinal order, each once; links are not followed.</param>
/// <param name="Absent">What git knows and is not there: deleted, left out of a sparse checkout, or a submodule that is not checked out.</param>
internal sealed record SourceTree(string Root, Git? Git, IReadOnlyList<string> Files, IReadOnlyList<string> Absent)
{
    /// <exception cref="InvalidDataException">Git does not answer.</exception>
    public static SourceTree Of(string root) => Of(root, Git.Of(root));

    /// <summary>Of a folder whose repository is known.</summary>
    public static SourceTree Of(string root, Git? git)
    {
        SortedSet<string> files = new(StringComparer.Ordinal), absent = new(StringComparer.Ordinal);
        if (git is null)
        {
            files.UnionWith(Enumerate(root));
            return new SourceTree(root, git, [.. files], []);
        }

        // A letter, a blank and the path; '?' is a file that git would add.
        foreach (var entry in git.List("ls-files", "-t", "-z", "--cached", "--others", "--exclude-standard"))
        {
            if (entry[0] == '?' && IsMade(entry[2..])) continue;
            var path = Path.Combine(root, entry[2..].TrimEnd('/'));
            if (new FileInfo(path) is { Exists: true } or { LinkTarget: not null }) files.Add(path);
            else if (Path.Exists(Path.Combine(path, ".git"))) Add(Of(path));
            else absent.Add(path);
        }

        return new SourceTree(root, git, [.. files], [.. absent]);

        // A submodule, or a repository that lies in this one.
        void Add(SourceTree inner)
        {
            files.UnionWith(inner.Files);
            absent.UnionWith(inner.Absent);
        }
    }

    /// <summary>Those that are one of some paths, or below one.</summary>
    public static IEnumerable<string> Below(IEnumerable<string> files, IEnumerable<string> paths)
    {
        var of = paths.ToHashSet(StringComparer.Ordinal);
        return files.Where(file =>
        {
            for (var path = file; path is not null; path = Path.GetDirectoryName(path))
            {
                if (of.Contains(path)) return true;
            }

            return false;
        });
    }

    /// <summary>What differs from the commit below some paths, tools' own folders left out.</summary>
    /// <returns>What is changed, new or absent; and what git ignores, files or whole folders.</returns>
    public (IReadOnlyList<string> Uncommitted, IReadOnlyList<string> Ignored) Differences(IReadOnlyList<string> paths)
    {
        if (Git is null || paths.Count == 0) return ([], []);

        // Two letters, a blank and the path.
        var found = Git.List(["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--ignored=matching", "--", .. Relative(paths)])
            .Select(entry => (IsIgnored: entry.StartsWith("!!", StringComparison.Ordinal), Path: entry[3..])).Where(entry => !IsMade(entry.Path)).ToLookup(entry => entry.IsIgnored, entry => entry.Path);
        return ([.. found[false].Concat(Relative(Below(Absent, paths))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], [.. found[true].Order(StringComparer.Ordinal)]);
    }

    /// <summary>Files that git wrote with CR LF where the commit has LF, as it does on Windows: other bytes, and nobody changed them.</summary>
    public IReadOnlySet<string> WithCarriageReturns()
    {
        if (Git is null) return new HashSet<string>();
        var converts = Git.Line("config", "--get", "core.autocrlf") is "true" or "input";
        return Git.List("ls-files", "--eol", "-z").Select(entry => entry.Split('\t', 2)).Where(entry =>
            entry[0].Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is ["i/lf", "w/crlf", var attribute]
            && (attribute == "attr/" ? converts : attribute.StartsWith("attr/text", StringComparison.Ordinal) && !attribute.EndsWith("eol=crlf", StringComparison.Ordinal)))
            .Select(entry => Path.Combine(Root, entry[1])).ToHashSet(StringComparer.Ordinal);
    }

    private IEnumerable<string> Relative(IEnumerable<string> paths) => paths.Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'));

    private static bool IsMade(string path) => path.StartsWith(".nuke/temp/", StringComparison.Ordinal) || path.Split('/').Any(Fingerprint.IsMade);

    private static IEnumerable<string> Enumerate(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder)
            .Where(inner => !Fingerprint.IsMade(Path.GetFileName(inner)) && !inner.EndsWith("/.nuke/temp", StringComparison.Ordinal))
            .SelectMany(inner => new DirectoryInfo(inner).LinkTarget is null ? Enumerate(inner) : [inner]));
}
