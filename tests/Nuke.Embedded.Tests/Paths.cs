using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.ProjectModel;

namespace Nuke.Embedded.Tests;

public sealed class Paths : IDisposable
{
    private readonly World _world = new();

    private AbsolutePath Root => _world.Root;

    public void Dispose() => _world.Dispose();

    [Fact]
    public void PathsAreJoinedAndNormalized()
    {
        Assert.Equal(Root / "a" / "c.txt", Root / "a/b/../c.txt");
        Assert.Equal(Root, Root / "a" / "..");
        Assert.Equal(Root, (Root / "a").Parent);
        Assert.Equal("c.txt", (Root / "c.txt").Name);
        Assert.Equal("c", (Root / "c.txt").NameWithoutExtension);
        Assert.Equal(".txt", (Root / "c.txt").Extension);
        Assert.Equal(Root / "c.txt.bak", (Root / "c.txt") + ".bak");
        Assert.Null(AbsolutePath.Create(Path.GetPathRoot(Root)!).Parent);
    }

    [Fact]
    public void RootedPathsCannotBeJoined() => Assert.Throws<ArgumentException>(() => Root / Path.GetTempPath());

    [Fact]
    public void RelativePathsAreNoAbsolutePaths() => Assert.Throws<ArgumentException>(() => (AbsolutePath?)"a/b");

    [Fact]
    public void ExistsLooksAtTheNameOfItsArgument()
    {
        var configFile = Root / "x";
        var outputDirectory = Root / "x";
        var thing = Root / "x";
        configFile.WriteAllText("text");
        Assert.True(configFile.Exists());
        Assert.False(outputDirectory.Exists());
        Assert.Throws<ArgumentException>(() => thing.Exists());
    }

    [Fact]
    public void DirectoriesAreCleanedAndCopied()
    {
        (Root / "from" / "deep" / "a.txt").WriteAllText("a");
        (Root / "from").Copy(Root / "to");
        Assert.Equal("a\n", (Root / "to" / "deep" / "a.txt").ReadAllText());
        Assert.Throws<IOException>(() => (Root / "from").Copy(Root / "to"));
        (Root / "from" / "deep" / "a.txt").WriteAllText("b");
        (Root / "from").Copy(Root / "to", ExistsPolicy.MergeAndSkip);
        Assert.Equal("a\n", (Root / "to" / "deep" / "a.txt").ReadAllText());
        (Root / "from").Move(Root / "to", ExistsPolicy.MergeAndOverwrite);
        Assert.Equal("b\n", (Root / "to" / "deep" / "a.txt").ReadAllText());
        Assert.False((Root / "from").DirectoryExists());
        (Root / "to").CreateOrCleanDirectory();
        Assert.Empty((Root / "to").GlobFiles("**/*"));
    }

    [Theory]
    [InlineData("*.cs", "a.cs")]
    [InlineData("**/*.cs", "a.cs sub/b.cs sub/deep/c.cs")]
    [InlineData("sub/*.cs", "sub/b.cs")]
    [InlineData("sub/**", "sub/b.cs sub/deep/c.cs sub/deep/d.txt")]
    [InlineData("**/[cd].*", "sub/deep/c.cs sub/deep/d.txt")]
    [InlineData("**/{b,d}.{cs,txt}", "sub/b.cs sub/deep/d.txt")]
    [InlineData("?.cs", "a.cs")]
    [InlineData("*.vb", "")]
    public void GlobsFindFiles(string pattern, string expected)
    {
        foreach (var file in new[] { "a.cs", "sub/b.cs", "sub/deep/c.cs", "sub/deep/d.txt" }) (Root / file).WriteAllText("");
        var found = Root.GlobFiles(pattern).Select(x => Path.GetRelativePath(Root, x).Replace('\\', '/'));
        Assert.Equal(expected, string.Join(' ', found));
    }

    [Fact]
    public void GlobsFindDirectories()
    {
        foreach (var directory in new[] { "a/bin", "a/obj", "b/bin/deep" }) (Root / directory).CreateDirectory();
        Assert.Equal([Root / "a/bin", Root / "b/bin"], Root.GlobDirectories("**/bin"));
    }

    private const string Sln = """

        Microsoft Visual Studio Solution File, Format Version 12.00
        Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "App", "src\App\App.csproj", "{B1B4C2D6-0000-0000-0000-000000000001}"
        EndProject
        Project("{2150E333-8FDC-42A3-9474-1A3956D46DE8}") = "tests", "tests", "{B1B4C2D6-0000-0000-0000-000000000002}"
        EndProject
        Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "App.Tests", "tests\App.Tests\App.Tests.csproj", "{B1B4C2D6-0000-0000-0000-000000000003}"
        EndProject
        """;

    private const string Slnx = """
        <Solution>
          <Project Path="src/App/App.csproj" />
          <Folder Name="/tests/"><Project Path="tests/App.Tests/App.Tests.csproj" /></Folder>
        </Solution>
        """;

    [Theory]
    [InlineData("all.sln", Sln)]
    [InlineData("all.slnx", Slnx)]
    public void SolutionsAreRead(string file, string text)
    {
        var solution = _world.With(file, text).Root.GlobFiles("all.*").Single().ReadSolution();
        Assert.Equal("all", solution.Name);
        Assert.Equal(Root, solution.Directory);
        Assert.Equal(["App", "App.Tests"], solution.AllProjects.Select(x => x.Name));
        Assert.Equal(Root / "tests/App.Tests/App.Tests.csproj", solution.GetAllProjects("*.Tests").Single().Path);
    }

    private interface IHasSolution : INukeBuild
    {
        [Solution] Solution? Solution => TryGetValue(() => Solution);
    }

    private sealed class Build : NukeBuild, IHasSolution
    {
        [Solution("all.slnx")] public readonly Solution? All;

        public Target Show => _ => _.Executes(() => Serilog.Log.Information("ran {Names}", $"{All!.Name}:{((IHasSolution)this).Solution!.Name}"));
    }

    [Fact]
    public async Task SolutionsAreInjected()
    {
        _world.With("all.slnx", Slnx);
        Assert.Equal("all:all", (await _world.RunAsync<Build>("Show")).Ran);

        _world.With("second.sln", Sln);
        var torn = await _world.RunAsync<Build>("Show");
        Assert.Equal(2, torn.ExitCode);
        Assert.Contains("Solution: 2 solution files in", torn.Output);

        Assert.Equal("all:second", (await _world.RunAsync<Build>("Show --solution second.sln")).Ran);
        _world.With(".nuke/parameters.json", """{ "Solution": "second.sln" }""");
        Assert.Equal("all:second", (await _world.RunAsync<Build>("Show")).Ran);
    }
}
