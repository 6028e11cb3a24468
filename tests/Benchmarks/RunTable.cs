using System.Globalization;
using System.Text;

namespace GenAIOps.Benchmarks;

/// <summary>Runs as Markdown. The row before a promptfoo row with the same concurrency is what it is compared with.</summary>
internal sealed class RunTable(string suite)
{
    private readonly StringBuilder _text = new("| what | rows | at once | wall s | wall ÷ ideal | run ÷ ideal | rows/s | CPU s | peak MB | errored | requests | beyond need | latency ms | wall, CPU, memory ÷ ours |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n");
    private (double Wall, double Cpu, double Memory, int Rows) _ours;

    /// <param name="name">Who runs.</param>
    /// <param name="rows">Rows of the set.</param>
    /// <param name="concurrency">Requests at once.</param>
    /// <param name="wall">Of the whole process, s.</param>
    /// <param name="run">Of the run alone, s; for rows/s. Without the start of .NET, the opening of the set and the reading of all results again.</param>
    /// <param name="ideal">rows * latency / concurrency, s; null where it means nothing.</param>
    /// <param name="cpu">Seconds.</param>
    /// <param name="memory">MB.</param>
    /// <param name="errored">Rows without a verdict.</param>
    /// <param name="stats">What the endpoint saw.</param>
    public void Add(string name, int rows, int concurrency, double wall, double run, double? ideal, double cpu, double memory, int errored, MockStats stats)
    {
        var isPeer = name.StartsWith("promptfoo", StringComparison.Ordinal);
        // By row, as the peer may have been given fewer.
        var ratio = isPeer ? string.Create(CultureInfo.InvariantCulture, $"{wall / rows / (_ours.Wall / _ours.Rows):0.0}, {cpu / rows / (_ours.Cpu / _ours.Rows):0.0}, {memory / _ours.Memory:0.0}") : "";
        _ours = isPeer ? _ours : (wall, cpu, memory, rows);
        var line = string.Create(CultureInfo.InvariantCulture, $"| {suite}: {name.Trim()} | {rows} | {concurrency} | {wall:0.00} | {Ratio(wall, ideal)} | {Ratio(run, ideal)} | {rows / run:0} | {cpu:0.00} | {memory:0} | {errored} | {stats.Requests} | {stats.Needless} | {stats.Latency * 1000:0.0} | {ratio} |");
        Console.Error.WriteLine(line);
        _text.AppendLine(line);
    }

    public override string ToString() => _text.ToString();

    private static string Ratio(double seconds, double? ideal) => ideal is { } least ? (seconds / least).ToString("0.00", CultureInfo.InvariantCulture) : "";
}
