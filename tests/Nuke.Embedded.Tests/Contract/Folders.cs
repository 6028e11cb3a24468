using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Nuke.Embedded.Tests.Contract;

/// <summary>
/// The engine's folders are its rooms: what one uses, directly or through others, does not use it. Namespaces are another matter: public types are in NUKE's, whatever their
/// folder, so that a build written for NUKE compiles; types that only the engine sees are in that of their folder, or in Nuke.Common.
/// </summary>
public sealed class Folders
{
    [Theory]
    [InlineData("Nuke.Embedded")]
    [InlineData("Nuke.Embedded.Tools")]
    public void NoFolderIsUsedByWhatItUses(string project)
    {
        using var graph = Of(project);
        Assert.NotEmpty(graph.Uses);
        var circle = graph.Circle();
        Assert.True(circle.Count == 0, $"Folders of {project} in a circle: {string.Join(" -> ", circle)}\n{graph.Explain(circle)}");
    }

    [Fact]
    public void WhatOnlyTheEngineSeesIsInTheNamespaceOfItsFolder()
    {
        using var graph = Of("Nuke.Embedded");
        Assert.Contains(graph.InternalTypes, x => x.Name == "BuildRun");
        Assert.All(graph.InternalTypes, x => Assert.True(x.Namespace == "Nuke.Common" || $"{x.Namespace}.".StartsWith($"Nuke.Common.{x.Folder}.", StringComparison.Ordinal), $"{x.Folder}: {x.Namespace}.{x.Name}"));
    }

    [Theory]
    [InlineData("class B : Second.A;", "")]
    [InlineData("class B { Second.A? Field; }", "")]
    [InlineData("class B { System.Collections.Generic.List<Second.A[]>? Field; }", "")]
    [InlineData("class B { void Do(Second.A x) { } }", "")]
    [InlineData("class B { void Do() { _ = new Second.A(); } }", "")]
    [InlineData("class B { async System.Threading.Tasks.Task DoAsync() { await System.Threading.Tasks.Task.Yield(); Second.A.Call(); } }", "")]
    [InlineData("class B { string? Do(object x) => (x as Second.A)?.ToString(); }", "")]
    [InlineData("class B { System.Type Do(int x) => x switch { 1 => typeof(int), 2 => typeof(uint), 3 => typeof(long), _ => typeof(Second.A) }; }", "")]
    [InlineData("class B<T> where T : Second.A;", "")]
    [InlineData("[Second.Mark] class B;", "")]
    [InlineData("interface B { [Second.Mark] int Property { get; } }", "")]
    [InlineData("class B;", "class C : Second.A;")]
    public void EveryKindOfUseIsSeen(string one, string beside)
    {
        using var graph = Compiled(
            ("First/B.cs", $"namespace First {{ {one} {beside} }}"),
            ("Second/A.cs", "namespace Second { class A { public static void Call() { } } class Mark : System.Attribute; }"),
            ("Second/Deeper/D.cs", "namespace Second { interface D { First.Other X { get; } } }"),
            ("First/Other.cs", "namespace First { enum Other { None } }"));
        string[] circle = ["First", "Second", "First"];
        Assert.Equal(circle, graph.Circle());
        Assert.Contains("Second -> First: D -> Other", graph.Explain(graph.Circle()));
    }

    [Fact]
    public void UsesInOneDirectionAreNoCircle()
    {
        using var graph = Compiled(("First/B.cs", "class B { Top? Top; A? A; }"), ("Second/A.cs", "class A { Top? Top; }"), ("Top.cs", "class Top;"));
        Assert.Empty(graph.Circle());
        Assert.Equal([("First", "."), ("First", "Second"), ("Second", ".")], graph.Uses.Keys);
    }

    private static FolderGraph Of(string project)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, project + ".dll");
        return FolderGraph.Of(File.OpenRead(assembly), File.OpenRead(Path.ChangeExtension(assembly, ".pdb")), project);
    }

    private static FolderGraph Compiled(params (string Path, string Text)[] files)
    {
        MemoryStream assembly = new(), symbols = new();
        var result = CSharpCompilation.Create(
            "Demo",
            files.Select(x => CSharpSyntaxTree.ParseText(x.Text, path: $"/_/src/Demo/{x.Path}", encoding: System.Text.Encoding.UTF8, cancellationToken: TestContext.Current.CancellationToken)),
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location), MetadataReference.CreateFromFile(typeof(Console).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)).Emit(assembly, symbols, options: new(debugInformationFormat: Microsoft.CodeAnalysis.Emit.DebugInformationFormat.PortablePdb), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        (assembly.Position, symbols.Position) = (0, 0);
        return FolderGraph.Of(assembly, symbols, "Demo");
    }
}
