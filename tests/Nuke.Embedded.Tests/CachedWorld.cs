using Nuke.Common;
using Nuke.Common.IO;
using Serilog;
using That = Xunit.Assert;

namespace Nuke.Embedded.Tests;

/// <summary>A build with cached targets, in a folder of its own.</summary>
public abstract class CachedWorld : IDisposable
{
    private readonly World _world = new World().With("src/A.cs", "class A;\n").With("src/B.cs", "class B;\n").With("src/notes.md", "notes");

    internal World Here => _world;

    public void Dispose()
    {
        _world.Dispose();
        GC.SuppressFinalize(this);
    }

    internal sealed class Build : NukeBuild
    {
        [Parameter] public readonly string Configuration = "Debug";
        [Parameter] public readonly string? Unread;
        [Parameter, Secret] public readonly string? ApiKey;

        public string Clock { get; set; } = "";

        public Target Restore => _ => _.Executes(() => Log.Information("ran Restore"));

        public Target Compile => _ => _
            .DependsOn(Restore)
            .Inputs("src/**/*.cs")
            .Outputs("out/**")
            .Executes(() =>
            {
                Log.Information("ran Compile");
                foreach (var file in (RootDirectory / "src").GlobFiles("**/*.cs"))
                    (RootDirectory / "out" / (file.Name + ".o")).WriteAllText(Compiler.Compile(file.ReadAllText()) + Configuration, eofLineBreak: false);
                ReportSummary(x =>
                {
                    x["Files"] = "some";
                    return x;
                });
            });

        public Target Sign => _ => _.Inputs("src/A.cs").Outputs("signed.txt").Executes(() =>
        {
            Log.Information("ran Sign");
            (RootDirectory / "signed.txt").WriteAllText($"{ApiKey!.Length}");
        });

        public Target Check => _ => _.DependsOn(Compile).Inputs("out/**").Executes(() => Log.Information("ran Check"));
        public Target Keyed => _ => _.CacheKey(() => Clock).Executes(() => Log.Information("ran Keyed"));
        public Target Failing => _ => _.Inputs("src/A.cs").Outputs("failed.txt").Executes(() =>
        {
            (RootDirectory / "failed.txt").WriteAllText("half");
            Log.Information("ran Failing");
            Assert.Fail("No luck.");
        });
    }

    private static class Compiler
    {
        public static string Compile(string source) => "object of " + source;
    }

    internal Task<Result> RunAsync(string arguments = "Compile") => _world.RunAsync<Build>(arguments);

    internal async Task<string> RanAsync(string arguments = "Compile")
    {
        var result = await RunAsync(arguments);
        That.Equal(0, result.ExitCode);
        return result.Ran;
    }

    internal static bool IsExecutable(AbsolutePath file) => !OperatingSystem.IsWindows() && System.IO.File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute);

    internal static void MakeExecutable(AbsolutePath file)
    {
        if (!OperatingSystem.IsWindows()) System.IO.File.SetUnixFileMode(file, System.IO.File.GetUnixFileMode(file) | UnixFileMode.UserExecute);
    }

    internal AbsolutePath File(string path) => _world.Root / path;
}
