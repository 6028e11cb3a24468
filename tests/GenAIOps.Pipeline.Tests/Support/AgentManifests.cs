using GenAIOps.Pipeline.Agents;

namespace GenAIOps.Pipeline.Tests.Support;

public sealed class AgentManifests : IDisposable
{
    private static readonly Dictionary<string, string> Given = new() { ["PROJECT_ENDPOINT"] = "https://project", ["GENAIOPS_IMAGE_DIGEST"] = "sha256:1" };

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void VariablesAreAddedAndFilledIn()
    {
        var variables = Manifest("""
            environment_variables:
              - name: ENDPOINT
                value: ${PROJECT_ENDPOINT}/v1
              - name: ANSWER_DELAY_MS
                value: "250"
            """).Over(Given);

        Assert.Equal(
            new Dictionary<string, string>(Given) { ["ENDPOINT"] = "https://project/v1", ["ANSWER_DELAY_MS"] = "250" },
            variables);
    }

    [Fact]
    public void WithoutVariablesWhatIsGivenStands() => Assert.Equal(Given, Manifest("kind: hosted").Over(Given));

    [Fact]
    public void AnUnknownPlaceholderIsNamedWithItsLineAndWhatIsKnown()
    {
        var manifest = Manifest("environment_variables:\n  - name: A\n    value: ${PROJEKT}\n");
        var problem = Assert.Throws<InvalidDataException>(() => manifest.Over(Given));
        Assert.Contains("line 2: names ${PROJEKT}, which no environment has. Known: GENAIOPS_IMAGE_DIGEST, PROJECT_ENDPOINT", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhichImageAnswersIsNotForTheFileToSay()
    {
        var manifest = Manifest("environment_variables:\n  - name: GENAIOPS_IMAGE_DIGEST\n    value: sha256:2\n");
        Assert.Contains("line 2: GENAIOPS_IMAGE_DIGEST is the pipeline's own", Assert.Throws<InvalidDataException>(() => manifest.Over(Given)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: [", "is no YAML")]
    [InlineData("", "must be one mapping")]
    [InlineData("- a", "must be one mapping")]
    [InlineData("environment_variables: 1", "must be a list")]
    [InlineData("environment_variables:\n  - value: 1", "needs a name and a value")]
    [InlineData("environment_variables:\n  - name: A", "needs a name and a value")]
    [InlineData("environment_variables:\n  - {name: A, value: 1}\n  - {name: A, value: 2}", "line 3: A is given twice")]
    public void WhatIsWrongIsSaidWithItsPlace(string text, string said) =>
        Assert.Contains(said, Assert.Throws<InvalidDataException>(() => Manifest(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void AMissingFileIsNamed() =>
        Assert.Contains("none.yaml is missing", Assert.Throws<InvalidDataException>(() => AgentManifest.Read("none.yaml")).Message, StringComparison.Ordinal);

    private AgentManifest Manifest(string text)
    {
        File.WriteAllText(_file, text);
        return AgentManifest.Read(_file);
    }

    [Fact]
    public void WhatEvidenceTellsIsFilledInWithWhatTheEnvironmentHas() => Assert.Equal(
        new Dictionary<string, string> { ["PROJECT_ENDPOINT"] = "https://p", ["A"] = "https://p/x", ["B"] = "2" },
        AgentManifest.Of(new Dictionary<string, string> { ["B"] = "2", ["A"] = "${PROJECT_ENDPOINT}/x" }).Over(new Dictionary<string, string> { ["PROJECT_ENDPOINT"] = "https://p" }));
}
