using GenAIOps.Pipeline.Support;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>An image and a test result stand only while everything that they were made of is as it was.</summary>
public sealed class SourcesOfProjects : IDisposable
{
    private readonly AbsolutePath _root = AbsolutePath.Create(Directory.CreateTempSubdirectory("sources-").FullName);

    public SourcesOfProjects()
    {
        Write("agent/Agent.csproj", """<Project><ItemGroup><ProjectReference Include="..\lib\Lib.csproj" /><PackageReference Include="Some.Package" /></ItemGroup></Project>""");
        Write("agent/Program.cs", "1");
        Write("lib/Lib.csproj", """<Project><Import Project="$(MSBuildThisFileDirectory)../shared/Shared.props" /><ItemGroup><ProjectReference Include="../deep/Deep.csproj;../agent/Agent.csproj" /><Content Include="../data/**/*.json" /><Compile Include="../linked/One.cs" /></ItemGroup></Project>""");
        Write("lib/Lib.cs", "1");
        Write("deep/Deep.csproj", "<Project />");
        Write("deep/Deep.cs", "1");
        Write("shared/Shared.props", "<Project />");
        Write("data/in/a.json", "{}");
        Write("linked/One.cs", "1");
        Write("linked/Two.cs", "1");
        Write("other/Other.csproj", "<Project />");
        Write("other/Other.cs", "1");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("agent/Program.cs")]
    [InlineData("agent/New.cs")]
    [InlineData("lib/Lib.cs")]
    [InlineData("deep/Deep.cs")]
    [InlineData("shared/Shared.props")]
    [InlineData("data/in/a.json")]
    [InlineData("data/new.json")]
    [InlineData("linked/One.cs")]
    [InlineData("Directory.Build.targets")]
    [InlineData("lib/Directory.Build.props")]
    [InlineData("NuGet.Config")]
    public void WhatItIsCompiledFromCounts(string file)
    {
        var before = Of("agent");
        Write(file, "changed");
        Assert.NotEqual(before, Of("agent"));
        Assert.NotEqual(before, Of("agent/Agent.csproj"));
    }

    [Theory]
    [InlineData("other/Other.cs")]
    [InlineData("linked/Two.cs")]
    [InlineData("build.log")]
    [InlineData("lib/obj/project.assets.json")]
    public void NothingElseCounts(string file)
    {
        var before = Of("agent");
        Write(file, "changed");
        Assert.Equal(before, Of("agent"));
    }

    [Fact]
    public void WhereAPathCannotBeToldAllCounts()
    {
        Write("deep/Deep.csproj", """<Project><ItemGroup><ProjectReference Include="$(Elsewhere)/Other.csproj" /></ItemGroup></Project>""");
        WhatItIsCompiledFromCounts("other/Other.cs");
    }

    [Fact]
    public void WhatLiesOutsideOfTheRootDoesNotCount() =>
        Assert.All(ProjectSources.Of(_root / "agent", _root / "agent"), path => Assert.StartsWith(_root / "agent", path, StringComparison.Ordinal));

    [Theory]
    [InlineData("agent/Directory.Build.props", """<Project><ItemGroup><ProjectReference Include="$(MSBuildThisFileDirectory)../other/Other.csproj" /></ItemGroup></Project>""")]
    [InlineData("Directory.Build.targets", """<Project><Import Project="other/More.props" /></Project>""", "other/More.props")]
    [InlineData("shared/Shared.props", """<Project><Import Project="../other/*.props" /></Project>""", "other/New.props")]
    [InlineData("shared/Shared.props", """<Project><ItemGroup><None Include="../other/x.json" /></ItemGroup></Project>""", "other/x.json")]
    [InlineData("deep/Deep.csproj", """<Project><PropertyGroup><Data>$(Up)/other</Data><Up>..</Up></PropertyGroup><ItemGroup><None Include="$(Data)/**" /></ItemGroup></Project>""")]
    [InlineData("deep/Deep.csproj", """<Project><ItemGroup><Reference Include="Other"><HintPath>..\other\Other.dll</HintPath></Reference></ItemGroup></Project>""", "other/Other.dll")]
    [InlineData("deep/Deep.csproj", """<Project><ItemGroup><Compile Include="../$(Configuration)/x.cs" /></ItemGroup></Project>""")]
    [InlineData("deep/Deep.csproj", """<Project><ItemGroup><Compile Include="$(RepositoryRoot)x.cs" /></ItemGroup></Project>""")]
    [InlineData("deep/Deep.csproj", """<Project><Import Project="$(RepositoryRoot)x.props" /></Project>""")]
    [InlineData("deep/Deep.csproj", """<Project><PropertyGroup><Data>../a</Data><Data>../b</Data></PropertyGroup><ItemGroup><None Include="$(Data)/x" /></ItemGroup></Project>""")]
    [InlineData("deep/Deep.csproj", """<Project><ItemGroup><ProjectReference Include="../**/*.csproj" /></ItemGroup></Project>""")]
    public void WhatThatNamesCountsToo(string file, string xml, string counts = "other/Other.cs")
    {
        Write(file, xml);
        var before = Of("agent");
        Write(counts, "changed");
        Assert.NotEqual(before, Of("agent"));
    }

    [Theory]
    [InlineData("""<ItemGroup><PackageReference Include="$(Prefix)/Package" /><InternalsVisibleTo Include="$(AssemblyName).Tests" /></ItemGroup>""")]
    [InlineData("""<Target Name="Copy"><ItemGroup><Made Include="$(OutDir)**/*;@(Compile->'$(OutDir)%(Filename)')" /></ItemGroup></Target>""")]
    [InlineData("""<Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" /><Import Project="$(MSBuildExtensionsPath)/x.targets" />""")]
    [InlineData("""<Import Project="$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))" />""")]
    [InlineData("""<ItemGroup><TestReads Include="../data/in/*.json" /><TestReadsVariable Include="A;B" /></ItemGroup>""")]
    public void NamesOutputsAndWhatTheSdkBringsAreNoSources(string xml)
    {
        Write("deep/Deep.csproj", $"<Project>{xml}</Project>");
        NothingElseCounts("other/Other.cs");
    }

    [Fact]
    public void ProjectsThatReferToEachOtherAreEachLookedAtOnce() =>
        Assert.Equal(["agent", "deep", "lib"], new ProjectGraph(_root).Of(_root / "agent").Folders.Select(folder => Path.GetFileName(folder)));

    [Theory]
    [InlineData("<Project")]
    [InlineData("")]
    public void AProjectThatIsNoXmlIsTakenAsItIs(string xml)
    {
        Write("deep/Deep.csproj", xml);
        Assert.Contains((string)(_root / "deep"), ProjectSources.Of(_root, _root / "agent"));
    }

    [Fact]
    public void AProjectThatIsNotThereIsNoTrouble()
    {
        (_root / "deep").DeleteDirectory();
        Assert.Contains((string)(_root / "lib"), ProjectSources.Of(_root, _root / "agent", _root / "nowhere"));
    }

    private string Of(string project) => Fingerprint.Of(_root, ProjectSources.Of(_root, _root / project));

    private void Write(string file, string text)
    {
        (_root / file).Parent.CreateDirectory();
        File.WriteAllText(_root / file, text);
    }
}
