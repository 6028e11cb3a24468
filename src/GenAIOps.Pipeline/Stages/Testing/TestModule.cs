namespace GenAIOps.Pipeline.Stages.Testing;

/// <summary>A test project, and what its outcome depends on.</summary>
/// <param name="Name">The project's and its assembly's.</param>
/// <param name="Project">The project file.</param>
/// <param name="ReachesImage">Whether it refers to, links or reads something that goes into the agent's image.</param>
/// <param name="Inputs">Where the outcome comes from.</param>
internal sealed record TestModule(string Name, string Project, bool ReachesImage, TestInputs Inputs)
{
    /// <summary>The compiled module.</summary>
    public string Binary => Path.Combine(Path.GetDirectoryName(Project)!, "bin", "Release", "net10.0", $"{Name}.dll");
}
