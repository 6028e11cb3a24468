namespace GenAIOps.Scenarios;

/// <summary>The same pipeline under Cake.</summary>
public sealed class CakeScenarios
{
    [Fact]
    public async Task CakeReleasesTheVeryImageThatTheBuildWouldAndEndsWithItsExitCodes()
    {
        await using var world = World.Create();
        if ((await world.RunAsync("dotnet", "tool", "restore")).ExitCode != 0) Assert.Skip("The local tool Cake.Tool cannot be restored here.");
        string[] cake = ["cake", "build/build.cake", "--tests=tests/SupportAgent.Tests", "--solution=tests/SupportAgent.Tests/SupportAgent.Tests.csproj"];
        try
        {
            // A gate that waits for a person, first: nothing is released.
            (await world.RunAsync("dotnet", [.. cake, "--approve=ask"])).MustEndWith(3);
            (await world.RunAsync("dotnet", cake)).MustEndWith(0).Saying("RegisterAlerts");
            Assert.Contains("30 days", (await world.AskProdAsync(ReleasedWorld.Question)).ToJsonString(), StringComparison.Ordinal);

            var digest = (string)world.Artifact("image.json")["digest"]!;
            Assert.Equal(digest, (string?)(await world.ProdVersionAsync())["image_digest"]);
            (await world.BuildAsync("Containerize", "--skip", "Test")).MustEndWith(0);
            Assert.Equal(digest, (string?)world.Artifact("image.json")["digest"]);
            (await world.RunAsync("dotnet", [.. cake, "--target=Push", "--exclusive", "--digest=sha256:12"])).MustEndWith(2).Saying("--digest is 'sha256:12'");
        }
        finally
        {
            await world.BuildAsync("LocalDown");
        }
    }
}
