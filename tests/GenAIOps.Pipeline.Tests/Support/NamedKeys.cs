using GenAIOps.Evidence;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>A key that the command line names is one, before anything is made.</summary>
public sealed class NamedKeys : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AnAddressIsNoFileAndAFileIsOfTheRoot()
    {
        Assert.Null(NamedKey.FileOf("https://vault.azure.net/keys/a/1", _folder.Root));
        Assert.Equal(_folder.Root / "keys" / "a.pem", NamedKey.FileOf("keys/a.pem", _folder.Root));
        Assert.Equal("/keys/a.pem", NamedKey.FileOf("/keys/a.pem", _folder.Root));
    }

    [Fact]
    public void AKeyIsTakenAndNothingElseIs()
    {
        SigningKey.OpenOrCreate(_folder.Root / "keys" / "a.pem").Dispose();
        NamedKey.Check("keys/a.pem", _folder.Root);
        NamedKey.Check("https://vault.azure.net/keys/a/1", _folder.Root);
        NamedKey.Check(null, _folder.Root);

        _folder.Write("keys/b.pem", "no key");
        foreach (var named in new[] { "keys/b.pem", "keys/c.pem", "http://vault.azure.net/keys/a" })
            Assert.Equal(ExitCodes.BadInput, Assert.Throws<ExitCodeException>(() => NamedKey.Check(named, _folder.Root)).ExitCode);
        Assert.Equal(["a.pem", "b.pem"], Directory.EnumerateFiles(_folder.Root / "keys", "*.pem").Select(Path.GetFileName).Order());
    }
}
