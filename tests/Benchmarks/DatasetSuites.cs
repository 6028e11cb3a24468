using System.Diagnostics;
using System.Globalization;
using System.Text;
using GenAIOps.Evaluation.Datasets;
using Parquet.Schema;
using Parquet.Serialization;

namespace GenAIOps.Benchmarks;

/// <summary>A million rows of about 250 bytes, opened and read again, each format in a process of its own.</summary>
internal static class DatasetSuites
{
    private const int Rows = 1_000_000;

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("genaiops-benchmarks-").FullName;
        Console.WriteLine("| a million rows | MB | rows/s, opened and read again | peak memory MB |\n| --- | ---: | ---: | ---: |");
        (string Name, Func<string, Task> Write)[] sets =
        [
            ("set.jsonl", Write(JsonLine, "")),
            ("set.json", Write(i => (i == 0 ? "" : ",") + JsonLine(i), "{\"data\":[", "]}")),
            ("set.csv", Write(CsvLine, "id,query,ground_truth,context\n")),
            ("parquet-rs.parquet", path => ParquetRsAsync(path, folder)),
            // Parquet.Net writes a group as one page, and a page is what is in memory at least. DuckDB writes such pages of 122,880 rows.
            .. new[] { 10_000, 50_000, 122_880, Rows }.Select(group => ($"groups-of-{group}.parquet", (Func<string, Task>)(path => ParquetAsync(path, group)))),
        ];
        foreach (var (name, write) in sets)
        {
            var path = Path.Combine(folder, name);
            await write(path);
            if (!File.Exists(path)) continue;
            using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(DatasetSuites).Assembly.Location, "--read-dataset", path]) { RedirectStandardOutput = true })!;
            var line = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {new FileInfo(path).Length / 1_000_000} | {line.Trim()} |"));
            File.Delete(path);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What <c>--read-dataset path</c> runs.</summary>
    public static int Read(string path)
    {
        var start = Stopwatch.GetTimestamp();
        var set = DatasetReader.Open(path);
        var rows = set.Rows().Count(row => row.Query.Length > 0);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows / seconds:0} | {self.PeakWorkingSet64 / 1_000_000}"));
        return rows == set.Count ? 0 : 1;
    }

    private static Func<string, Task> Write(Func<int, string> line, string header, string footer = "") => async path =>
    {
        await using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 16);
        await writer.WriteAsync(header);
        for (var i = 0; i < Rows; i++) await writer.WriteAsync(line(i));
        await writer.WriteAsync(footer);
    };

    private static string JsonLine(int i) => $$"""{"id":"row-{{i}}","query":"{{Query(i)}}","ground_truth":"{{Truth(i)}}","context":"{{Context(i)}}","tags":["t{{i % 10}}"]}""" + "\n";

    private static string CsvLine(int i) => $"row-{i},{Query(i)},{Truth(i)},\"{Context(i)}\"\n";

    private static async Task ParquetAsync(string path, int size)
    {
        var schema = new ParquetSchema(new DataField<string>("id"), new DataField<string>("query"), new DataField<string>("ground_truth"), new DataField<string>("context"));
        await using var file = File.Create(path);
        for (var group = 0; group < Rows; group += size)
        {
            IDictionary<string, object?>[] data = [.. Enumerable.Range(group, Math.Min(size, Rows - group)).Select(i => new Dictionary<string, object?> { ["id"] = $"row-{i}", ["query"] = Query(i), ["ground_truth"] = Truth(i), ["context"] = Context(i) })];
            await ParquetSerializer.SerializeUntypedAsync(data!, schema, file, new Parquet.ParquetOptions { Append = group > 0 });
        }
    }

    /// <summary>As other writers make it: pages of a megabyte in one group of a million rows. Nothing where npm cannot install the writer.</summary>
    private static async Task ParquetRsAsync(string path, string folder)
    {
        if (await Npm.InstalledAsync("PARQUET_WASM_FOLDER", folder, "parquet-wasm", "parquet-wasm@0.8.0", "apache-arrow@21") is not { } installed) return;
        var (rows, script) = (Path.Combine(folder, "rows.jsonl"), Path.Combine(installed, "parquet-rs.mjs"));
        await Write(JsonLine, "")(rows);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "parquet-rs.mjs"), script, overwrite: true);
        await Measured.OnceAsync(installed, "node", script, rows, path);
        File.Delete(rows);
    }

    private static string Query(int i) => $"How long do I have to return item number {i} of my order?";

    private static string Truth(int i) => $"You have {i % 60} days to return it.";

    private static string Context(int i) => $"Items can be returned within {i % 60} days, if they are unused and in their box; item {i} is no exception.";
}
