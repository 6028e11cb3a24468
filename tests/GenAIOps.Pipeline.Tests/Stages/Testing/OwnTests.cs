using GenAIOps.Pipeline.Stages.Testing;
using GenAIOps.Pipeline.Support;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Tests.Stages.Testing;

/// <summary>What this repository's own test projects say that they depend on.</summary>
public sealed class OwnTests
{
    private static readonly AbsolutePath s_root = AbsolutePath.Create(Root());
    private static readonly IReadOnlyList<TestModule> s_modules = TestModules.Find(s_root, ["tests/*.Tests"], new ProjectGraph(s_root).Of(s_root / "src" / "SupportAgent"));

    [Fact]
    public void TheAgentsOwnTestsAloneReachItsImage() =>
        Assert.Equal(["SupportAgent.Tests"], s_modules.Where(module => module.ReachesImage).Select(module => module.Name));

    [Fact]
    public void NoneDependsOnAllOfTheRepository() =>
        Assert.All(s_modules, module => Assert.DoesNotContain((string)s_root, module.Inputs.Files()));

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "GenAIOps.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("GenAIOps.sln is in no parent folder.");
        return folder;
    }
}
