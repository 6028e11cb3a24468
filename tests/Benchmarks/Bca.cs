using System.Diagnostics;
using System.Globalization;
using System.Text;
using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Benchmarks;

/// <summary>BCa of a mean, 10,000 resamples of 10,000 rows, against scipy in the same session.</summary>
internal static class Bca
{
    private const int Rounds = 5;
    private const string Peer = """
        import sys, time
        try:
            import numpy as np
            from scipy.stats import bootstrap
        except ImportError:
            sys.exit(3)
        x = np.random.default_rng(1).exponential(size=10_000)
        start = time.perf_counter()
        bootstrap((x,), np.mean, n_resamples=10_000, method='BCa', batch=100)
        print(time.perf_counter() - start)
        """;

    public static async Task RunAsync()
    {
        Random random = new(1);
        var rows = Enumerable.Range(0, 10_000).Select(_ => -Math.Log(1 - random.NextDouble())).ToArray();
        List<double> ours = [], one = [], peers = [];
        for (var i = 0; i <= Rounds; i++)
        {
            var all = Seconds(() => Bootstrap.Mean(rows).Bca(0.95));
            var single = Seconds(() => Bootstrap.Mean(rows, new BootstrapOptions { Threads = 1 }).Bca(0.95));
            if (i == 0) continue; // compiled now
            ours.Add(all);
            one.Add(single);
            if (await PeerAsync() is { } peer) peers.Add(peer);
        }

        StringBuilder text = new("| BCa, 10,000 x 10,000 | runs | median s | most s |\n| --- | ---: | ---: | ---: |\n");
        Row(text, string.Create(CultureInfo.InvariantCulture, $"ours, {Environment.ProcessorCount} threads"), ours);
        Row(text, "ours, 1 thread", one);
        if (peers.Count > 0)
        {
            Row(text, "scipy.stats.bootstrap", peers);
            text.Append(CultureInfo.InvariantCulture, $"\nscipy ÷ ours: {Median(peers) / Median(ours):0.0}\n");
        }
        else
        {
            text.Append("\nscipy is absent here, so there is no peer to compare with.\n");
        }

        Console.WriteLine(text);
    }

    private static async Task<double?> PeerAsync()
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", ["-c", Peer]) { RedirectStandardOutput = true })!;
            var output = await python.StandardOutput.ReadToEndAsync();
            await python.WaitForExitAsync();
            return python.ExitCode == 0 ? double.Parse(output, CultureInfo.InvariantCulture) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static double Seconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Row(StringBuilder text, string name, List<double> seconds) =>
        text.Append(CultureInfo.InvariantCulture, $"| {name} | {seconds.Count} | {Median(seconds):0.000} | {seconds.Max():0.000} |\n");

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
