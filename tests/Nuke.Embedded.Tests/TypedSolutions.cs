using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.Generators;
using Nuke.Common.Sessions;
using That = Xunit.Assert;

namespace Nuke.Embedded.Tests;

/// <summary>[Solution(GenerateProjects = true)]: generated, compiled, and run.</summary>
public sealed class TypedSolutions : IDisposable
{
    private const string Sln = """
        Microsoft Visual Studio Solution File, Format Version 12.00
        Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "My.App", "src\My.App\My.App.csproj", "{11111111-0000-0000-0000-000000000000}"
        EndProject
        Project("{2150E333-8FDC-42A3-9474-1A3956D46DE8}") = "src", "src", "{22222222-0000-0000-0000-000000000000}"
        EndProject
        Project("{2150E333-8FDC-42A3-9474-1A3956D46DE8}") = "tools", "tools", "{33333333-0000-0000-0000-000000000000}"
        EndProject
        Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "3rd-party", "src\tools\3rd-party.csproj", "{44444444-0000-0000-0000-000000000000}"
        EndProject
        Project("{9A19103F-16F7-4668-BE54-9A1E7A4F7556}") = "Top", "Top.csproj", "{55555555-0000-0000-0000-000000000000}"
        EndProject
        Global
            GlobalSection(NestedProjects) = preSolution
                {11111111-0000-0000-0000-000000000000} = {22222222-0000-0000-0000-000000000000}
                {33333333-0000-0000-0000-000000000000} = {22222222-0000-0000-0000-000000000000}
                {44444444-0000-0000-0000-000000000000} = {33333333-0000-0000-0000-000000000000}
            EndGlobalSection
        EndGlobal
        """;

    private const string Slnx = """
        <Solution>
          <Project Path="Top.csproj" />
          <Folder Name="/src/"><Project Path="src/My.App/My.App.csproj" /></Folder>
          <Folder Name="/src/tools/"><Project Path="src/tools/3rd-party.csproj" /></Folder>
        </Solution>
        """;

    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private (Compilation Compilation, IReadOnlyList<Diagnostic> Problems) Generate(string field, string before = "")
    {
        var source = $$"""
            using Nuke.Common; using Nuke.Common.ProjectModel; using Serilog;
            {{before}}
            public class Build : NukeBuild
            {
                {{field}} readonly Solution Solution;
                public Target Show => _ => _.Executes(() => Log.Information("ran {A}|{B}|{C}|{D}", Solution.Top.Path, Solution.src.My_App.Name, Solution.src.tools._3rd_party.RelativePath, Solution.AllProjects.Count));
            }
            """;
        var references = AppDomain.CurrentDomain.GetAssemblies().Union([typeof(Serilog.Log).Assembly, typeof(NukeBuild).Assembly, typeof(Enumerable).Assembly])
            .Where(x => !x.IsDynamic && x.Location.Length > 0).Select(x => MetadataReference.CreateFromFile(x.Location));
        var compilation = CSharpCompilation.Create(
            $"Typed{Guid.NewGuid():n}", [CSharpSyntaxTree.ParseText(source, path: _world.Root / "build" / "Build.cs")], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        CSharpGeneratorDriver.Create(new SolutionGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out var result, out var problems);
        return (result, problems);
    }

    private async Task<string> RunAsync(Compilation compilation, string type = "Build")
    {
        using MemoryStream image = new();
        var emitted = compilation.Emit(image);
        That.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Where(x => x.Severity == DiagnosticSeverity.Error)));
        var build = Assembly.Load(image.ToArray()).GetType(type)!;
        BuildRun run = new(build, () => (NukeBuild)Activator.CreateInstance(build)!, [], new BuildEnvironment
        {
            Arguments = ["Show"],
            Variables = _world.Variables,
            WorkingDirectory = _world.Root,
            Out = _world.Out,
        });
        That.Equal(0, await Task.Run(() => run.RunAsync()));
        return _world.Out.ToString();
    }

    [Theory]
    [InlineData("All.sln", Sln)]
    [InlineData("All.slnx", Slnx)]
    public async Task EveryProjectIsAPropertyOfItsFolder(string file, string content)
    {
        _world.With(file, content);
        var (compilation, problems) = Generate("[Solution(GenerateProjects = true)]");
        That.Empty(problems);
        That.Contains($"ran {_world.Root / "Top.csproj"}|My.App|src/tools/3rd-party.csproj|3", await RunAsync(compilation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheClassIsBesideTheBuild()
    {
        _world.With("one/All.sln", Sln).With("Other.sln", Sln).With(".nuke/parameters.json", """{ "Solution": "one/All.sln" }""");
        var (compilation, _) = Generate("[Solution(GenerateProjects = true)]", "namespace My.Builds;");
        That.Contains("ran", await RunAsync(compilation, "My.Builds.Build"), StringComparison.Ordinal);
        That.Contains((_world.Root / "one" / "Top.csproj").ToString(), _world.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void NothingIsGeneratedUnasked()
    {
        _world.With("All.sln", Sln);
        That.Single(Generate("[Solution]").Compilation.SyntaxTrees);
    }

    [Theory]
    [InlineData("[Solution(GenerateProjects = true)]", "2 solution files")]
    [InlineData("[Solution(\"gone.sln\", GenerateProjects = true)]", "gone.sln")]
    [InlineData("[Solution(\"a.txt\", GenerateProjects = true)]", "neither .sln nor .slnx")]
    public void WhatCannotBeReadIsTheCompilersErrorAtTheField(string field, string message)
    {
        _world.With("One.sln", Sln).With("Two.sln", Sln).With("a.txt", "");
        var problem = That.Single(Generate(field).Problems);
        That.Equal("NUKE001", problem.Id);
        That.Contains(message, problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        That.EndsWith("Build.cs", problem.Location.SourceTree!.FilePath, StringComparison.Ordinal);
    }
}
