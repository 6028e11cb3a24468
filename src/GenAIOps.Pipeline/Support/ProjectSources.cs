namespace GenAIOps.Pipeline.Support;

/// <summary>What projects are compiled from.</summary>
internal static class ProjectSources
{
    /// <param name="root">Nothing outside of it counts.</param>
    /// <param name="projects">Project files, or folders with one.</param>
    /// <returns>Files and folders, each once. A file that may be there and is not is named too.</returns>
    public static IReadOnlyCollection<string> Of(string root, params IEnumerable<string> projects) => new ProjectGraph(root).Of(projects).Sources;
}
