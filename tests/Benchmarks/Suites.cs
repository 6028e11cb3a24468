namespace GenAIOps.Benchmarks;

internal static class Suites
{
    /// <summary>A target that does nothing: build.sh against Cake with a warm script cache, and against a program that prints nothing.</summary>
    public static async Task StartAsync(Copy copy, Table table)
    {
        await copy.BuildAsync("Noop");
        var cake = Path.Combine(copy.Scratch, "cake");
        Directory.CreateDirectory(cake);
        await File.WriteAllTextAsync(Path.Combine(cake, "noop.cake"), "Task(\"Noop\").Does(() => { });\nRunTarget(\"Noop\");\n");
        await File.WriteAllTextAsync(Path.Combine(cake, "cake.config"), "[Settings]\nEnableScriptCache=true\n");
        await Measured.OnceAsync(cake, "dotnet", "new", "tool-manifest");
        await Measured.OnceAsync(cake, "dotnet", "tool", "install", "Cake.Tool", "--version", "7.0.0");
        var hello = Path.Combine(copy.Scratch, "hello");
        Directory.CreateDirectory(hello);
        await File.WriteAllTextAsync(Path.Combine(hello, "hello.csproj"), "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        await File.WriteAllTextAsync(Path.Combine(hello, "hello.cs"), "return;");
        await Measured.OnceAsync(hello, "dotnet", "build", "-c", "Release", "-o", "out", "-v", "quiet");

        var times = await Measured.ByTurnsAsync(
            20,
            new("./build.sh Noop", copy.Root, ["./build.sh", "Noop"]),
            new("dotnet cake noop.cake, script cache warm", cake, ["dotnet", "cake", "noop.cake"]),
            new("dotnet hello.dll", hello, ["dotnet", "out/hello.dll"]));
        table.Add("Start", times);
    }

    /// <summary>Build.cs edited before every run.</summary>
    public static async Task EditAsync(Copy copy, Table table)
    {
        await copy.BuildAsync("Noop");
        var edits = 0;
        var times = await Measured.ByTurnsAsync(
            7,
            new Subject("./build.sh Noop after an edit of Build.cs", copy.Root, ["./build.sh", "Noop"]) { Before = Edit },
            new Subject("dotnet build of the build alone, after the same edit", copy.Root, ["dotnet", "build", "build/_build.csproj", "-c", "Release", "-v", "quiet"]) { Before = Edit });
        table.Add("Edit", times);

        void Edit() => File.AppendAllText(Path.Combine(copy.Root, "build", "Build.cs"), $"// {edits++}\n");
    }

    /// <summary>Four targets that wait for two seconds each.</summary>
    public static async Task ParallelAsync(Copy copy, Table table)
    {
        await File.WriteAllTextAsync(Path.Combine(copy.Root, "build", "Build.Waits.cs"), """
            using Nuke.Common;

            internal sealed partial class Build
            {
                private Target WaitA => _ => _.Executes(() => Task.Delay(2000));
                private Target WaitB => _ => _.Executes(() => Task.Delay(2000));
                private Target WaitC => _ => _.Executes(() => Task.Delay(2000));
                private Target WaitD => _ => _.Executes(() => Task.Delay(2000));
            }

            """);
        await copy.BuildAsync("Noop");
        string[] targets = ["WaitA", "WaitB", "WaitC", "WaitD"];
        var times = await Measured.ByTurnsAsync(
            5,
            new("four targets of 2 s, --parallel 4", copy.Root, ["./build.sh", .. targets, "--parallel", "4"]),
            new("the same, --parallel 1", copy.Root, ["./build.sh", .. targets, "--parallel", "1"]));
        table.Add("Parallel", times);
    }

    /// <summary>A target with 5,000 inputs of 100 MB in all, unchanged; beside it the hashing alone by coreutils.</summary>
    public static async Task CacheAsync(Copy copy, Table table)
    {
        var folder = Path.Combine(copy.Root, "many");
        Directory.CreateDirectory(folder);
        var content = new byte[20_000];
        for (var i = 0; i < 5000; i++)
        {
            BitConverter.TryWriteBytes(content, i);
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{i}.bin"), content);
        }

        await File.WriteAllTextAsync(Path.Combine(copy.Root, "build", "Build.Many.cs"), """
            using Nuke.Common;

            internal sealed partial class Build
            {
                private Target Many => _ => _.Inputs("many/**").Executes(() => { });
            }

            """);
        await copy.BuildAsync("Many");
        var times = await Measured.ByTurnsAsync(
            10,
            new("a cached target with 5,000 inputs, 100 MB", copy.Root, ["./build.sh", "Many"]),
            new("sha256sum of the same files", copy.Root, ["bash", "-c", "find many -type f -print0 | xargs -0 -P2 -n 500 sha256sum"]));
        table.Add("Cache", times);
    }

    /// <summary>The whole pipeline from source to production; then again with nothing changed.</summary>
    public static async Task PipelineAsync(Copy copy, Table table)
    {
        var first = await Measured.ByTurnsAsync(1, new Subject("./build.sh, from nothing to production", copy.Root, ["./build.sh"]));
        var again = await Measured.ByTurnsAsync(5, new Subject("./build.sh, nothing changed", copy.Root, ["./build.sh"]));
        table.Add("Pipeline", [.. again, .. first]);
    }
}
