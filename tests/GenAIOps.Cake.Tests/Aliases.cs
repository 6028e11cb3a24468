using System.Reflection;
using System.Xml.Linq;
using Cake.Core;
using Cake.Core.Annotations;
using GenAIOps.Pipeline;
using Assert = Xunit.Assert;
using Target = Nuke.Common.Target;

namespace GenAIOps.Cake.Tests;

public sealed class Aliases
{
    private static MethodInfo[] All => typeof(GenAIOpsAliases).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);

    /// <summary>What <c>./build.sh</c> can, Cake can. The targets that stand for several environments run others, and an alias runs one stage alone.</summary>
    [Fact]
    public void EveryTargetOfThePipelineIsAnAlias()
    {
        var targets = typeof(IShipAgents).Assembly.GetExportedTypes().Where(x => x.IsInterface)
            .SelectMany(x => x.GetProperties()).Where(x => x.PropertyType == typeof(Target)).Select(x => "GenAIOps" + x.Name)
            .Except(["GenAIOpsDeploy", "GenAIOpsEvaluate", "GenAIOpsRelease"]);
        Assert.Equal(targets.Order(StringComparer.Ordinal), All.Select(x => x.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryAliasIsMarkedAndDocumentedWithAnExample()
    {
        var documentation = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "GenAIOps.Cake.xml")).Descendants("member").ToDictionary(x => (string)x.Attribute("name")!);
        Assert.NotNull(typeof(GenAIOpsAliases).GetCustomAttribute<CakeAliasCategoryAttribute>());
        foreach (var alias in All)
        {
            Assert.NotNull(alias.GetCustomAttribute<CakeMethodAliasAttribute>());
            Assert.Equal(typeof(ICakeContext), alias.GetParameters()[0].ParameterType);
            var member = documentation[$"M:{typeof(GenAIOpsAliases).FullName}.{alias.Name}({string.Join(',', alias.GetParameters().Select(x => x.ParameterType.FullName))})"];
            Assert.NotEmpty(member.Element("summary")!.Value.Trim());
            Assert.Contains(alias.Name, member.Element("example")!.Value, StringComparison.Ordinal);
        }
    }

    private static GenAIOpsSettings Agent(Action<GenAIOpsSettings>? change = null)
    {
        GenAIOpsSettings settings = new() { Name = "agent", Title = "Agent", Project = "src/Agent", Solution = "Agent.sln" };
        change?.Invoke(settings);
        return settings;
    }

    [Fact]
    public void AStageThatIsRefusedEndsTheScriptWithItsCodeAndItsLine()
    {
        using FakeCake cake = new();
        var error = Assert.Throws<CakeException>(() => cake.Context.GenAIOpsStatus(Agent(x => x.Cloud = "aws")));
        Assert.Equal(2, error.ExitCode);
        Assert.Contains("--cloud aws is unknown", error.Message, StringComparison.Ordinal);
        Assert.Contains(cake.Lines, x => x.StartsWith("Error ", StringComparison.Ordinal) && x.Contains("aws", StringComparison.Ordinal));
    }

    [Fact]
    public void AStageThatFailsSaysWhy()
    {
        using FakeCake cake = new();
        var error = Assert.Throws<CakeException>(() => cake.Context.GenAIOpsTest(Agent()));
        Assert.Equal(1, error.ExitCode);
        Assert.StartsWith("Test: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatTheAgentLacksIsNamed()
    {
        using FakeCake cake = new();
        var error = Assert.Throws<CakeException>(() => cake.Context.GenAIOpsTest(new GenAIOpsSettings()));
        Assert.Equal(2, error.ExitCode);
        Assert.Contains("Name, Title and Solution", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderMayHoldTheParametersOfAnotherBuild()
    {
        using FakeCake cake = new();
        Directory.CreateDirectory(Path.Combine(cake.Root, ".nuke"));
        File.WriteAllText(Path.Combine(cake.Root, ".nuke", "parameters.json"), """{ "SomebodyElses": "x" }""");
        Assert.DoesNotContain("SomebodyElses", Assert.Throws<CakeException>(() => cake.Context.GenAIOpsStatus(Agent(x => x.Cloud = "aws"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SettingsAreTheEnginesOptions() => Assert.Equal(
        ["--cloud", "azure", "--digest", "sha256:1", "--emulator-port", "1234", "--approve", "ask"],
        Agent(x => (x.Cloud, x.Digest, x.EmulatorPort, x.Approve) = ("azure", "sha256:1", 1234, "ask")).Options());

    [Fact]
    public void ResultsAreWhatTheStagesLeft()
    {
        using FakeCake cake = new();
        var artifacts = Directory.CreateDirectory(Path.Combine(cake.Root, "artifacts")).FullName;
        File.WriteAllText(Path.Combine(artifacts, "release.json"), """{"outcome":"Released","from":null,"to":{"revision":"r2"},"requests_sent":40,"requests_failed":0}""");
        Assert.Equal(new ReleaseResult("Released", null, "r2", 40, 0), Artifacts.Release(cake.Root));
        File.WriteAllText(Path.Combine(artifacts, "release.json"), "{}");
        Assert.Contains("release.json", Assert.Throws<InvalidDataException>(() => Artifacts.Release(cake.Root)).Message, StringComparison.Ordinal);
    }
}
