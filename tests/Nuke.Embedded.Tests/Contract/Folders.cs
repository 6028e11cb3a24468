using GenAIOps.Tests.Architecture;
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
        var folders = Of(project);
        Assert.NotEmpty(folders.Arrows);
        CompiledFolders.None($"Folders of {project} in a circle:", folders.Circles());
    }

    [Fact]
    public void WhatOnlyTheEngineSeesIsInTheNamespaceOfItsFolder()
    {
        CompiledFolders.Declared[] types = [.. Of("Nuke.Embedded").Types.Where(type => !type.IsPublic)];
        Assert.Contains(types, x => x.Name == "BuildRun");
        Assert.All(types, x => Assert.True(x.Namespace == "Nuke.Common" || $"{x.Namespace}.".StartsWith($"Nuke.Common.{x.Room}.", StringComparison.Ordinal), $"{x.Room}: {x.Namespace}.{x.Name}"));
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
        var circles = Compiled(
            ("First/B.cs", $"namespace First {{ {one} {beside} }}"),
            ("Second/A.cs", "namespace Second { class A { public static void Call() { } } class Mark : System.Attribute; }"),
            ("Second/Deeper/D.cs", "namespace Second { interface D { First.Other X { get; } } }"),
            ("First/Other.cs", "namespace First { enum Other { None } }")).Circles();
        Assert.Contains(circles, arrow => arrow.StartsWith("First -> Second: ", StringComparison.Ordinal));
        Assert.Contains("Second -> First: D uses Other", circles);
    }

    [Fact]
    public void UsesInOneDirectionAreNoCircle()
    {
        var folders = Compiled(("First/B.cs", "class B { Top? Top; A? A; }"), ("Second/A.cs", "class A { Top? Top; }"), ("Top.cs", "class Top;"));
        Assert.Empty(folders.Circles());
        Assert.Equal([("First", ""), ("First", "Second"), ("Second", "")], folders.Arrows.Select(arrow => (arrow.User.Room, arrow.Used.Room)).Order());
    }

    private static CompiledFolders Of(string project)
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, project + ".dll");
        return new CompiledFolders(project, File.OpenRead(assembly), File.OpenRead(Path.ChangeExtension(assembly, ".pdb")));
    }

    private static CompiledFolders Compiled(params (string Path, string Text)[] files)
    {
        MemoryStream assembly = new(), symbols = new();
        var result = CSharpCompilation.Create(
            "Demo",
            files.Select(x => CSharpSyntaxTree.ParseText(x.Text, path: $"/_/src/Demo/{x.Path}", encoding: System.Text.Encoding.UTF8, cancellationToken: TestContext.Current.CancellationToken)),
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location), MetadataReference.CreateFromFile(typeof(Console).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)).Emit(assembly, symbols, options: new(debugInformationFormat: Microsoft.CodeAnalysis.Emit.DebugInformationFormat.PortablePdb), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        (assembly.Position, symbols.Position) = (0, 0);
        return new CompiledFolders("Demo", assembly, symbols);
    }
}
