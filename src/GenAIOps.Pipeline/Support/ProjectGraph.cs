namespace GenAIOps.Pipeline.Support;

/// <summary>Some projects and all that they refer to.</summary>
/// <param name="Folders">The projects' own.</param>
/// <param name="Sources">Files and folders that they are compiled from, the projects' own among them. A file that may be there and is not is named too.</param>
/// <param name="Reads">Patterns of files that their tests say they read (<c>TestReads</c>), as full paths.</param>
/// <param name="Variables">Environment variables that their tests say they read (<c>TestReadsVariable</c>).</param>
internal sealed record ProjectClosure(IReadOnlyCollection<string> Folders, IReadOnlyCollection<string> Sources, IReadOnlyCollection<string> Reads, IReadOnlyCollection<string> Variables);

/// <summary>
/// Which projects refer to which, and what each is compiled from: its folder, files that it links from elsewhere, and what MSBuild and NuGet read of the
/// folders above, with what these name in turn. Read from the files without MSBuild; conditions are taken to hold, and where a path cannot be told, all of
/// the root counts.
/// </summary>
/// <param name="root">Nothing outside of it counts.</param>
internal sealed class ProjectGraph(string root)
{
    private static readonly string[] s_imported = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];
    private static readonly string[] s_read = ["Directory.Build.rsp", "global.json", "nuget.config", "NuGet.Config", "NuGet.config"];
    private readonly Dictionary<string, ProjectXml> _files = new(StringComparer.Ordinal);

    /// <param name="projects">Project files, or folders with one.</param>
    public ProjectClosure Of(params IEnumerable<string> projects)
    {
        SortedSet<string> folders = new(StringComparer.Ordinal), sources = new(StringComparer.Ordinal), reads = new(StringComparer.Ordinal), variables = new(StringComparer.Ordinal);
        Queue<string> open = new(projects.SelectMany(ProjectsOf));
        HashSet<string> known = new(StringComparer.Ordinal);
        while (open.TryDequeue(out var project))
        {
            if (!known.Add(project)) continue;
            var folder = Path.GetDirectoryName(project)!;
            folders.Add(folder);
            sources.Add(folder);
            foreach (var file in Imports(project, folder, sources))
            {
                foreach (var path in Xml(file).Items.Select(item => Full(item, file, folder)).Where(IsIn))
                {
                    if (IsProject(path)) Enqueue(path);
                    sources.Add(BeforePattern(path));
                }

                reads.UnionWith(Xml(file).Reads.Select(item => Full(item, file, folder)).Where(IsIn));
                variables.UnionWith(Xml(file).Variables);
            }
        }

        return new ProjectClosure(folders, sources, reads, variables);

        void Enqueue(string path)
        {
            foreach (var project in BeforePattern(path) is var before && before != path ? ProjectsBelow(before) : [path]) open.Enqueue(project);
        }
    }

    /// <summary><c>../data/**/*.json</c> is all of <c>../data</c>.</summary>
    public static string BeforePattern(string path)
    {
        var pattern = path.AsSpan().IndexOfAny('*', '?');
        return pattern < 0 ? path : Path.GetDirectoryName(path[..pattern])!;
    }

    public static bool IsProject(string path) => Path.GetExtension(path).EndsWith("proj", StringComparison.OrdinalIgnoreCase);

    /// <summary>The project itself, what it imports, and what MSBuild imports of the folders above, each once.</summary>
    private HashSet<string> Imports(string project, string folder, SortedSet<string> sources)
    {
        Queue<string> open = new([project]);
        for (var above = folder; above is not null && IsIn(above); above = Path.GetDirectoryName(above))
        {
            foreach (var name in s_imported) open.Enqueue(Path.Combine(above, name));
            sources.UnionWith(s_read.Select(name => Path.Combine(above, name)));
        }

        HashSet<string> all = new(StringComparer.Ordinal);
        while (open.TryDequeue(out var file))
        {
            if (!all.Add(file)) continue;
            if (file != project) sources.Add(file);
            foreach (var import in Xml(file).Imports.Select(item => Full(item, file, Path.GetDirectoryName(file)!)).Where(IsIn).SelectMany(Files)) open.Enqueue(import);
        }

        return all;
    }

    private ProjectXml Xml(string file) => _files.TryGetValue(file, out var xml) ? xml : _files[file] = ProjectXml.Read(file);

    /// <summary>The root, if only MSBuild could tell.</summary>
    private string Full(string? item, string file, string folder)
    {
        if (item is null) return root;
        var path = item
            .Replace("$(MSBuildThisFileDirectory)", Path.GetDirectoryName(file) + "/", StringComparison.OrdinalIgnoreCase)
            .Replace("$(MSBuildProjectDirectory)", folder, StringComparison.OrdinalIgnoreCase)
            .Replace("$(ProjectDir)", folder + "/", StringComparison.OrdinalIgnoreCase);
        return Path.GetFullPath(path, folder);
    }

    /// <summary>A folder comes back as it is, so that one which is all of the root counts as such.</summary>
    private static IEnumerable<string> Files(string import) =>
        BeforePattern(import) is var folder && folder == import ? [import]
        : Directory.Exists(folder) ? Directory.EnumerateFiles(folder, Path.GetFileName(import)).Prepend(folder)
        : [folder];

    private static IEnumerable<string> ProjectsOf(string project) =>
        Directory.Exists(project) ? Directory.EnumerateFiles(project, "*.*proj").Select(Path.GetFullPath) : [Path.GetFullPath(project)];

    private static IEnumerable<string> ProjectsBelow(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.*proj", SearchOption.AllDirectories) : [];

    private bool IsIn(string path) =>
        Path.GetRelativePath(root, path) is var relative && relative != ".." && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !Path.IsPathRooted(relative);
}
