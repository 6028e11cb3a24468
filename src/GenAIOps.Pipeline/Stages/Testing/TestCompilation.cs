using GenAIOps.Pipeline.Support;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Stages.Testing;

/// <summary>Says what to hand to the SDK, so that test projects are compiled with what they refer to, and nothing else is.</summary>
internal static class TestCompilation
{
    /// <param name="solution">A solution that names the projects, or anything else that MSBuild builds.</param>
    /// <param name="projects">The test projects to compile.</param>
    /// <param name="all">Whether all of the repository's tests were asked for and run: then the whole solution is compiled.</param>
    /// <param name="filter">Where a solution filter may be written.</param>
    public static IReadOnlyList<string> Of(AbsolutePath solution, IReadOnlyList<string> projects, bool all, AbsolutePath filter)
    {
        if (all) return [solution];
        if (projects.Count < 2 || !Names(solution, projects)) return projects;

        // One call, so that what several of them refer to is looked at once.
        JsonFile.Write(filter, new
        {
            solution = new
            {
                path = Path.GetRelativePath(filter.Parent, solution),
                projects = projects.Select(project => Path.GetRelativePath(solution.Parent, project)),
            },
        });
        return [filter];
    }

    private static bool Names(AbsolutePath solution, IReadOnlyList<string> projects)
    {
        if (Path.GetExtension(solution) is not (".sln" or ".slnx") || !File.Exists(solution)) return false;
        var text = File.ReadAllText(solution).Replace('\\', '/');
        return projects.All(project => text.Contains($"\"{Path.GetRelativePath(solution.Parent, project).Replace('\\', '/')}\"", StringComparison.Ordinal));
    }
}
