using System.Text.Json.Nodes;
using GenAIOps.Pipeline.Support;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Testing;
using Assert = Xunit.Assert;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>A stranger's repository, none of whose files knows of images that are the same everywhere: one digest, whatever the clone.</summary>
public sealed class DigestsOfClones : IDisposable
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable>
            <PublishRepositoryUrl>true</PublishRepositoryUrl><EmbedUntrackedSources>true</EmbedUntrackedSources><DebugType>embedded</DebugType>
          </PropertyGroup>
          <ItemGroup><ProjectReference Include="../Library/Library.csproj" /></ItemGroup>
          <ItemGroup><Content Include="prompts/**" CopyToPublishDirectory="PreserveNewest" /></ItemGroup>
        </Project>
        """;

    private readonly Folder _origin = new();

    public DigestsOfClones() => _origin
        .Write(".nuke/parameters.json", "{}")
        .Write(".gitignore", "bin/\nobj/\n*.Local.*\n/artifacts/\n/.genaiops/\n/.nuke/temp/\n")
        .Write("src/Agent/Agent.csproj", Project)
        .Write("src/Agent/Program.cs", "var app = WebApplication.CreateBuilder(args).Build();\napp.MapStaticAssets();\napp.MapGet(\"/\", () => Library.Here.Path());\napp.Run();\n")
        .Write("src/Agent/agent.yaml", "name: agent\n")
        .Write("src/Agent/prompts/system.md", "Be kind.\n")
        .Write("src/Agent/wwwroot/chat.js", string.Concat(Enumerable.Repeat("console.log('hello');\n", 200)))
        .Write("src/Library/Library.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""")
        .Write("src/Library/Here.cs", "namespace Library; public static class Here { public static string Path([System.Runtime.CompilerServices.CallerFilePath] string path = \"\") => path; }\n")
        .Commit();

    public void Dispose() => _origin.Dispose();

    internal sealed class Build : NukeBuild, IContainerize
    {
        AgentDefinition IShipAgents.Agent => new("agent", RootDirectory / "src" / "Agent")
        {
            Title = "Agent",
            Solution = RootDirectory / "src" / "Agent" / "Agent.csproj",
            EmulatorBinaries = RootDirectory / "none",
        };
    }

    [Fact]
    public async Task TheyAreOne()
    {
        var clone = Clone("clone", "https://github.com/one/agent.git");
        var first = await ContainerizeAsync(clone);
        Assert.Equal(("https://github.com/one/agent.git", Folder.Git(clone, "rev-parse", "HEAD")), OriginIn(clone));

        // A shallow clone of a later commit that changes nothing of the agent, in a folder that is awkward to name, with what a laptop has beside the sources.
        _origin.Write("README.md", "Words.").Commit("Two");
        var laptop = Clone("a folder, of = $mine", "https://dev.azure.com/two/_git/agent", "--depth", "1");
        foreach (var (file, text) in new[] { ("appsettings.Local.json", """{ "Key": "secret" }"""), ("Broken.Local.cs", "this does not compile"), ("obj/project.assets.json", "stale"), ("obj/Stale.cs", "neither does this"), ("bin/Release/net10.0/Agent.dll", "stale") })
            (laptop / "src" / "Agent" / file).WriteAllText(text);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in Directory.EnumerateFiles(laptop / "src", "*", SearchOption.AllDirectories)) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Assert.Equal(first, await ContainerizeAsync(laptop));
        Assert.Equal(("https://dev.azure.com/two/_git/agent", Folder.Git(laptop, "rev-parse", "HEAD")), OriginIn(laptop));

        var unpacked = _origin.Beside("unpacked").CreateDirectory();
        Folder.Git(_origin.Root, "archive", "--format", "zip", "--output", _origin.Beside("download.zip"), "HEAD");
        System.IO.Compression.ZipFile.ExtractToDirectory(_origin.Beside("download.zip"), unpacked);
        Assert.Equal(first, await ContainerizeAsync(unpacked));
        Assert.Equal((null, null), OriginIn(unpacked));

        // A part of the result that is gone is made again, and the image is the same.
        (unpacked / "artifacts" / "sbom.json").DeleteFile();
        Assert.Equal(first, await ContainerizeAsync(unpacked));
        Assert.True(File.Exists(unpacked / "artifacts" / "sbom.json"));

        // And an edit is another image, in the copy that was compiled before.
        (laptop / "src" / "Agent" / "prompts" / "system.md").WriteAllText("Be brief.\n");
        Assert.NotEqual(first, await ContainerizeAsync(laptop));
        Assert.Equal(("https://dev.azure.com/two/_git/agent", null), OriginIn(laptop));
    }

    [Theory]
    [InlineData("keys/prdo.pem", "does not exist. Nothing was signed, and no key was made.")]
    [InlineData("$(SIGNING_KEY)", "the variable SIGNING_KEY is not defined in this pipeline.")]
    public async Task ANamedKeyThatDoesNotExistIsRefusedBeforeAnythingIsMade(string named, string said)
    {
        using BuildTest<Build> test = new(_origin.Root) { Variables = new Dictionary<string, string> { ["SIGNING_KEY"] = named } };
        var result = await test.RunAsync(["Containerize", "--skip"], TestContext.Current.CancellationToken);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(said, result.Output, StringComparison.Ordinal);
        Assert.Equal("", Folder.Git(_origin.Root, "status", "--porcelain", "--untracked-files=all"));
        Assert.False(Directory.Exists(_origin.Root / "artifacts" / "image"));
    }

    private AbsolutePath Clone(string name, string remote, params string[] options)
    {
        Folder.Git(_origin.Root, ["clone", "--quiet", .. options, $"file://{_origin.Root}", _origin.Beside(name)]);
        Folder.Git(_origin.Beside(name), "remote", "set-url", "origin", remote);
        return _origin.Beside(name);
    }

    /// <summary>With variables of a shell that are nobody's parameters.</summary>
    private static async Task<string> ContainerizeAsync(AbsolutePath root)
    {
        using BuildTest<Build> test = new(root) { Variables = new Dictionary<string, string> { ["DIGEST"] = "abc", ["CLOUD"] = "elsewhere", ["HOURS"] = "many" } };
        var result = await test.RunAsync(["Containerize", "--skip"], TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.Output);
        return await File.ReadAllTextAsync(root / "artifacts" / "image" / "digest", TestContext.Current.CancellationToken);
    }

    private static (string? Repository, string? Commit) OriginIn(AbsolutePath root)
    {
        var parameters = JsonFile.Read<JsonObject>(root / "artifacts" / "provenance.json")!["buildDefinition"]!["externalParameters"]!;
        return ((string?)parameters["repository"], (string?)parameters["commit"]);
    }
}
