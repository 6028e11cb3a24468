using System.Text;
using GenAIOps.Azure.ContainerRegistry;

namespace GenAIOps.Azure.Tests.ContainerRegistry;

/// <summary>What <c>docker login</c> left, and the programs that it left it with.</summary>
public sealed class DockerConfigTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("genaiops-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("registry.example")]
    [InlineData("https://registry.example")]
    [InlineData("https://REGISTRY.example/v2/")]
    public async Task ALoginIsFoundHoweverTheRegistryIsWritten(string key)
    {
        var secret = await FindAsync($$$$"""{"auths":{"other.example":{"auth":"eDp5"},"{{{{key}}}}":{"auth":"{{{{Base64("me:pass:word")}}}}"}}}""");
        Assert.Equal(("me", "pass:word", null), (secret!.User, secret.Password, secret.IdentityToken));
        Assert.DoesNotContain("pass", $"{secret}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheHubHasThreeNames() =>
        Assert.Equal("me", (await FindAsync($$$$"""{"auths":{"https://index.docker.io/v1/":{"auth":"{{{{Base64("me:x")}}}}"}}}""", "registry-1.docker.io"))!.User);

    [Fact]
    public async Task AnIdentityTokenGoesBeforeAPassword() =>
        Assert.Equal("kept", (await FindAsync($$$$"""{"auths":{"registry.example":{"auth":"{{{{Base64("me:x")}}}}","identitytoken":"kept"}}}"""))!.IdentityToken);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"auths":{}}""")]
    [InlineData("""{"auths":{"registry.example":{}}}""")]
    [InlineData("""{"auths":{"registry.example:5000":{"auth":"eDp5"}}}""")]
    [InlineData("""{"auths":[],"credHelpers":3,"credsStore":{}}""")]
    public async Task WhoIsNotSignedInIsNobody(string config) => Assert.Null(await FindAsync(config));

    [Fact]
    public async Task NoFileIsNobody() => Assert.Null(await new DockerConfigFile(Path.Combine(_folder, "none.json")).FindAsync("registry.example", Ct));

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"auths":{"registry.example":{"auth":"c2VjcmV0"}}}""")]
    [InlineData("""{"auths":{"registry.example":{"auth":"not base64"}}}""")]
    public async Task AFileThatCannotBeReadIsNamedAndNotQuoted(string config)
    {
        var problem = await Assert.ThrowsAsync<AzureCloudException>(() => FindAsync(config));
        Assert.Contains("config.json", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2Vj", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHelperIsAskedForTheRegistryByItsName()
    {
        using var helper = new Helper("""read server; echo "{\"ServerURL\":\"$server\",\"Username\":\"me\",\"Secret\":\"for-$server\"}" """);
        Assert.Equal("for-registry.example", (await FindAsync($$$$"""{"credHelpers":{"registry.example":"{{{{helper.Name}}}}"}}"""))!.Password);
        Assert.Equal("for-https://registry.example/v1/", (await FindAsync($$$$"""{"auths":{"https://registry.example/v1/":{}},"credsStore":"{{{{helper.Name}}}}"}"""))!.Password);
    }

    [Fact]
    public async Task AHelpersTokenIsAnIdentityToken()
    {
        using var helper = new Helper("""echo '{"Username":"<token>","Secret":"kept"}'""");
        Assert.Equal("kept", (await FindAsync($$$$"""{"credsStore":"{{{{helper.Name}}}}"}"""))!.IdentityToken);
    }

    [Fact]
    public async Task WhatAHelperDoesNotKnowMayBeInTheFile()
    {
        using var helper = new Helper("echo credentials not found in native keychain; exit 1");
        Assert.Equal("me", (await FindAsync($$$$"""{"credsStore":"{{{{helper.Name}}}}","auths":{"registry.example":{"auth":"{{{{Base64("me:x")}}}}"}}}"""))!.User);
    }

    [Theory]
    [InlineData("echo my-secret; echo my-secret >&2; exit 3", "ended with 3")]
    [InlineData("echo my-secret", "no Username and Secret")]
    public async Task AHelperThatFailsIsNamedAndWhatItPrintedIsNotShown(string script, string said)
    {
        using var helper = new Helper(script);
        var problem = await Assert.ThrowsAsync<AzureCloudException>(() => FindAsync($$$$"""{"credsStore":"{{{{helper.Name}}}}"}"""));
        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("my-secret", $"{problem}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../evil", "characters")]
    [InlineData("is-not-installed", "cannot be started")]
    public async Task AHelperThatIsNoneIsSaid(string name, string said) =>
        Assert.Contains(said, (await Assert.ThrowsAsync<AzureCloudException>(() => FindAsync($$$$"""{"credsStore":"{{{{name}}}}"}"""))).Message, StringComparison.Ordinal);

    private Task<RegistrySecret?> FindAsync(string config, string server = "registry.example")
    {
        var path = Path.Combine(_folder, "config.json");
        File.WriteAllText(path, config);
        return new DockerConfigFile(path).FindAsync(server, Ct);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>A program on the path, of a name that nothing else has.</summary>
    private sealed class Helper : IDisposable
    {
        private static readonly Lock s_path = new();
        private readonly string _folder = Directory.CreateTempSubdirectory("genaiops-").FullName;

        public Helper(string script)
        {
            Assert.SkipWhen(OperatingSystem.IsWindows(), "The helper is a shell script.");
            var file = Path.Combine(_folder, "docker-credential-" + Name);
            File.WriteAllText(file, "#!/bin/sh\n" + script + "\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
            }

            lock (s_path)
            {
                Environment.SetEnvironmentVariable("PATH", $"{Environment.GetEnvironmentVariable("PATH")}:{_folder}");
            }
        }

        public string Name { get; } = "test-" + Guid.NewGuid().ToString("n");

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
