using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace GenAIOps.Benchmarks;

/// <summary>Runs of the evaluation against a mock endpoint, beside promptfoo. Each run is a process of its own. Prints a Markdown table of its own.</summary>
internal static class EvaluationSuites
{
    private const int Rows = 10_000;
    private const double Latency = 0.05;

    /// <summary>10,000 rows at 32 and at 128, ours and promptfoo by turns; then a million rows, for memory.</summary>
    /// <remarks><c>BENCHMARK_MANY</c>: rows in place of a million.</remarks>
    public static Task EvaluationAsync() => InScratchAsync(async scratch =>
    {
        var file = await RowsFileAsync(scratch);
        var peer = await Promptfoo.FindAsync(scratch);
        var table = new RunTable("evaluation");
        using (var mock = await Mock.StartAsync("50", faults: false))
        {
            await WarmAsync(mock, scratch);
            foreach (var concurrency in new[] { 32, 128 })
            {
                var ideal = Rows * Latency / concurrency;
                await OursAsync(table, mock, file, Rows, concurrency, Fresh(scratch), ideal);
                await PeerAsync(table, mock, peer, concurrency, Fresh(scratch), ideal);
            }
        }

        var many = int.Parse(Environment.GetEnvironmentVariable("BENCHMARK_MANY") ?? "1000000", CultureInfo.InvariantCulture);
        using var fast = await Mock.StartAsync("0", faults: false);
        await OursAsync(table, fast, "10000", 10_000, 32, Fresh(scratch), null);
        await OursAsync(table, fast, many.ToString(CultureInfo.InvariantCulture), many, 32, Fresh(scratch), null);
        Console.WriteLine(table);
    });

    /// <summary>The same rows with 5 % 429 (<c>Retry-After: 1</c>), 1 % 500 and 0.5 % resets. Ideal is that of a runner that frees its slot while a row waits.</summary>
    public static Task FaultsAsync() => InScratchAsync(async scratch =>
    {
        var file = await RowsFileAsync(scratch);
        var peer = await Promptfoo.FindAsync(scratch);
        var table = new RunTable("faults");
        using var mock = await Mock.StartAsync("50", faults: true);
        await WarmAsync(mock, scratch);
        foreach (var concurrency in new[] { 32, 128 })
        {
            var ideal = Rows * 0.0534 / concurrency;
            await OursAsync(table, mock, file, Rows, concurrency, Fresh(scratch), ideal);
            await PeerAsync(table, mock, peer, concurrency, Fresh(scratch), ideal);
        }

        Console.WriteLine(table);
    });

    /// <summary>Killed (SIGKILL) five times at random moments, then run to its end: the summary must be that of a run that nobody interrupted.</summary>
    public static Task ResumeAsync() => InScratchAsync(async scratch =>
    {
        const int kills = 5, concurrency = 32, rows = 4_000;
        using var mock = await Mock.StartAsync("50", faults: true);
        var whole = await ChildAsync(mock, rows.ToString(CultureInfo.InvariantCulture), concurrency, Fresh(scratch));
        await mock.ResetAsync();
        var random = new Random(20261126);
        var folder = Fresh(scratch);
        for (var kill = 0; kill < kills; kill++)
        {
            var after = TimeSpan.FromSeconds(0.5 + random.NextDouble() * 1.5);
            var killed = await Watched.RunAsync(Child(mock, rows.ToString(CultureInfo.InvariantCulture), concurrency, folder), after);
            Console.Error.WriteLine(FormattableString.Invariant($"resume: killed after {after.TotalSeconds:0.00} s, exit code {killed.ExitCode}, journal of {Length(folder)} bytes"));
        }

        var final = await ChildAsync(mock, rows.ToString(CultureInfo.InvariantCulture), concurrency, folder);
        // Lets requests that nobody waits for any more come to their end.
        await Task.Delay(500);
        var stats = await mock.StatsAsync();
        var same = (string?)whole.Json["summary"] == (string?)final.Json["summary"];
        Console.WriteLine(FormattableString.Invariant($"""
            | resume: {rows} rows at {concurrency}, faults, {kills} kills | passed | failed | errored | skipped | rows asked | requests beyond need, of at most {kills * concurrency} | summary |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |
            | uninterrupted | {whole.Json["passed"]} | {whole.Json["failed"]} | {whole.Json["errored"]} | {whole.Json["skipped"]} | {rows} | 0 | {Short(whole.Json)} |
            | killed and resumed | {final.Json["passed"]} | {final.Json["failed"]} | {final.Json["errored"]} | {final.Json["skipped"]} | {stats.Rows} | {stats.Needless} | {Short(final.Json)}, {(same ? "identical" : "DIFFERENT")} |
            """));
        if (!same)
        {
            throw new InvalidOperationException("The summary of the resumed run is another one than that of the uninterrupted run.");
        }
    });

    /// <summary>A run whose answers are all in the cache.</summary>
    public static Task CachedAsync() => InScratchAsync(async scratch =>
    {
        const int rows = 100_000;
        var peer = await Promptfoo.FindAsync(scratch);
        var table = new RunTable("cached");
        using var mock = await Mock.StartAsync("0", faults: false);
        var cache = Fresh(scratch);
        await OursAsync(table, mock, "100000", rows, 32, Fresh(scratch), null, cache, "cold");
        for (var i = 0; i < 3; i++)
        {
            await OursAsync(table, mock, "100000", rows, 32, Fresh(scratch), null, cache, "all cached");
        }

        var home = Fresh(scratch);
        await PeerAsync(table, mock, peer, 32, home, null, cache: true, "cold");
        await PeerAsync(table, mock, peer, 32, home, null, cache: true, "all cached");
        Console.WriteLine(table);
    });

    private static async Task OursAsync(RunTable table, Mock mock, string set, int rows, int concurrency, string folder, double? ideal, string? cache = null, string note = "")
    {
        await mock.ResetAsync();
        var (watched, json) = await ChildAsync(mock, set, concurrency, folder, cache);
        var stats = await mock.StatsAsync();
        table.Add($"GenAIOps {note}", rows, concurrency, watched.Seconds, (double)json["run"]!, ideal, (double)json["cpu"]!, (double)json["memory"]!, (int)json["errored"]! + (int)json["skipped"]!, stats);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task PeerAsync(RunTable table, Mock mock, Promptfoo? peer, int concurrency, string home, double? ideal, bool cache = false, string note = "")
    {
        if (peer is null)
        {
            return;
        }

        await mock.ResetAsync();
        var (watched, passed, failed, _) = await peer.RunAsync(mock.Address, Rows, concurrency, home, cache);
        table.Add($"promptfoo {note}", Rows, concurrency, watched.Seconds, watched.Seconds, ideal, watched.Cpu, watched.Memory, Rows - passed - failed, await mock.StatsAsync());
    }

    /// <summary>Compiles the mock's code before anything is measured.</summary>
    private static async Task WarmAsync(Mock mock, string scratch) => await ChildAsync(mock, "2000", 128, Fresh(scratch));

    private static async Task<(Watched Watched, JsonNode Json)> ChildAsync(Mock mock, string set, int concurrency, string folder, string? cache = null)
    {
        var watched = await Watched.RunAsync(Child(mock, set, concurrency, folder, cache));
        return watched.ExitCode == 0 ? (watched, JsonNode.Parse(watched.Output)!) : throw new InvalidOperationException($"The run ended with {watched.ExitCode}:\n{watched.Output}");
    }

    private static ProcessStartInfo Child(Mock mock, string set, int concurrency, string folder, string? cache = null) =>
        new("dotnet", [Mock.Dll, "--run-evaluation", mock.Address.ToString(), set, concurrency.ToString(CultureInfo.InvariantCulture), folder, .. cache is null ? Array.Empty<string>() : [cache]]);

    private static async Task<string> RowsFileAsync(string scratch)
    {
        var file = Path.Combine(scratch, "rows.jsonl");
        await EvaluationChild.WriteRowsAsync(file, Rows);
        return file;
    }

    private static async Task InScratchAsync(Func<string, Task> suite)
    {
        var scratch = Directory.CreateTempSubdirectory("genaiops-evaluation-").FullName;
        try
        {
            await suite(scratch);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static string Fresh(string scratch) => Path.Combine(scratch, Guid.NewGuid().ToString("N"));

    private static long Length(string folder) => new FileInfo(Path.Combine(folder, "run.journal")) is { Exists: true } file ? file.Length : 0;

    private static string Short(JsonNode json) => ((string)json["summary"]!)[..12];
}
