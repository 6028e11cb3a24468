using GenAIOps.Pipeline.Stages.Testing;
using GenAIOps.Pipeline.Support;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Tests.Stages.Testing;

/// <summary>A repository of an agent, a library that goes into its image, and another that does not, each with tests.</summary>
internal sealed class Repository : IDisposable
{
    public Repository()
    {
        Project("src/Agent", "../Core/Core.csproj");
        Project("src/Core");
        Project("src/Tool");
        Project("tests/Agent.Tests", "../../src/Agent/Agent.csproj");
        Project("tests/Core.Tests", "../../src/Core/Core.csproj");
        Project("tests/Tool.Tests", "../../src/Tool/Tool.csproj");
        Write("src/Agent/prompts/system.md", "Be kind.");
        Write("src/Agent/evaluation/golden.jsonl", "{}");
        Write("docs/index.md", "");
    }

    public AbsolutePath Root { get; } = AbsolutePath.Create(Directory.CreateTempSubdirectory("tests-").FullName);

    public void Dispose() => Root.DeleteDirectory();

    /// <summary>A project of the folder's name with a source, and what else stands in it.</summary>
    public void Project(string folder, string? reference = null, string items = "")
    {
        var project = reference is null ? "" : $"""<ProjectReference Include="{reference}" />""";
        Write($"{folder}/{Path.GetFileName(folder)}.csproj", $"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>{project}{items}</ItemGroup></Project>""");
        Write($"{folder}/Code.cs", "1");
    }

    public void Write(string file, string text)
    {
        (Root / file).Parent.CreateDirectory();
        File.WriteAllText(Root / file, text);
    }

    public IReadOnlyList<TestModule> Modules(bool ofProjects = true) => TestModules.Find(Root, ["tests/*.Tests"], ofProjects ? new ProjectGraph(Root).Of(Root / "src" / "Agent") : null);

    public TestModule Module(string name) => Modules().Single(module => module.Name == name);
}
