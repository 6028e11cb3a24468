using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Runs.Caching;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluators.Grounding;
using GenAIOps.Evaluators.Text;

namespace GenAIOps.Benchmarks;

/// <summary>
/// One run in a process of its own: <c>Benchmarks.dll --run-evaluation address rows concurrency folder [cache]</c>. Rows are a file, or
/// a number of rows that are made as they are read. Says on its output, as JSON, what it found and what it took.
/// </summary>
internal static class EvaluationChild
{
    public static async Task<int> RunAsync(string[] args)
    {
        var started = Stopwatch.GetTimestamp();
        var concurrency = int.Parse(args[2], CultureInfo.InvariantCulture);
        var set = int.TryParse(args[1], CultureInfo.InvariantCulture, out var count) ? Made(count) : DatasetReader.Open(args[1]);
        using var http = HttpAnswerSource.CreateClient(concurrency);
        using var cache = args.Length > 4 ? AnswerCache.Open(args[4], TimeProvider.System) : null;
        AnswerEvaluator[] evaluators = cache is null ? [new CorrectnessEvaluator(), new GroundednessEvaluator(), new CitationEvaluator()] : [new CitationEvaluator()];
        var last = new Last();
        var opened = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var run = await new EvaluationRunner(evaluators, new RunOptions { Concurrency = concurrency }, TimeProvider.System, cache)
            .RunAsync(set, new HttpAnswerSource(http, new Uri(args[0]), MockEndpoint.Digest), args[3], last, CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(new JsonObject
        {
            ["seconds"] = seconds,
            ["run"] = seconds - opened,
            ["cpu"] = self.TotalProcessorTime.TotalSeconds,
            ["memory"] = PeakMemory(),
            ["passed"] = run.Count(RowStatus.Passed),
            ["failed"] = run.Count(RowStatus.Failed),
            ["errored"] = run.Count(RowStatus.Errored),
            ["skipped"] = run.Count(RowStatus.Skipped),
            ["retries"] = last.Progress?.Retries,
            ["throttles"] = last.Progress?.Throttles,
            ["limit"] = last.Progress?.Limit,
            ["summary"] = Summary(run),
        }.ToJsonString());
        return run.IsComplete ? 0 : 3;
    }

    /// <summary>The same rows as <see cref="WriteRowsAsync"/> writes, without a file.</summary>
    private static Dataset Made(int count) => new("made", $"made-{count}", count, () => Enumerable.Range(0, count).Select(i => new EvaluationCase
    {
        Id = Id(i),
        Query = Query(i),
        GroundTruth = "You have thirty days to return it.",
        Context = "You have thirty days to return it.",
        Article = "returns",
    }));

    public static async Task WriteRowsAsync(string path, int count) => await File.WriteAllLinesAsync(path, Enumerable.Range(0, count).Select(i => new JsonObject
    {
        ["id"] = Id(i),
        ["query"] = Query(i),
        ["ground_truth"] = "You have thirty days to return it.",
        ["context"] = "You have thirty days to return it.",
        ["article"] = "returns",
    }.ToJsonString()));

    public static string Query(int i) => string.Create(CultureInfo.InvariantCulture, $"How many days do I have to return order {i}?");

    private static string Id(int i) => string.Create(CultureInfo.InvariantCulture, $"row-{i:0000000}");

    /// <summary>A hash of all that a report would say, in the set's order: the same for a run that was interrupted and one that was not. Latencies and counts of attempts are left out.</summary>
    private static string Summary(RunResult run)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in run.Read())
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{row.Case.Id} {row.Status} {string.Join(',', row.Scores.OrderBy(score => score.Key, StringComparer.Ordinal))} {string.Join('|', row.Reasons)} {row.Answer?.Text}\n"));
        }

        foreach (var status in run.Statuses) hash.AppendData([(byte)status]);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <returns>In MB; 0 where the system does not say.</returns>
    private static double PeakMemory()
    {
        var line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(x => x.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null ? 0 : double.Parse(line[6..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
    }

    private sealed class Last : IProgress<RunProgress>
    {
        public RunProgress? Progress { get; private set; }

        public void Report(RunProgress value) => Progress = value;
    }
}
