namespace GenAIOps.Pipeline.Tests.Stages.Testing;

/// <summary>A result stands while everything that is known to decide it is as it was.</summary>
public sealed class Inputs : IDisposable
{
    private readonly Repository _repository = new();

    public Inputs()
    {
        _repository.Write("infra/dev/main.json", "{}");
        _repository.Write("tests/Directory.Build.props", """<Project><ItemGroup><TestReads Include="$(MSBuildThisFileDirectory)shared.txt" /></ItemGroup></Project>""");
        _repository.Project("src/Core", null, """<TestReadsVariable Include="GENAIOPS_TEST_OF_INPUTS" />""");
        _repository.Project("tests/Agent.Tests", "../../src/Agent/Agent.csproj", """<TestReads Include="../../infra/**/*.json" />""");
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("GENAIOPS_TEST_OF_INPUTS", null);
        _repository.Dispose();
    }

    [Theory]
    [InlineData("tests/Agent.Tests/New.cs")]
    [InlineData("src/Agent/prompts/system.md")]
    [InlineData("src/Agent/evaluation/golden.jsonl")]
    [InlineData("src/Core/Code.cs")]
    [InlineData("infra/dev/main.json")]
    [InlineData("infra/prod/new.json")]
    [InlineData("tests/shared.txt")]
    [InlineData("tests/Agent.Tests/packages.lock.json")]
    [InlineData("Directory.Packages.props")]
    [InlineData("global.json")]
    public void ItsOwnAndThoseOfWhatItRefersToAndReadsCount(string file) => Assert.NotEqual(Before(file), After());

    [Theory]
    [InlineData("src/Tool/Code.cs")]
    [InlineData("tests/Tool.Tests/Code.cs")]
    [InlineData("infra/dev/notes.md")]
    [InlineData("infra/bin/made.json")]
    [InlineData("docs/index.md")]
    [InlineData("tests/Agent.Tests/obj/project.assets.json")]
    [InlineData(".nuke/temp/build.lock")]
    public void NothingElseCounts(string file) => Assert.Equal(Before(file), After());

    [Fact]
    public void AVariableThatItReadsIsAroundItAndNotInItsFingerprint()
    {
        var (fingerprint, surroundings) = (After(), _repository.Module("Agent.Tests").Inputs.Surroundings());
        Assert.Equal(surroundings, _repository.Module("Agent.Tests").Inputs.Surroundings());
        Environment.SetEnvironmentVariable("GENAIOPS_TEST_OF_INPUTS", "set");
        Assert.Equal(fingerprint, After());
        Assert.NotEqual(surroundings, _repository.Module("Agent.Tests").Inputs.Surroundings());
    }

    private string Before(string file)
    {
        var before = After();
        _repository.Write(file, "changed");
        return before;
    }

    private string After() => _repository.Module("Agent.Tests").Inputs.Fingerprint();
}
