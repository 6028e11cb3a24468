using GenAIOps.Pipeline.Support;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>An image is made of files that another clone has, or would have after a commit.</summary>
public sealed class InputsOfImages : IDisposable
{
    private readonly Folder _folder = new();

    public InputsOfImages() => _folder.Write(".gitignore", "bin/\nobj/\n*.Local.*\n**/models/cache/\n").Write("agent/Program.cs", "1").Write("agent/prompts/system.md", "1").Write("other/Other.cs", "1");

    public void Dispose() => _folder.Dispose();

    private ImageInputs Inputs => ImageInputs.Of(_folder.Root, [_folder.Root / "agent", _folder.Root / "Directory.Build.props"]);

    private string[] Files => [.. Inputs.Files.Select(file => Path.GetRelativePath(_folder.Root, file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void WhatGitIgnoresIsLeftOutAndSaid()
    {
        _folder.Commit().Write("agent/appsettings.Local.json", "{}").Write("agent/Secret.Local.cs", "1").Write("agent/models/cache/a.bin", "1").Write("agent/obj/a.cs", "1").Write("other/x.Local.cs", "1");
        Assert.Equal(["agent/Program.cs", "agent/prompts/system.md"], Files);
        Assert.Equal(["agent/Secret.Local.cs", "agent/appsettings.Local.json", "agent/models/cache/"], Inputs.Ignored);
        Assert.Equal(Folder.Git(_folder.Root, "rev-parse", "HEAD"), Inputs.Commit());
    }

    [Fact]
    public void ANewFileTakesPartAndTheImageIsOfNoCommit()
    {
        _folder.Commit().Write("agent/New.cs", "1").Write("other/Changed.cs", "1");
        Assert.Contains("agent/New.cs", Files);
        Assert.Null(Inputs.Commit());
        Assert.Equal(["agent/New.cs"], Inputs.Uncommitted);
    }

    [Fact]
    public void WhatLiesElsewhereDoesNotMatter() => Assert.NotNull(Of(_folder.Commit().Write("other/Changed.cs", "1")).Commit());

    [Fact]
    public void ADeletedFileIsOfNoCommit()
    {
        _folder.Commit();
        File.Delete(_folder.Root / "agent" / "prompts" / "system.md");
        Assert.Equal(["agent/Program.cs"], Files);
        Assert.Equal(["agent/prompts/system.md"], Inputs.Uncommitted);
    }

    [Fact]
    public void ASparseCheckoutIsOfNoCommitWhereItLacksAFile()
    {
        _folder.Commit();
        Folder.Git(_folder.Root, "sparse-checkout", "set", "--no-cone", "/*", "!/agent/prompts/");
        Assert.Null(Inputs.Commit());
        Folder.Git(_folder.Root, "sparse-checkout", "set", "--no-cone", "/*", "!/other/");
        Assert.NotNull(Inputs.Commit());
    }

    [Fact]
    public void WithoutARepositoryAllButWhatToolsMakeTakesPart()
    {
        _folder.Write("agent/obj/a.cs", "1").Write("agent/appsettings.Local.json", "{}");
        Assert.Equal(["agent/Program.cs", "agent/appsettings.Local.json", "agent/prompts/system.md"], Files);
        Assert.Null(Inputs.Commit());
    }

    [Fact]
    public void APointerOfLfsIsNoModel()
    {
        _folder.Write("other/model.onnx", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n").Commit();
        Assert.NotNull(Inputs.Commit());

        _folder.Write("agent/models/model.onnx", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n").Commit();
        var error = Assert.Throws<InvalidDataException>(() => Inputs);
        Assert.Equal("agent/models/model.onnx is a pointer of Git LFS, and not the file itself. Nothing was built. Run git lfs pull (in CI: check out with lfs: true), then run the same command again.", error.Message);
    }

    [Fact]
    public void ASubmoduleThatIsNotCheckedOutIsNamed()
    {
        using Folder library = new();
        library.Write("Library.cs", "1").Commit();
        _folder.Commit();
        Folder.Git(_folder.Root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library.Root, "agent/library");
        _folder.Commit("Two");
        Assert.Contains("agent/library/Library.cs", Files);
        Assert.NotNull(Inputs.Commit());

        Folder.Git(_folder.Root, "clone", "--quiet", _folder.Root, _folder.Beside("clone"));
        Assert.Contains("agent/library is a submodule that is not checked out.", Assert.Throws<InvalidDataException>(() => ImageInputs.Of(_folder.Beside("clone"), [_folder.Beside("clone") / "agent"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnIgnoredFileThatEveryCompilationReadsIsRefused()
    {
        _folder.Write(".gitignore", "Directory.Build.props").Commit().Write("Directory.Build.props", "<Project />");
        Assert.Contains("Directory.Build.props takes part in every compilation, and git ignores it", Assert.Throws<InvalidDataException>(() => Inputs).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AChangedModelFileIsAnotherImage()
    {
        _folder.Write("agent/models/model.onnx", "1").Commit();
        var before = Fingerprint.Of(_folder.Root, Inputs.Files);
        Assert.Equal(before, Fingerprint.Of(_folder.Root, Inputs.Files));
        _folder.Write("agent/models/model.onnx", "2");
        Assert.NotEqual(before, Fingerprint.Of(_folder.Root, Inputs.Files));
    }

    private static ImageInputs Of(Folder folder) => ImageInputs.Of(folder.Root, [folder.Root / "agent"]);
}
