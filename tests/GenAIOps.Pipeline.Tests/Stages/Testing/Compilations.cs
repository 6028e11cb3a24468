using System.Text.Json.Nodes;
using GenAIOps.Pipeline.Stages.Testing;

namespace GenAIOps.Pipeline.Tests.Stages.Testing;

/// <summary>What is compiled is what runs, in one call where that can be.</summary>
public sealed class Compilations : IDisposable
{
    private readonly Repository _repository = new();

    public Compilations() => _repository.Write("All.sln", """
        Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "Agent.Tests", "tests\Agent.Tests\Agent.Tests.csproj", "{1}"
        Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "Core.Tests", "tests\Core.Tests\Core.Tests.csproj", "{2}"
        """);

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void AllTestsAreTheSolution() => Assert.Equal([_repository.Root / "All.sln"], Of(true, "Agent", "Core"));

    [Fact]
    public void OneProjectIsCompiledByItself() => Assert.Equal([Project("Agent")], Of(false, "Agent"));

    [Fact]
    public void SomeOfTheSolutionAreAFilterOfIt()
    {
        var filter = Assert.Single(Of(false, "Agent", "Core"));
        var solution = JsonNode.Parse(File.ReadAllText(filter))!["solution"]!;
        Assert.Equal("../../All.sln", (string?)solution["path"]);
        Assert.Equal(["tests/Agent.Tests/Agent.Tests.csproj", "tests/Core.Tests/Core.Tests.csproj"], solution["projects"]!.AsArray().Select(x => (string?)x));
    }

    [Fact]
    public void OneThatTheSolutionDoesNotNameIsCompiledByItself() => Assert.Equal([Project("Agent"), Project("Tool")], Of(false, "Agent", "Tool"));

    private IReadOnlyList<string> Of(bool all, params string[] names) =>
        TestCompilation.Of(_repository.Root / "All.sln", [.. names.Select(Project)], all, _repository.Root / ".nuke" / "temp" / "tests.slnf");

    private string Project(string name) => _repository.Root / "tests" / $"{name}.Tests" / $"{name}.Tests.csproj";
}
