using GenAIOps.Delivery.Images;
using GenAIOps.Pipeline.Agents;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>An agent is described by agent.yaml, azure.yaml, or both; where these differ, nobody guesses.</summary>
public sealed class AgentFiles : IDisposable
{
    private readonly AbsolutePath _root = AbsolutePath.Create(Directory.CreateTempSubdirectory("agent-files-").FullName);

    public void Dispose() => _root.DeleteDirectory();

    [Fact]
    public void AzureYamlAloneDescribesTheAgent()
    {
        Write("azure.yaml", """
            name: project
            services:
              other: { host: containerapp, env: { A: "no" } }
              agent:
                host: azure.ai.agent
                project: src/agent
                env: { GREETING: hello, ENDPOINT: "${PROJECT_ENDPOINT}" }
                container: { resources: { cpu: 500m, memory: 2Gi } }
            """);

        var manifest = Read();

        Assert.Equal(new Dictionary<string, string> { ["GREETING"] = "hello", ["ENDPOINT"] = "${PROJECT_ENDPOINT}" }, manifest.Declared);
        Assert.Equal((0.5, "2Gi"), (manifest.Cpu, manifest.Memory));
    }

    [Fact]
    public void WhatTheySayTogetherIsPutTogether()
    {
        Write("src/agent/agent.yaml", "kind: hosted\nresources:\n  cpu: \"0.25\"\nenvironment_variables:\n  - { name: A, value: one }\n  - { name: B, value: two }\n");
        Write("azure.yaml", "name: p\nservices:\n  agent:\n    host: azure.ai.agent\n    env: { B: two, C: three }\n    container: { resources: { memory: 1Gi } }\n");

        var manifest = Read();

        Assert.Equal(new Dictionary<string, string> { ["A"] = "one", ["B"] = "two", ["C"] = "three" }, manifest.Declared);
        Assert.Equal((0.25, "1Gi"), (manifest.Cpu, manifest.Memory));
    }

    [Theory]
    [InlineData("env: { A: two }", "A is 'one' in ", "agent.yaml, line 5, and 'two' in ")]
    [InlineData("container: { resources: { cpu: \"1\" } }", "cpu is '0.25' in ", "agent.yaml, line 3, and '1' in ")]
    public void WhereTheyDifferBothPlacesAreTold(string azure, string first, string second)
    {
        Write("src/agent/agent.yaml", "kind: hosted\nresources:\n  cpu: \"0.25\"\nenvironment_variables:\n  - { name: A, value: one }\n");
        Write("azure.yaml", $"name: p\nservices:\n  agent:\n    host: azure.ai.agent\n    {azure}\n");

        var message = Assert.Throws<InvalidDataException>(Read).Message;

        Assert.StartsWith(first, message);
        Assert.Contains(second, message);
        Assert.Contains("azure.yaml, line 5", message);
    }

    [Fact]
    public void WithoutEitherTheAgentIsUnknown() => Assert.Contains("agent.yaml is missing", Assert.Throws<InvalidDataException>(Read).Message);

    [Theory]
    [InlineData("agent: { host: azure.ai.agent, env: { A: one } }")]
    [InlineData("x: { host: azure.ai.agent, name: agent, env: { A: one } }")]
    [InlineData("x: { host: azure.ai.agent, project: ./src/agent/, env: [{ name: A, value: one }] }")]
    [InlineData("x: { host: azure.ai.agent, project: 'src\\agent', environmentVariables: [{ name: A, value: one }] }")]
    [InlineData("x: { host: azure.ai.agent, $ref: ./src/agent/definition.yaml }")]
    [InlineData("x: { host: microsoft.foundry, agents: [{ name: agent, kind: hosted, env: { A: one } }] }")]
    [InlineData("x: { host: azure.ai.agent, project: src/other, env: { A: two } }, agent: { host: azure.ai.agent, env: { A: one } }")]
    [InlineData("agent: { host: azure.ai.agent, env: { A: one } }, x: { host: azure.ai.agent, project: src/agent, env: { A: two } }")]
    public void TheServiceIsToldByItsNameOrItsFolder(string services)
    {
        Write("src/agent/definition.yaml", "kind: hosted\nenv: { A: one }\n");
        Write("azure.yaml", $"name: p\nservices: {{ {services} }}\n");
        Assert.Equal(new Dictionary<string, string> { ["A"] = "one" }, Read().Declared);
    }

    [Fact]
    public void AFileInTheAgentsFolderAndOneInBetweenCountToo()
    {
        Write("src/agent/azure.yaml", "name: p\nservices: { x: { host: azure.ai.agent, env: { A: one } } }\n");
        Write("src/azure.yml", "name: p\nservices: { x: { host: azure.ai.agent, project: agent, env: { B: two } } }\n");
        Write("azure.yaml", "name: p\nservices: { x: { host: azure.ai.agent, project: src/agent, env: { A: one, C: three } } }\n");
        Assert.Equal(["A", "B", "C"], Read().Declared.Keys.Order());
        Assert.Equal([_root / "src/agent/azure.yaml", _root / "src/azure.yml", _root / "azure.yaml"], AzureYaml.Find(Agent("agent", _root / "src" / "agent"), _root).Select(found => found.File));
        Assert.DoesNotContain(AzureYaml.Find(Agent("agent", _root / "src" / "agent"), _root), found => found.ImagePlace() is not null);

        Write("src/azure.yml", "name: p\nservices: { x: { host: azure.ai.agent, project: agent, env: { C: two } } }\n");
        Assert.Contains("C is 'two' in ", Assert.Throws<InvalidDataException>(Read).Message);
    }

    [Fact]
    public void AmountsThatAreTheSameDoNotDiffer()
    {
        Write("src/agent/agent.yaml", "kind: hosted\nresources: { cpu: '0.50', memory: 512Mi }\n");
        Write("azure.yaml", "name: p\nservices: { agent: { host: azure.ai.agent, container: { resources: { cpu: 500m, memory: 0.5Gi } } } }\n");
        Assert.Equal((0.5, "0.5Gi"), (Read().Cpu, Read().Memory));
    }

    [Theory]
    [InlineData("services: agent", "azure.yaml, line 1: services must be a mapping")]
    [InlineData("services: { agent: { host: azure.ai.agent, kind: prompt-voice } }", "azure.yaml, line 1: kind is prompt-voice")]
    [InlineData("services: { agent: { host: azure.ai.agent, container: 1Gi } }", "azure.yaml, line 1: container must be a mapping")]
    [InlineData("services: { a: { host: azure.ai.agent, project: src/agent },\n b: { host: azure.ai.agent, project: src/agent } }", "azure.yaml, line 2: the services a and b may both be the agent 'agent'")]
    [InlineData("services: { agent: { host: azure.ai.agent, $ref: a.yaml } }", "a.yaml, line 1: a file that azure.yaml refers to refers to another")]
    public void WhatIsWrongInAzureYamlIsSaidWithItsPlace(string azure, string said)
    {
        Write("a.yaml", "$ref: a.yaml\n");
        Write("src/agent/agent.yaml", "kind: hosted\n");
        Write("azure.yaml", azure + "\n");
        Assert.Contains(said, Assert.Throws<InvalidDataException>(Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoFilesOfWhichAzdReadsOneAreRefused()
    {
        Write("azure.yaml", "name: p\n");
        Write("azure.yml", "name: p\n");
        Assert.Contains("are both there", Assert.Throws<InvalidDataException>(Read).Message);
    }

    /// <summary>Before anything is built: what is wrong ends it, and what counts for nothing is said.</summary>
    [Fact]
    public async Task WhatIsNotReadIsSaid()
    {
        Write("src/agent/agent.yaml", "kind: hosted\nname: agent\ncustom: 1\n");
        Write("azure.yaml", "name: p\nservices:\n  agent:\n    host: azure.ai.agent\n    docker: { remoteBuild: true }\n    startupCommand: x\n");
        Write("src/azure.yaml", "name: p\nservices: { other: { host: azure.ai.agent, project: other } }\n");
        var agent = Agent("agent", _root / "src" / "agent");
        var said = await LogOutput.OfAsync(() => AgentManifest.Check(agent, _root));
        Assert.Contains("agent.yaml: custom (line 3) count for nothing here", said, StringComparison.Ordinal);
        Assert.Contains("azure.yaml: startupCommand (line 6) count for nothing here", said, StringComparison.Ordinal);
        Assert.Contains("src/azure.yaml: none of its agents (other) is named agent or has its folder", said, StringComparison.Ordinal);
        Assert.Contains("azure.yaml, line 5: azd would take the image from a Dockerfile or a registry", said, StringComparison.Ordinal);
        Assert.DoesNotContain("azd would take", await LogOutput.OfAsync(() => AgentManifest.Check(agent with { Image = Image.FromDockerfile() }, _root)), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsWrongIsSaidBeforeAnythingIsBuilt()
    {
        Write("src/agent/agent.yaml", "env: { A: one }\n");
        Write("azure.yaml", "services: { agent: { host: azure.ai.agent, env: { A: two } } }\n");
        Assert.Throws<InvalidDataException>(() => AgentManifest.Check(Agent("agent", _root / "src" / "agent"), _root));
    }

    /// <summary>Files that others publish, as they are: each is read whole, or what of it cannot be read is named with its line.</summary>
    [Fact]
    public void PublishedFilesAreReadOrRefusedWithAPlace()
    {
        var corpus = Corpus();
        Assert.SkipWhen(corpus is null, "The published manifests are not beside this repository.");
        var (read, refused) = (0, 0);
        foreach (var folder in Directory.EnumerateFiles(corpus!, "a*.yaml", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) is "agent.yaml" or "azure.yaml").Select(file => Path.GetDirectoryName(file)!).Distinct())
        {
            string[] texts = [.. new[] { "agent.yaml", "azure.yaml" }.Select(name => Path.Combine(folder, name)).Where(File.Exists).SelectMany(File.ReadAllLines).Where(line => !line.TrimStart().StartsWith('#'))];
            try
            {
                var manifest = AgentManifest.Of(Agent("some-agent", AbsolutePath.Create(folder)), folder);
                Assert.Equal(texts.Any(line => line.Trim() is "environment_variables:" or "env:"), manifest.Declared.Count > 0);
                Assert.Equal(texts.Any(line => line.TrimStart().StartsWith("cpu:", StringComparison.Ordinal)), manifest.Cpu is not null);
                Assert.DoesNotContain(manifest.Declared.Values, value => value.Contains("{{", StringComparison.Ordinal));
                read++;
            }
            catch (InvalidDataException e)
            {
                Assert.Matches(@"agent\.yaml, line \d+: \w+ is '\{\{\w+\}\}', a parameter of a manifest\.", e.Message);
                refused++;
            }
        }

        Assert.True(read > 20 && refused > 10, $"{read} read, {refused} refused");
    }

    private static string? Corpus()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "shared", "corpus", "manifests"))) return Path.Combine(folder.FullName, "shared", "corpus", "manifests");
        }

        return null;
    }

    private static AgentDefinition Agent(string name, AbsolutePath project) => new(name, project) { Title = name, Solution = project, EmulatorBinaries = project };

    private AgentManifest Read() => AgentManifest.Of(Agent("agent", _root / "src" / "agent"), _root);

    private void Write(string path, string text)
    {
        (_root / path).Parent.CreateDirectory();
        File.WriteAllText(_root / path, text);
    }
}
