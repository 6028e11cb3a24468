using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Nuke.Common;
using Nuke.Common.Caching;
using Nuke.Common.IO;
using Serilog;
using That = Xunit.Assert;

namespace Nuke.Embedded.Tests;

/// <summary>What a key covers beside files: code, parameters, state, results.</summary>
public sealed class CacheKeys : IDisposable
{
    private readonly World _world = new World().With("src/A.cs", "class A;");

    public void Dispose() => _world.Dispose();

    /// <summary>Compiles a build, and reads the code of its target <c>Compile</c>.</summary>
    private static CodeReader Read(string members, string types = "")
    {
        var source = $$"""
            using System; using System.Collections.Generic; using System.Linq; using System.Threading.Tasks;
            using Nuke.Common; using Nuke.Common.IO; using Nuke.Common.Execution; using Serilog;
            public class Build : NukeBuild
            {
                {{members}}
            }
            {{types}}
            """;
        var references = AppDomain.CurrentDomain.GetAssemblies().Union([typeof(Microsoft.CSharp.RuntimeBinder.Binder).Assembly, typeof(Log).Assembly, typeof(Enumerable).Assembly]).Where(x => !x.IsDynamic && x.Location.Length > 0).Select(x => MetadataReference.CreateFromFile(x.Location));
        var compilation = CSharpCompilation.Create(
            $"Build{Guid.NewGuid():n}", [CSharpSyntaxTree.ParseText(source)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using MemoryStream image = new();
        var result = compilation.Emit(image);
        That.True(result.Success, string.Join('\n', result.Diagnostics));
        var build = Assembly.Load(image.ToArray()).GetType("Build")!;
        var member = build.GetProperty("Compile")!;
        var target = (Target)member.GetValue(Activator.CreateInstance(build))!;
        return CodeReader.Of(build, member, [target]);
    }

    private const string Plain = "public Target Compile => _ => _.Inputs(\"src\").Executes(() => Helper.Work(1));";
    private const string Helper = "static class Helper { public static void Work(int x) { Inner(x); } static void Inner(int x) { Console.WriteLine(\"a\" + x); } }";

    public static TheoryData<string, string, string> Changes => new()
    {
        { "its own lambda", Plain.Replace("(1)", "(2)", StringComparison.Ordinal), Helper },
        { "a helper's helper", Plain, Helper.Replace("\"a\"", "\"b\"", StringComparison.Ordinal) },
        { "a constant", "const int One = 3; public Target Compile => _ => _.Inputs(\"src\").Executes(() => Helper.Work(One));", Helper },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void AChangeOfTheCodeIsSeen(string what, string members, string types)
    {
        That.NotEmpty(what);
        That.NotEqual(Read(Plain, Helper).Hash, Read(members, types).Hash);
        That.Null(Read(members, types).Everything);
    }

    [Theory]
    [InlineData("public Target Before => _ => _.Executes(() => Log.Information(\"x\"), async () => await Task.Yield());", "")]
    [InlineData("public Target Compile2 => _ => _.DependsOn(Compile).Executes(() => { var y = 1; Action a = () => Console.WriteLine(y); a(); });", "static class Other { static int F() => 1; }")]
    public void AnEditElsewhereIsNot(string before, string types)
    {
        That.Equal(Read(Plain, Helper).Hash, Read(before + Plain, types + Helper).Hash);
        That.Equal(Read(Plain, Helper).Hash, Read(Plain + before, Helper + types).Hash);
    }

    [Fact]
    public void AnotherTargetsWorkIsNotThisOnes()
    {
        const string Form = "public Target Restore => _ => _.Executes(() => Log.Information(\"{0}\")); public Target Compile => _ => _.DependsOn(Restore).Inputs(\"src\").Executes(() => Log.Information(\"c\"));";
        That.Equal(Read(Form.Replace("{0}", "one", StringComparison.Ordinal)).Hash, Read(Form.Replace("{0}", "two", StringComparison.Ordinal)).Hash);
    }

    public static TheoryData<string, string, string> Deep => new()
    {
        { "async", "public Target Compile => _ => _.Inputs(\"s\").Executes(async () => { await Task.Yield(); Console.WriteLine(\"§\"); });", "" },
        { "closure", "public Target Compile { get { var text = \"§\"; return _ => _.Inputs(\"s\").Executes(() => Console.WriteLine(text)); } }", "" },
        { "method group", "public Target Compile => _ => _.Inputs(\"s\").Executes(Work); void Work() => Console.WriteLine(\"§\");", "" },
        { "interface", "public Target Compile => _ => _.Inputs(\"s\").Executes(() => { ITool tool = new Tool(); tool.Run(); });", "interface ITool { void Run(); } class Tool : ITool { public void Run() => Console.WriteLine(\"§\"); }" },
        { "callback of .NET", "public Target Compile => _ => _.Inputs(\"s\").Executes(() => Console.WriteLine(string.Concat(new Tool())));", "class Tool { public override string ToString() => \"§\"; }" },
        { "iterator", "public Target Compile => _ => _.Inputs(\"s\").Executes(() => { foreach (var x in Names()) Console.WriteLine(x); }); IEnumerable<string> Names() { yield return \"§\"; }", "" },
        { "generic", "public Target Compile => _ => _.Inputs(\"s\").Executes(() => Make<Tool>().Run()); T Make<T>() where T : new() => new T();", "class Tool { public void Run() => Console.WriteLine(\"§\"); }" },
        { "static field", "static readonly string Text = \"§\"; public Target Compile => _ => _.Inputs(\"s\").Executes(() => Console.WriteLine(Text));", "" },
        { "field of the build", "readonly string Text = \"§\"; public Target Compile => _ => _.Inputs(\"s\").Executes(() => Console.WriteLine(Text));", "" },
        { "catch", "public Target Compile => _ => _.Inputs(\"s\").Executes(() => { try { Console.WriteLine(); } catch (Exception) { Console.WriteLine(\"§\"); } });", "" },
        { "expression", "public Target Compile => _ => _.Inputs(\"s\").Requires(() => Ok()).Executes(() => { }); bool Ok() => Console.Title == \"§\";", "" },
    };

    [Theory]
    [MemberData(nameof(Deep))]
    public void CodeIsFollowedWhereverItIs(string way, string members, string types)
    {
        That.NotEmpty(way);
        CodeReader Of(string text) => Read(members.Replace("§", text, StringComparison.Ordinal), types.Replace("§", text, StringComparison.Ordinal));
        That.Equal(Of("one").Hash, Of("one").Hash);
        That.NotEqual(Of("one").Hash, Of("two").Hash);
        That.Null(Of("one").Everything);
    }

    [Fact]
    public void OnlyParametersThatAreReadCount()
    {
        var read = Read("""
            [Parameter] readonly string Direct = "d"; [Parameter] string Auto { get; set; } = "a"; [Parameter] readonly string Unread = "u";
            [Parameter] readonly string Deep = "x"; string Text => Deep + "!";
            public Target Compile => _ => _.Inputs("s").Executes(() => { Console.WriteLine(Direct + Auto + Text); });
            """);
        That.Equal(["Auto", "Deep", "Direct"], read.Parameters.Select(x => x.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("typeof(Build).GetField(\"X\")!.GetValue(this)")]
    [InlineData("((dynamic)this).GetHashCode()")]
    [InlineData("Activator.CreateInstance(Type.GetType(\"Build\")!)")]
    public void CodeThatCannotBeFollowedReadsEverything(string expression) =>
        That.NotNull(Read($"public Target Compile => _ => _.Inputs(\"s\").Executes(() => {{ Console.WriteLine({expression}); }});").Everything);

    [Theory]
    [InlineData("string _version; public Target Compile => _ => _.Inputs(\"s\").Executes(() => { _version = \"1\"; });", "_version")]
    [InlineData("static int s_count; public Target Compile => _ => _.Inputs(\"s\").Executes(() => s_count++);", "s_count")]
    [InlineData("string Version { get; set; } public Target Compile => _ => _.Inputs(\"s\").Executes(() => { Version = \"1\"; });", "Version")]
    public void AFieldThatIsWrittenIsFound(string members, string name) => That.Contains(name, Read(members).Written!.Name, StringComparison.Ordinal);

    private sealed class State : NukeBuild
    {
        private readonly List<string> _found = [];
        private string? _version;

        [Parameter] public readonly string Tag = "1";

        public Target Find => _ => _.Executes(() =>
        {
            _version = Tag;
            _found.Add(Tag);
        });

        public Target Use => _ => _.DependsOn(Find).Inputs("src/*").Executes(() => Log.Information("ran Use{Version}", _version));
        public Target UseList => _ => _.DependsOn(Find).Inputs("src/*").Executes(() => Log.Information("ran UseList{Count}", _found.Count));
        public Target Set => _ => _.Inputs("src/*").Executes(() =>
        {
            _version = "set";
            Log.Information("ran Set");
        });

        public Target Number => _ => _.Executes(() => Tag.Length);
        public Target Ask => _ => _.DependsOn(Number).Inputs("src/*").Executes(() => Log.Information("ran Ask{Number}", this.ResultOf<int>(Number)));
        public Target Numbered => _ => _.Inputs("src/*").Executes(() =>
        {
            Log.Information("ran Numbered");
            return new Answer(42, "text");
        });

        public Target Show => _ => _.DependsOn(Numbered).Executes(() => Log.Information("ran {Answer}", this.ResultOf<Answer>(Numbered).Number));
        public Target Odd => _ => _.Inputs("src/*").Executes(() =>
        {
            Log.Information("ran Odd");
            return new object();
        });

        public Target Nothing => _ => _.Inputs("absent/*").Executes(() => Log.Information("ran Nothing"));
        public Target Silent => _ => _.Inputs("src/*").Outputs("never/*").Executes(() => Log.Information("ran Silent"));
        public Target Restless => _ => _.Inputs("src/*").Executes(() =>
        {
            Log.Information("ran Restless");
            File.AppendAllText(RootDirectory / "src" / "A.cs", " ");
        });
    }

    internal sealed record Answer(int Number, string Text);

    private async Task<string> RanAsync(string arguments, string? warning = null)
    {
        var result = await _world.RunAsync<State>(arguments);
        That.Equal(0, result.ExitCode);
        if (warning is not null) That.Contains(warning, result.Output, StringComparison.Ordinal);
        return result.Ran;
    }

    [Fact]
    public async Task AFieldThatAnotherTargetSetCounts()
    {
        That.Equal("Use1", await RanAsync("Use"));
        That.Equal("", await RanAsync("Use"));
        That.Equal("Use2", await RanAsync("Use --tag 2"));
    }

    [Theory]
    [InlineData("UseList", "UseList1", "reads State._found")]
    [InlineData("Set", "Set", "it writes State._version")]
    [InlineData("Odd", "Odd", "it returns a Object")]
    [InlineData("Nothing", "Nothing", "Inputs(\"absent/*\") names no file")]
    [InlineData("Silent", "Silent", "it left nothing at Outputs(\"never/*\")")]
    [InlineData("Restless", "Restless", "its inputs changed while it ran")]
    public async Task WhatTheCacheCannotAnswerForRunsEveryTime(string target, string ran, string warning)
    {
        That.Equal(ran, await RanAsync(target, warning));
        That.Equal(ran, await RanAsync(target, warning));
    }

    [Fact]
    public async Task AResultThatIsReadCounts()
    {
        That.Equal("Ask1", await RanAsync("Ask"));
        That.Equal("", await RanAsync("Ask"));
        That.Equal("Ask3", await RanAsync("Ask --tag abc"));
    }

    [Fact]
    public async Task AResultComesBackWithTheRest()
    {
        That.Equal("Numbered 42", await RanAsync("Show"));
        That.Equal("42", await RanAsync("Show"));
    }

    [Fact]
    public async Task AValueOfItsOwnCounts()
    {
        That.Equal("Keyed", (await _world.RunAsync<Keyed>("KeyedTarget")).Ran);
        That.Equal("", (await _world.RunAsync<Keyed>("KeyedTarget")).Ran);
        (_world.Root / "clock").WriteAllText("2");
        That.Equal("Keyed", (await _world.RunAsync<Keyed>("KeyedTarget")).Ran);
        var wrong = await _world.RunAsync<Keyed>("Wrong");
        That.Contains("must give a text, number, path, or a list of these", wrong.Output, StringComparison.Ordinal);
    }

    private sealed class Keyed : NukeBuild
    {
        public Target KeyedTarget => _ => _.CacheKey(() => (RootDirectory / "clock") is var file && File.Exists(file) ? File.ReadAllText(file) : null).Executes(() => Log.Information("ran Keyed"));
        public Target Wrong => _ => _.CacheKey(() => new object()).Executes(() => { });
    }

    private sealed class Wrong : NukeBuild
    {
        [Parameter] public readonly string Case = "";

        public Target Make => _ => Case switch
        {
            "above" => _.Inputs("../x"),
            "empty" => _.Inputs(""),
            "wide" => _.Inputs("src/*").Outputs("**/*.o"),
            "both" => _.Inputs("src/**").Outputs("src/**").Executes(() => { }),
            "untold" => _.Outputs("out/*").Executes(() => { }),
            _ => _,
        };
    }

    [Theory]
    [InlineData("above", "must name files below the root directory")]
    [InlineData("empty", "must name files below the root directory")]
    [InlineData("wide", "must begin with the name of a folder or file")]
    [InlineData("both", "src/A.cs is both an input and an output")]
    [InlineData("untold", "neither Inputs nor CacheKey")]
    public async Task AMistakeIsToldBeforeAnythingRuns(string mistake, string message)
    {
        var result = await _world.RunAsync<Wrong>($"Make --case {mistake}");
        That.Equal(2, result.ExitCode);
        That.Contains(message, result.Output, StringComparison.Ordinal);
        That.Contains("Nothing has run.", result.Output, StringComparison.Ordinal);
        That.True((_world.Root / "src/A.cs").FileExists());
    }

    private Task<Result> ExplainAsync(string arguments) => _world.RunAsync<CachedWorld.Build>(arguments + " --explain");

    [Fact]
    public async Task EveryReasonIsExplained()
    {
        var first = (await ExplainAsync("Compile")).Output;
        That.Matches(@"Restore +runs: it names no Inputs", first);
        That.Matches(@"Compile +runs: it has not run yet", first);
        await _world.RunAsync<CachedWorld.Build>("Compile");
        That.Matches(@"Compile +cached: nothing has changed", (await ExplainAsync("Compile")).Output);
        That.Matches(@"Compile +runs: parameter Configuration changed: ""Debug"" -> ""Release""", (await ExplainAsync("Compile --configuration Release")).Output);
        (_world.Root / "src/A.cs").WriteAllText("class B;");
        (_world.Root / "src/New.cs").WriteAllText("");
        var changed = await ExplainAsync("Compile");
        That.Matches(@"Compile +runs: input src/A.cs changed; input src/New.cs is new", changed.Output);
        That.Equal("", changed.Ran);
        That.Contains("runs: the cache is off", (await ExplainAsync("Compile --no-cache")).Output, StringComparison.Ordinal);
    }
}
