using GenAIOps.Pipeline.Support;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Stages.Testing;

/// <summary>Finds the test projects, and tells which of them say something about the agent's image.</summary>
internal static class TestModules
{
    /// <summary>Folders of the agent that do not go into its image.</summary>
    private static readonly HashSet<string> s_notShipped = new(["bin", "obj", "evaluation"], StringComparer.Ordinal);

    /// <param name="root">The repository.</param>
    /// <param name="patterns">Of the folders of the test projects, relative to the root.</param>
    /// <param name="image">The agent's projects; null where the image is not made of projects: then it cannot be told what reaches it, and all do.</param>
    public static IReadOnlyList<TestModule> Find(AbsolutePath root, IEnumerable<string> patterns, ProjectClosure? image)
    {
        ProjectGraph graph = new(root);
        string[]? shipped = image is null ? null : [.. image.Folders.SelectMany(Shipped)];
        return
        [
            .. from folder in patterns.SelectMany(pattern => root.GlobDirectories(pattern)).Select(x => (string)x).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
               let project = Directory.EnumerateFiles(folder, "*.*proj").Order(StringComparer.Ordinal).FirstOrDefault() ?? Path.Combine(folder, Path.GetFileName(folder) + ".csproj")
               let inputs = new TestInputs(root, graph.Of(project))
               select new TestModule(Path.GetFileNameWithoutExtension(project), project, shipped is null || inputs.Touches(shipped), inputs),
        ];
    }

    /// <summary>A project file says how to compile, and is not shipped: a test that reads all of them says nothing about the image.</summary>
    private static IEnumerable<string> Shipped(string folder) =>
        Directory.EnumerateFileSystemEntries(folder).Where(path => !s_notShipped.Contains(Path.GetFileName(path)) && !ProjectGraph.IsProject(path));
}
