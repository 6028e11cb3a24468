using System.Diagnostics;

namespace Nuke.Embedded.Tests;

/// <summary>What <c>build.sh</c> says itself, with an SDK that only does as if.</summary>
public sealed class BuildScripts : IDisposable
{
    private readonly World _world = new();

    public BuildScripts()
    {
        foreach (var file in new[] { "build/Build.cs", "src/Program.cs", "global.json", "Directory.Build.props", "Directory.Packages.props", ".editorconfig" }) _world.With(file, "");
        _world.WithScript("sdk/dotnet", """
            root="$(dirname "$0")/.."
            case "$1" in
                build) [ ! -f "$root/broken" ] || { echo "Build.cs(1,1): error CS1002: ; expected"; exit 1; }
                       emulator="$root/src/GenAIOps.Emulator/bin/Release/net10.0"
                       mkdir -p "$root/build/bin/ready" "$emulator" && echo compiled | tee "$root/build/bin/ready/_build.dll" >"$emulator/GenAIOps.Emulator.dll" ;;
                --version) echo 10.0.100 ;;
                --list-sdks) echo "10.0.100 [/sdk]" ;;
                exec) ;;
                *) shift; echo "{\"event\":\"ran $*\"}" ;;
            esac
            """);
        _world.WithScript("build.sh", File.ReadAllText(Repository("build.sh")));
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void ItSaysThatItCompilesWhereNoProgramReads()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A POSIX script.");
        Assert.Equal((0, "{\"event\":\"ran Noop --json\"}\n", "Compiling the build (the first time this takes about a minute) …\n"), Run("Noop", "--json"));
        Assert.Equal((0, "{\"event\":\"ran Noop\"}\n", ""), Run("Noop"));

        _world.With("src/Program.cs", "// changed");
        Assert.Equal((0, "{\"event\":\"ran Noop\"}\n", "Compiling the build …\n"), Run("Noop"));
    }

    [Fact]
    public void ABuildThatDoesNotCompileIsToldByItsErrors()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A POSIX script.");
        _world.With("broken", "");
        var (exitCode, output, errors) = Run("Noop");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("\nBuild.cs(1,1): error CS1002: ; expected\nThe build itself does not compile", errors, StringComparison.Ordinal);
    }

    private (int ExitCode, string Output, string Errors) Run(params string[] arguments)
    {
        ProcessStartInfo start = new("bash", [_world.Root / "build.sh", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _world.Root };
        start.Environment["PATH"] = $"{_world.Root / "sdk"}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    private static string Repository(string file)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GenAIOps.sln"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, file);
    }
}
