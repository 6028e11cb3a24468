using Nuke.Common.IO;
using static Nuke.Common.Tools.Git.GitTasks;

namespace Nuke.Embedded.Tests.Contract;

public sealed class TypicalBuilds : IDisposable
{
    private readonly World _world = new();

    public TypicalBuilds()
    {
        const string Project = """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
            </Project>
            """;
        _world
            .With("Demo.slnx", """<Solution><Project Path="src/Library/Library.csproj" /></Solution>""")
            .With("src/Library/Library.csproj", Project)
            .With("src/Library/Answer.cs", "public static class Answer { public const int Value = 42; }")
            .With("src/Library/bin/stale.txt", "left by another build")
            .With("notes.tmp", "");
        Git($"init --quiet --initial-branch main", _world.Root);
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task ItIsPlannedWithItsConditions()
    {
        var result = await _world.RunAsync<TypicalBuild>("Clean Test Push --api-key x --plan");
        Assert.Equal(0, result.ExitCode);
        string[] plan = [.. result.Build!.ExecutionPlan.Select(x => x.Name)];
        Assert.Equal(["Archive", "Clean", "Compile", "Pack", "Push", "Restore", "Test"], plan.Order(StringComparer.Ordinal));
        string[] ordered = ["Clean", "Restore", "Compile", "Pack", "Archive", "Push"];
        Assert.Equal(ordered, plan.Where(ordered.Contains));
    }

    [Fact]
    public async Task ItBuildsAndPacksForReal()
    {
        var result = await _world.RunAsync<TypicalBuild>("Clean Archive Test --configuration release");
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.Equal("true true net10.0 true", result.Ran);
        Assert.True((_world.Root / "artifacts" / "packages" / "Library.1.0.0-local.nupkg").FileExists());
        Assert.True((_world.Root / "artifacts" / "packages.zip").FileExists());
        Assert.False((_world.Root / "src" / "Library" / "bin" / "stale.txt").FileExists());
        Assert.False((_world.Root / "notes.tmp").FileExists());
        Assert.Equal("Skipped", result.StatusOf("Test"));
        Assert.Contains($"dotnet build {_world.Root / "Demo.slnx"} --configuration Release --property:Version=1.0.0-local --nologo --no-restore -p:UseSharedCompilation=false", result.Output);
    }

    [Fact]
    public async Task WhatItRequiresIsAskedFor()
    {
        _world.Variables["GITHUB_ACTIONS"] = "true";
        var result = await _world.RunAsync<TypicalBuild>("Push --configuration debug");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Target 'Push' requires --api-key (Key for the package feed).", result.Output);
        Assert.Equal("", result.Ran);
    }
}
