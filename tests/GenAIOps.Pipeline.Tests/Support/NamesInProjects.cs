using GenAIOps.Pipeline.Support;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>What a project file names is read without MSBuild: too much at worst, never too little.</summary>
public sealed class NamesInProjects : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("""<Compile Include="..\shared\One.cs;../shared/Two.cs" Link="x" />""", "../shared/One.cs", "../shared/Two.cs")]
    [InlineData("""<Compile Include="Own.cs;sub/Own.cs" />""")]
    [InlineData("""<Compile Update="../elsewhere/One.cs" /><Compile Remove="../elsewhere/Two.cs" />""")]
    [InlineData("""<None Include="$(MSBuildThisFileDirectory)data/*.json" />""", "$(MSBuildThisFileDirectory)data/*.json")]
    [InlineData("""<None Include="$(msbuildprojectdirectory)/../data/a.json" />""", "$(msbuildprojectdirectory)/../data/a.json")]
    [InlineData("""<ProjectReference Include="sub/Other.csproj" />""", "sub/Other.csproj")]
    [InlineData("""<ProjectReference Include="$(Configuration)/../$(AssemblyName).Core.csproj" />""", "*/../*.Core.csproj")]
    [InlineData("""<None Include="/opt/data/a.json" />""", "/opt/data/a.json")]
    [InlineData("""<None Include="@(Other)" /><None Include="$(OutDir)../x.dll" /><None Include="$(NuGetPackageRoot)/../x" />""")]
    [InlineData("""<PackageReference Include="../odd" /><Using Include="System.IO" /><FrameworkReference Include="Microsoft.AspNetCore.App" />""")]
    [InlineData("""<Reference Include="Other"><HintPath>..\lib\Other.dll</HintPath></Reference>""", "../lib/Other.dll")]
    [InlineData("""<EmbeddedResource Include="$(Anything)/a.json" />""", null!)]
    public void Items(string items, params string?[] named) => Assert.Equal(named ?? [null], Read($"<Project><ItemGroup>{items}</ItemGroup></Project>").Items);

    [Theory]
    [InlineData("""<Import Project="../a.props" />""", "../a.props")]
    [InlineData("""<Import Project="$(MSBuildThisFileDirectory)..\a.props" Condition="Exists('x')" />""", "$(MSBuildThisFileDirectory)../a.props")]
    [InlineData("""<Import Project="Sdk.props" Sdk="Some.Sdk" />""")]
    [InlineData("""<Import Project="$(MSBuildExtensionsPath)/a.targets" /><Import Project="$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '..'))" />""")]
    [InlineData("""<Import Project="$(SolutionDir)a.props" />""", null!)]
    public void Imports(string xml, params string?[] named) => Assert.Equal(named ?? [null], Read($"<Project>{xml}</Project>").Imports);

    [Theory]
    [InlineData("<Data>../data</Data>", "../data/a")]
    [InlineData("<Base>..</Base><Data>$(Base)/data</Data>", "../data/a")]
    [InlineData("<Data>../data</Data><data>../data</data>", "../data/a")]
    [InlineData("<Data Condition=\"a\">../one</Data><Data>../two</Data>", null)]
    [InlineData("<Data>$(Data)/..</Data>", null)]
    [InlineData("", null)]
    public void APropertyCountsWhereTheFileGivesItOneValue(string properties, string? named) =>
        Assert.Equal([named], Read($"""<Project><PropertyGroup>{properties}</PropertyGroup><ItemGroup><None Include="$(Data)/a" /></ItemGroup></Project>""").Items);

    [Fact]
    public void WhatTestsReadIsApartFromWhatIsCompiled()
    {
        var xml = Read("""<Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003"><ItemGroup><TestReads Include="../infra/**;own.txt" /><TestReadsVariable Include=" A ; B;" /></ItemGroup></Project>""");
        Assert.Empty(xml.Items);
        Assert.Equal(["../infra/**", "own.txt"], xml.Reads);
        Assert.Equal(["A", "B"], xml.Variables);
    }

    private ProjectXml Read(string xml)
    {
        File.WriteAllText(_file, xml);
        return ProjectXml.Read(_file);
    }
}
