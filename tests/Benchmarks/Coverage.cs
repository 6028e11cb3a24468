using System.Globalization;
using System.Text;
using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Benchmarks;

/// <summary>How often 95 % intervals hold the truth, and how often a candidate that is worse by exactly the margin passes.</summary>
internal static class Coverage
{
    private static readonly int[] s_sizes = [30, 100, 1000];
    private static readonly double[] s_alphas = [0.025, 0.05];

    public static void Run()
    {
        Console.WriteLine(Shares());
        Console.WriteLine(PairedShares());
        Console.WriteLine(Means());
    }

    /// <summary>At single shares, and over all shares in a range, as Agresti and Coull 1998 judge intervals: counts are whole, so at single shares no interval can keep its level.</summary>
    private static string Shares()
    {
        const string Head = "\n\n| n | true share | Wilson | Clopper-Pearson | mid-p |\n| ---: | ---: | ---: | ---: | ---: |\n";
        (string Name, double[] Shares)[] single = [.. new[] { 0.5, 0.7, 0.8, 0.9, 0.95, 0.98 }.Select(share => (share.ToString(CultureInfo.InvariantCulture), new[] { share }))];
        (string Name, double[] Shares)[] ranges = [.. new[] { (0.5, 0.8), (0.8, 0.9), (0.9, 0.98), (0.5, 0.98) }.Select(range =>
            (FormattableString.Invariant($"{range.Item1}-{range.Item2}"), Enumerable.Range(0, 500).Select(i => range.Item1 + (range.Item2 - range.Item1) * (i + 0.5) / 500).ToArray()))];
        return $"Coverage of 95 % intervals of a share, exact (all counts summed):{Head}{Rows(single)}\nThe same, the mean over all true shares from one to the other:{Head}{Rows(ranges)}";
    }

    private static string Rows((string Name, double[] Shares)[] cells)
    {
        Func<int, int, double, Interval>[] methods = [(k, n, level) => Proportions.Wilson(k, n, level), Proportions.ClopperPearson, Proportions.MidP];
        StringBuilder text = new();
        foreach (var n in s_sizes)
        {
            Interval[][] intervals = [.. methods.Select(of => Enumerable.Range(0, n + 1).Select(k => of(k, n, 0.95)).ToArray())];
            foreach (var (name, shares) in cells)
            {
                double[][] masses = [.. shares.Select(share => Binomial(n, share))];
                var covered = intervals.Select(ends => Percent(shares.Zip(masses, (share, mass) => mass.Where((_, k) => ends[k].Contains(share)).Sum()).Average(), 0.95));
                text.Append(CultureInfo.InvariantCulture, $"| {n} | {name} | {string.Join(" | ", covered)} |\n");
            }
        }

        return text.ToString();
    }

    private static string PairedShares()
    {
        StringBuilder text = new("Tango, pass or fail on the same rows, exact (all tables summed); false passes of a candidate that is worse by the margin of 0.05:\n\n| n | rows that differ | covers 95 % at no difference | at -0.05 | passes at alpha 0.025 | at 0.05 |\n| ---: | ---: | ---: | ---: | ---: | ---: |\n");
        var cells = s_sizes.SelectMany(n => new[] { 0.1, 0.2, 0.3 }.Select(discordant => (n, discordant))).ToArray();
        var rows = new string[cells.Length];
        Parallel.For(0, cells.Length, i => rows[i] = Row(cells[i].n, cells[i].discordant.ToString(CultureInfo.InvariantCulture), Tango(cells[i].n, cells[i].discordant)));
        // Few rows that differ are few counts, as with single shares.
        foreach (var n in s_sizes[..2])
        {
            var each = new double[41][];
            Parallel.For(0, each.Length, i => each[i] = Tango(n, 0.1 + 0.2 * i / (each.Length - 1)));
            text.Append(Row(n, "0.1-0.3, mean", [.. Enumerable.Range(0, 4).Select(column => each.Average(of => of[column]))]));
        }

        return text.AppendJoin("", rows).ToString();

        static string Row(int n, string differ, double[] of) => string.Create(CultureInfo.InvariantCulture, $"| {n} | {differ} | {Percent(of[0], 0.95)} | {Percent(of[1], 0.95)} | {FalsePass(of[2], 0.025)} | {FalsePass(of[3], 0.05)} |\n");
    }

    /// <returns>Coverage at no difference and at -0.05, false passes at 0.025 and at 0.05.</returns>
    private static double[] Tango(int n, double discordant)
    {
        const double Z = 1.959963984540054;
        var same = Tables(n, discordant / 2, discordant / 2);
        var worse = Tables(n, (discordant - 0.05) / 2, (discordant + 0.05) / 2);
        double Inside(List<(int B, int C, double Mass)> tables, double truth) => tables.Where(x => Math.Abs(Proportions.TangoZ(x.B, x.C, n, truth)) <= Z).Sum(x => x.Mass);
        double Passes(double alpha) => worse.Where(x => Proportions.NonInferiorityP(x.B, x.C, n, 0.05) <= alpha).Sum(x => x.Mass);
        return [Inside(same, 0), Inside(worse, -0.05), Passes(0.025), Passes(0.05)];
    }

    private static string Means()
    {
        var trials = int.TryParse(Environment.GetEnvironmentVariable("COVERAGE_TRIALS"), CultureInfo.InvariantCulture, out var asked) ? asked : 10_000;
        StringBuilder text = new(string.Create(CultureInfo.InvariantCulture, $"Means: {trials} samples per row (half for n = 1000), 999 resamples each (bold: outside 93.5-96.5 %, or more than alpha + 0.5 % false passes). bt is bootstrap-t; t+BCa the further of both at each end; ours is MeanInterval (coverage) and NonInferiority (false passes):\n\n| metric | n | t | BCa | bt | t+BCa | ours | false pass 0.025: t | BCa | bt | t+BCa | ours | false pass 0.05: t | BCa | bt | t+BCa | ours |\n| --- | ---: {string.Concat(Enumerable.Repeat("| ---: ", 15))}|\n"));
        foreach (var population in Population.Numeric)
        {
            foreach (var n in s_sizes)
            {
                var counts = new int[15];
                // Fewer samples where each is dear.
                var samples = n == 1000 ? trials / 2 : trials;
                Parallel.For(0, samples, trial =>
                {
                    var hits = Hits(population, n, trial);
                    for (var i = 0; i < hits.Length; i++)
                    {
                        if (hits[i]) Interlocked.Increment(ref counts[i]);
                    }
                });
                var cells = counts.Select((count, i) => i < 5 ? Percent((double)count / samples, 0.95) : FalsePass((double)count / samples, s_alphas[(i - 5) / 5]));
                text.Append(CultureInfo.InvariantCulture, $"| {population.Name} | {n} | {string.Join(" | ", cells)} |\n");
            }
        }

        return text.ToString();
    }

    private static bool[] Hits(Population population, int n, int trial)
    {
        Random random = new(HashCode(population.Name) + trial * 7919 + n);
        var sample = new double[n];
        for (var i = 0; i < n; i++) sample[i] = population.Draw(random);
        var hits = new bool[15];
        BootstrapOptions options = new() { Resamples = 999, Seed = (ulong)trial, Threads = 1 };
        var mean = population.Mean;
        double[] losses = [.. sample.Select(value => value - population.Shift)];
        var margin = population.Shift - mean;
        hits[4] = MeanInterval.Of(sample, 0.95, population.Range, options).Contains(mean);
        for (var i = 0; i < 2; i++) hits[9 + 5 * i] = NonInferiority.Test(losses, margin, population.Range, s_alphas[i], options).NotInferior;

        // All rows alike: the others know of no spread.
        if (!sample.AsSpan().ContainsAnyExcept(sample[0]))
        {
            hits[3] = hits[4];
            for (var i = 0; i < 2; i++)
            {
                hits[5 + 5 * i] = hits[6 + 5 * i] = hits[7 + 5 * i] = sample[0] > mean;
                hits[8 + 5 * i] = hits[9 + 5 * i];
            }

            return hits;
        }

        var t = GenAIOps.Evaluation.Statistics.Means.Of(sample);
        var bca = Bootstrap.Mean(sample, options);
        var studentised = StudentisedBootstrap.Mean(sample, options);
        var (a, b, c) = (t.Interval(0.95), bca.Bca(0.95), studentised.Interval(0.95));
        hits[0] = a.Contains(mean);
        hits[1] = b.Contains(mean);
        hits[2] = c.Contains(mean);
        hits[3] = Math.Min(a.Low, b.Low) <= mean && Math.Max(a.High, b.High) >= mean;
        for (var i = 0; i < 2; i++)
        {
            var (student, skewed, own) = (t.LowerBound(s_alphas[i]), bca.LowerBound(s_alphas[i]), studentised.LowerBound(s_alphas[i]));
            double[] bounds = [student, skewed, own, Math.Min(student, skewed)];
            for (var k = 0; k < bounds.Length; k++) hits[5 + 5 * i + k] = bounds[k] > mean;
        }

        return hits;
    }

    // Its own samples for each metric; the framework's hash of a string differs from run to run.
    private static int HashCode(string name) => name.Aggregate(17, (hash, letter) => unchecked(hash * 31 + letter));

    private static double[] Binomial(int n, double share)
    {
        var logs = new double[n + 1];
        for (var k = 1; k <= n; k++) logs[k] = logs[k - 1] + Math.Log((n - k + 1.0) / k);
        return [.. Enumerable.Range(0, n + 1).Select(k => Math.Exp(logs[k] + k * Math.Log(share) + (n - k) * Math.Log(1 - share)))];
    }

    private static List<(int B, int C, double Mass)> Tables(int n, double candidateOnly, double baselineOnly)
    {
        List<(int, int, double)> tables = [];
        var either = Binomial(n, candidateOnly + baselineOnly);
        for (var m = 0; m <= n; m++)
        {
            if (either[m] < 1e-12) continue;
            var split = Binomial(m, candidateOnly / (candidateOnly + baselineOnly));
            for (var b = 0; b <= m; b++)
            {
                if (either[m] * split[b] > 1e-14) tables.Add((b, m - b, either[m] * split[b]));
            }
        }

        return tables;
    }

    private static string Percent(double covered, double level)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{100 * covered:0.0}");
        return Math.Abs(covered - level) <= 0.015 + 1e-9 ? text : $"**{text}**";
    }

    private static string FalsePass(double rate, double alpha)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{100 * rate:0.0}");
        return rate <= alpha + 0.005 + 1e-9 ? text : $"**{text}**";
    }
}
