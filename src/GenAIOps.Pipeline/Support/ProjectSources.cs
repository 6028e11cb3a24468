using System.Xml;
using System.Xml.Linq;

namespace GenAIOps.Pipeline.Support;

/// <summary>
/// What projects are compiled from: their folders, those of the projects that they refer to, files that they link from elsewhere, and what MSBuild and NuGet
/// read of the folders above. Read from the project files without MSBuild; conditions are taken to hold, and where a path cannot be told, all of the root counts.
/// What an imported file names in turn is not followed.
/// </summary>
internal static class ProjectSources
{
    private static readonly string[] s_above = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", "nuget.config", "NuGet.Config", "NuGet.config"];

    /// <param name="root">Nothing outside of it counts.</param>
    /// <param name="projects">Project files, or folders with one.</param>
    /// <returns>Files and folders, each once. A file that may be there and is not is named too.</returns>
    public static IReadOnlyCollection<string> Of(string root, params IEnumerable<string> projects)
    {
        var sources = new SortedSet<string>(StringComparer.Ordinal);
        Queue<string> open = new(projects.SelectMany(Files));
        HashSet<string> known = new(StringComparer.Ordinal);
        while (open.TryDequeue(out var project))
        {
            if (!known.Add(project)) continue;
            var folder = Path.GetDirectoryName(project)!;
            sources.Add(folder);
            for (var above = folder; above is not null && IsIn(root, above); above = Path.GetDirectoryName(above)) sources.UnionWith(s_above.Select(name => Path.Combine(above, name)));
            foreach (var path in Elsewhere(project).Select(path => path is null ? root : Path.GetFullPath(path, folder)).Where(path => IsIn(root, path)))
            {
                if (Path.GetExtension(path).EndsWith("proj", StringComparison.OrdinalIgnoreCase)) open.Enqueue(path);
                else sources.Add(path);
            }
        }

        return sources;
    }

    private static IEnumerable<string> Files(string project) =>
        Directory.Exists(project) ? Directory.EnumerateFiles(project, "*.*proj").Select(Path.GetFullPath) : [Path.GetFullPath(project)];

    /// <summary>What a project file names outside of its folder; null: something that only MSBuild could tell.</summary>
    private static IEnumerable<string?> Elsewhere(string project)
    {
        if (!File.Exists(project)) yield break;
        XDocument xml;
        try
        {
            xml = XDocument.Load(project);
        }
        catch (XmlException)
        {
            // Compiling it says what is wrong; until then it is what it is.
            yield break;
        }

        foreach (var element in xml.Descendants())
        {
            var isImport = element.Name.LocalName == "Import";
            foreach (var part in ((string?)element.Attribute(isImport ? "Project" : "Include") ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var path = part.Replace('\\', '/')
                    .Replace("$(MSBuildThisFileDirectory)", "./", StringComparison.OrdinalIgnoreCase)
                    .Replace("$(MSBuildProjectDirectory)", ".", StringComparison.OrdinalIgnoreCase);
                if (path.Contains("$(", StringComparison.Ordinal))
                {
                    // Imports by a property are the SDK's own, as a rule; names of packages are no paths.
                    if (!isImport && path.Contains('/', StringComparison.Ordinal)) yield return null;
                }
                else if (path.Contains("..", StringComparison.Ordinal) || Path.IsPathRooted(path))
                {
                    yield return BeforePattern(path);
                }
            }
        }
    }

    /// <summary><c>../data/**/*.json</c> is all of <c>../data</c>.</summary>
    private static string BeforePattern(string path)
    {
        var pattern = path.AsSpan().IndexOfAny('*', '?');
        return pattern < 0 ? path : path[..(path.LastIndexOf('/', pattern) + 1)];
    }

    private static bool IsIn(string root, string path) => Path.GetRelativePath(root, path) is var relative && relative != ".." && !relative.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(relative);
}
