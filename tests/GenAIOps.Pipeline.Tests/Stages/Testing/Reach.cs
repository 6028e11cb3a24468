namespace GenAIOps.Pipeline.Tests.Stages.Testing;

/// <summary>A release runs the tests that can see something of what it ships.</summary>
public sealed class Reach : IDisposable
{
    private readonly Repository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void TestsOfTheAgentAndOfALibraryInItsImageReachIt() => Assert.Equal(["Agent.Tests", "Core.Tests"], Reaching());

    [Theory]
    [InlineData("""<ProjectReference Include="../Agent.Tests/Agent.Tests.csproj" />""")]
    [InlineData("""<Compile Include="../../src/Core/Code.cs" />""")]
    [InlineData("""<Content Include="../../src/Agent/prompts/**" />""")]
    [InlineData("""<TestReads Include="../../src/Agent/prompts/*.md" />""")]
    [InlineData("""<TestReads Include="../../src/Agent" />""")]
    [InlineData("""<TestReads Include="../../src/**" />""")]
    [InlineData("""<Content Include="$(SomewhereElse)/**" />""")]
    public void WhoRefersToLinksOrReadsSomethingOfItReachesIt(string items)
    {
        _repository.Project("tests/Tool.Tests", "../../src/Tool/Tool.csproj", items);
        Assert.Contains("Tool.Tests", Reaching());
    }

    [Theory]
    [InlineData("""<TestReads Include="../../src/Agent/prompts/*.txt" />""")]
    [InlineData("""<TestReads Include="../../src/**/*.csproj" />""")]
    [InlineData("""<TestReads Include="../../src/Agent/evaluation/**" />""")]
    [InlineData("""<TestReads Include="../../docs/**" />""")]
    public void WhoReadsWhatIsNotShippedDoesNot(string items)
    {
        _repository.Project("tests/Tool.Tests", "../../src/Tool/Tool.csproj", items);
        Assert.DoesNotContain("Tool.Tests", Reaching());
    }

    [Fact]
    public void AnImageThatIsNotMadeOfProjectsIsTakenToBeReachedByAll() => Assert.All(_repository.Modules(ofProjects: false), module => Assert.True(module.ReachesImage));

    private IEnumerable<string> Reaching() => _repository.Modules().Where(module => module.ReachesImage).Select(module => module.Name);
}
