using GenAIOps.Evaluators.Catalog;
using GenAIOps.Tests.Architecture;

namespace GenAIOps.Evaluators.Tests;

public sealed class Folders
{
    private static readonly CompiledFolders s_compiled = new(typeof(EvaluatorCatalog).Assembly);

    [Fact]
    public void NoFolderUsesOneThatUsesIt() => CompiledFolders.None("Folders that reach one another: turn one of these arrows round, or move a type.", s_compiled.Circles());

    [Fact]
    public void EveryNamespaceIsItsFolder() => CompiledFolders.None("Types whose namespace is not the folder of their file:", s_compiled.Astray());

    [Fact]
    public void EveryFileIsNamedAfterItsType() => CompiledFolders.None("Types in a file of another name (an enum may share one):", s_compiled.Misfiled());
}
