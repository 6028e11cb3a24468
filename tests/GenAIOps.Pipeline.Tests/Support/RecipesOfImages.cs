using GenAIOps.Delivery.Images;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Support;
using GenAIOps.Pipeline.Tests.Model;
using GenAIOps.Pipeline.Tests.Stages;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>An image is made anew when something that it depends on is another, and only then.</summary>
public sealed class RecipesOfImages : IDisposable
{
    private readonly StageWorld _world = new();

    public RecipesOfImages() => _world.Folder
        .Write("src/agent/Agent.csproj", """<Project><ItemGroup><ProjectReference Include="../lib/Lib.csproj" /></ItemGroup></Project>""").Write("src/agent/Program.cs", "1").Write("src/agent/prompts/system.md", "1")
        .Write("src/agent/evaluation/golden.jsonl", "1").Write("src/lib/Lib.csproj", "<Project />").Write("src/lib/Lib.cs", "1").Write("tests/Agent.Tests/Tests.cs", "1").Write("src/agent/Dockerfile", "FROM scratch").Write("docs/index.md", "1");

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("src/agent/Program.cs", true)]
    [InlineData("src/agent/prompts/system.md", true)]
    [InlineData("src/agent/new.json", true)]
    [InlineData("src/lib/Lib.cs", true)]
    [InlineData("global.json", true)]
    [InlineData("src/agent/evaluation/golden.jsonl", false)]
    [InlineData("src/agent/bin/Agent.dll", false)]
    [InlineData("tests/Agent.Tests/Tests.cs", false)]
    [InlineData("docs/index.md", false)]
    public async Task FilesOfTheProjectsCount(string file, bool counts)
    {
        var before = await FingerprintAsync();
        _world.Folder.Write(file, "changed");
        Assert.Equal(counts, before != await FingerprintAsync());
    }

    [Fact]
    public async Task HowItIsMadeCounts()
    {
        string[] all =
        [
            await FingerprintAsync(), await FingerprintAsync(Image.FromProject() with { RuntimeIdentifiers = ["linux-x64"] }), await FingerprintAsync(Image.FromProject() with { RuntimeIdentifiers = ["linux-x64", "linux-arm64"] }),
            await FingerprintAsync(Image.FromProject() with { RuntimeIdentifiers = ["linux-x64"], SelfContained = true }), await FingerprintAsync(null, "--base-image", "registry.example/base@sha256:" + new string('1', 64)),
            await FingerprintAsync(null, "--base-image", "registry.example/base@sha256:" + new string('2', 64)), await FingerprintAsync(Image.FromDockerfile()),
            await FingerprintAsync(Image.FromDockerfile() with { BuildArguments = new Dictionary<string, string> { ["A"] = "1" } }), await FingerprintAsync(Image.FromDockerfile() with { BuildArguments = new Dictionary<string, string> { ["A"] = "2" } }),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(all[0], await FingerprintAsync());
    }

    /// <summary>An engine gets all of its context, what is evaluated included.</summary>
    [Fact]
    public async Task ADockerfileIsMadeOfItsContext()
    {
        var (before, wide) = (await FingerprintAsync(Image.FromDockerfile()), await FingerprintAsync(Image.FromDockerfile() with { Context = "../.." }));
        _world.Folder.Write("src/agent/evaluation/golden.jsonl", "2");
        Assert.NotEqual(before, before = await FingerprintAsync(Image.FromDockerfile()));
        Assert.NotEqual(wide, wide = await FingerprintAsync(Image.FromDockerfile() with { Context = "../.." }));
        _world.Folder.Write("docs/index.md", "2");
        Assert.Equal(before, await FingerprintAsync(Image.FromDockerfile()));
        Assert.NotEqual(wide, await FingerprintAsync(Image.FromDockerfile() with { Context = "../.." }));
    }

    [Fact]
    public async Task AzureNeedsABaseOrDotNetItself()
    {
        string[] azure = ["--cloud", "azure", "--azure-subscription-id", Some.Subscription];
        var refused = await _world.ActAsync(context => ImageRecipe.Of(context.Agents[0], Image.FromProject()), azure);
        Assert.Equal(ExitCodes.BadInput, refused.ExitCode);
        Assert.Contains("so Azure could not run it. Nothing was built. Name a base", refused.Output, StringComparison.Ordinal);
        await FingerprintAsync(Image.FromProject() with { SelfContained = true }, azure);
        await FingerprintAsync(Image.FromDockerfile(), azure);
        await FingerprintAsync(null, [.. azure, "--base-image", "registry.example/base@sha256:" + new string('1', 64)]);
    }

    [Fact]
    public async Task TheCopyHasTheSourcesAndNothingThatOtherToolsCompiled()
    {
        AbsolutePath staged = _world.Folder.Beside("staged");
        await RecipeAsync(recipe => recipe.Stage(staged));
        (staged / "src/agent/obj/kept").WriteAllText("compiled");
        await RecipeAsync(recipe => recipe.Stage(staged));
        Assert.True(File.Exists(staged / "src/agent/obj/kept"));

        File.WriteAllText(staged + ".tools", "of another SDK");
        await RecipeAsync(recipe => recipe.Stage(staged));
        Assert.False(File.Exists(staged / "src/agent/obj/kept"));
        Assert.True(File.Exists(staged / "src/lib/Lib.cs"));
    }

    [Theory]
    [InlineData("linux-x64", "linux/amd64")]
    [InlineData("linux-musl-x64", "linux/amd64")]
    [InlineData("linux-musl-arm64", "linux/arm64")]
    public void PlatformsAreNamedAsContainersNameThem(string identifier, string platform) => Assert.Equal(platform, ProjectPublish.Platform(identifier));

    [Theory]
    [InlineData("win-x64")]
    [InlineData("linux-x86")]
    public void APlatformWithoutContainersIsRefused(string identifier) => Assert.Contains($"'{identifier}' is no platform for an image. Nothing was built.", Assert.Throws<InvalidDataException>(() => ProjectPublish.Platform(identifier)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task ASelfContainedImageNamesItsPlatforms()
    {
        var result = await _world.ActAsync((context, cancellationToken) =>
        {
            ProjectPublish.Run(context.Agents[0], Image.FromProject() with { SelfContained = true }, _world.Root, _world.Root / "publish", cancellationToken);
            return Task.CompletedTask;
        });
        Assert.Equal(ExitCodes.BadInput, result.ExitCode);
        Assert.Contains("A self-contained image needs RuntimeIdentifiers", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatASetVariableWouldChangeIsKeptFromTheCompiler()
    {
        // No other test looks at it, and no compiler here is told of it.
        Environment.SetEnvironmentVariable("SourceRevisionId", "abc");
        try
        {
            var variables = ProjectPublish.Variables(_world.Root / "sources");
            Assert.DoesNotContain("SourceRevisionId", variables.Keys);
            Assert.Equal(_world.Root, variables["GIT_CEILING_DIRECTORIES"]);
            Assert.Equal(Environment.GetEnvironmentVariable("PATH"), variables["PATH"]);
        }
        finally
        {
            Environment.SetEnvironmentVariable("SourceRevisionId", null);
        }
    }

    [Fact]
    public async Task AnotherCloneHasAnotherAddressCommitAndModes()
    {
        AbsolutePath clone = _world.Folder.Beside("clone");
        await RecipeAsync(recipe => recipe.Stage(clone));
        File.CreateSymbolicLink(clone / "link", "/etc/hostname");
        Assert.True(await OtherClone.MakeAsync(clone, TestContext.Current.CancellationToken));
        Assert.Equal("https://dev.azure.com/another/clone/_git/agent", Folder.Git(clone, "remote", "get-url", "origin"));
        Assert.Equal("Somebody Else", Folder.Git(clone, "log", "-1", "--format=%an"));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(clone / "src/agent/Program.cs"));

        // A folder that is a clone already is none that it makes.
        await Assert.ThrowsAsync<InvalidDataException>(() => OtherClone.MakeAsync(clone, TestContext.Current.CancellationToken));
    }

    private async Task<string> FingerprintAsync(ImageSource? source = null, params string[] arguments)
    {
        var fingerprint = "";
        await RecipeAsync(recipe => fingerprint = recipe.Fingerprint, source, arguments);
        return fingerprint;
    }

    private async Task RecipeAsync(Action<ImageRecipe> use, ImageSource? source = null, params string[] arguments)
    {
        var result = await _world.ActAsync((BuildContext context) => use(ImageRecipe.Of(context.Agents[0], source ?? Image.FromProject())), arguments);
        Assert.True(result.ExitCode == 0, result.Output);
    }
}
