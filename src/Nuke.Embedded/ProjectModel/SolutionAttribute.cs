namespace Nuke.Common.ProjectModel;

/// <summary>
/// Reads a solution into a member: <c>[Solution] readonly Solution Solution;</c>. The file is the attribute's path (from the root directory),
/// else the parameter of the member's name, else the only solution file in the root directory.
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public class SolutionAttribute(string? relativePath) : ParameterAttribute("Path to a solution file that is automatically loaded.")
{
    public SolutionAttribute()
        : this(null)
    {
    }

    public override bool List { get; set; }

    /// <summary>Generates a class of the field's type with a property for each project and folder: <c>Solution.src.My_Project</c>. Needs the generator Nuke.Embedded.Generators.</summary>
    public bool GenerateProjects { get; set; }

    internal string? RelativePath { get; } = relativePath;
}
