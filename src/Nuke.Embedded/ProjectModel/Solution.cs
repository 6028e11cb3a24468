using Nuke.Common.IO;

namespace Nuke.Common.ProjectModel;

/// <summary>A solution file (.sln or .slnx) and its projects. Read only.</summary>
public class Solution : IAbsolutePathHolder
{
    internal Solution(AbsolutePath path, IEnumerable<(string Name, string RelativePath)> projects)
    {
        Path = path;
        AllProjects = [.. projects.Select(project => new Project(this, project.Name, project.RelativePath))];
    }

    /// <summary>For the typed solutions that <c>[Solution(GenerateProjects = true)]</c> generates.</summary>
    protected Solution(Solution solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        Path = solution.Path;
        AllProjects = solution.AllProjects;
    }

    public AbsolutePath Path { get; }
    public string Name => Path.NameWithoutExtension;
    public string FileName => Path.Name;
    public AbsolutePath Directory => Path.Parent;

    /// <summary>All projects, in any solution folder, in the file's order.</summary>
    public IReadOnlyCollection<Project> AllProjects { get; }

    public static implicit operator string(Solution solution) => solution.Path;

    public static implicit operator AbsolutePath(Solution solution) => solution.Path;

    /// <summary>Projects whose name matches; <c>*</c> stands for any text.</summary>
    public IEnumerable<Project> GetAllProjects(string wildcardPattern) =>
        AllProjects.Where(x => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(wildcardPattern, x.Name, ignoreCase: false));

    /// <returns>The project of that name, or that file (from the solution's directory); null if there is none. (Declared as in NUKE, where it is not annotated.)</returns>
    public Project GetProject(string nameOrPath) =>
        AllProjects.FirstOrDefault(x => x.Name.Equals(nameOrPath, StringComparison.Ordinal) || x.Path == Directory / nameOrPath)!;

    public override string ToString() => Path;
}

/// <summary>A project of a solution.</summary>
public sealed class Project : IAbsolutePathHolder
{
    internal Project(Solution solution, string name, string relativePath)
    {
        Solution = solution;
        Name = name;
        RelativePath = relativePath;
    }

    public Solution Solution { get; }
    public string Name { get; }

    /// <summary>From the solution's directory to the project file.</summary>
    public string RelativePath { get; }

    public AbsolutePath Path => Solution.Directory / RelativePath;
    public string FileName => Path.Name;
    public AbsolutePath Directory => Path.Parent;

    public static implicit operator string(Project project) => project.Path;

    public static implicit operator AbsolutePath(Project project) => project.Path;

    public override string ToString() => Name;
}
