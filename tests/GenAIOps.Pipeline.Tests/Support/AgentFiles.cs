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

    /// <summary>Files that Microsoft publishes, as they are.</summary>
    [Fact]
    public void PublishedFilesAreRead()
    {
        var corpus = Corpus();
        Assert.SkipWhen(corpus is null, "The published manifests are not beside this repository.");
        var files = Directory.EnumerateFiles(corpus!, "azure.yaml", SearchOption.AllDirectories).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var folder = Path.GetDirectoryName(file)!;
            var manifest = AgentManifest.Of(Agent("some-agent", AbsolutePath.Create(folder)), folder);
            Assert.Equal((0.5, "1Gi"), (manifest.Cpu, manifest.Memory));
            Assert.Contains("AZURE_AI_MODEL_DEPLOYMENT_NAME", manifest.Declared.Keys);
        }
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
