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
    [InlineData("environment_variables:\n  - {name: A, value: 1}\nenv: {A: 1}", "line 3: A is given twice")]
    [InlineData("environment_variables:\n  - {name: A, value: [1]}", "line 2: an environment variable needs a name and a value")]
    [InlineData("name: x\nkind: prompt", "line 2: kind is prompt, and this pipeline ships agents in containers")]
    [InlineData("template:\n  kind: workflow", "line 2: kind is workflow")]
    [InlineData("env: {A: '${{connections.crm.credentials.key}}'}", "line 1: A is '${{connections.crm.credentials.key}}', which Agent Service resolves and Container Apps does not")]
    [InlineData("env: {A: 'a ${B:-c}'}", "line 1: A is 'a ${B:-c}', and only ${NAME} is filled in")]
    [InlineData("template:\n  environment_variables:\n    - {name: A, value: '{{chat}}'}", "line 3: A is '{{chat}}', a parameter of a manifest")]
    [InlineData("template: hosted", "template must be a mapping")]
    [InlineData("resources: {cpu: '1,5'}", "line 1: cpu is '1,5', and must be such as 0.5 or 500m")]
    [InlineData("resources: {cpu: -1}", "cpu is '-1'")]
    [InlineData("resources: {cpu: NaN}", "cpu is 'NaN'")]
    [InlineData("resources: {memory: 1G}", "memory is '1G', and must be such as 1Gi or 512Mi")]
    [InlineData("resources: {memory: [1Gi]}", "memory is")]
    public void WhatIsWrongIsSaidWithItsPlace(string text, string said) =>
        Assert.Contains(said, Assert.Throws<InvalidDataException>(() => Manifest(text)).Message, StringComparison.Ordinal);

    /// <summary>AgentSchema's own spelling, azd's, and manifests, whose template is the definition.</summary>
    [Theory]
    [InlineData("environment_variables:\n  - {name: A, value: one}\n  - {name: B, value: }")]
    [InlineData("environment_variables: {A: one, B: }")]
    [InlineData("environmentVariables:\n  - {name: A, value: one}\n  - {name: B, value: ''}")]
    [InlineData("env: {A: one, B: ~}")]
    [InlineData("env:\n  - {key: A, value: one}\n  - {key: B, value: null}")]
    [InlineData("\uFEFFtemplate:\n  kind: hosted\n  environment_variables:\n    - {name: A, value: one}\n    - {name: B, value: }\nresources:\n  - {kind: model, id: gpt, name: chat}")]
    [InlineData("defaults: &d\n  env: {A: one, B: }\n<<: *d")]
    public void VariablesAreReadInEveryDialect(string text) => Assert.Equal(new Dictionary<string, string> { ["A"] = "one", ["B"] = "" }, Manifest(text).Declared);

    [Theory]
    [InlineData("resources: {cpu: '0.5', memory: 1Gi}", 0.5, "1Gi")]
    [InlineData("resources: {cpu: 500m, memory: 512Mi}", 0.5, "0.5Gi")]
    [InlineData("template:\n  resources: {cpu: 2, memory: 4.0Gi}", 2.0, "4Gi")]
    [InlineData("container: {resources: {cpu: 1.25}}", 1.25, null)]
    [InlineData("config: {container: {resources: {memory: 2Gi}}}", null, "2Gi")]
    [InlineData("resources: [{kind: model}]", null, null)]
    [InlineData("resources: {cpu: , memory: ~}", null, null)]
    public void CoresAndMemoryAreReadInEveryDialect(string text, double? cpu, string? memory) => Assert.Equal((cpu, memory), (Manifest(text).Cpu, Manifest(text).Memory));

    [Fact]
    public void KeysThatNobodyReadsAreNamedWithTheirLine()
    {
        File.WriteAllText(_file, "kind: hosted\npolicies: []\nenv: {}\nstartupCommand: x\n");
        Assert.Equal(["policies (line 2)", "startupCommand (line 4)"], AgentYaml.Unread(YamlFile.Root(_file, "kind:")));
    }

    [Fact]
    public void BracesOfOthersAreText() => Assert.Equal("Hello {{user}}, $5", Manifest("env: {A: 'Hello {{user}}, $5'}").Over(Given)["A"]);

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
