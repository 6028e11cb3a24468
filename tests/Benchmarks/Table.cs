using System.Globalization;
using System.Text;

namespace GenAIOps.Benchmarks;

/// <summary>The figures as Markdown, for docs/benchmarks.md.</summary>
internal sealed class Table
{
    private readonly StringBuilder _text = new("| what | runs | median s | least s | most s | first ÷ this |\n| --- | ---: | ---: | ---: | ---: | ---: |\n");

    /// <param name="suite">What they have in common.</param>
    /// <param name="times">Ours first, then peers.</param>
    public void Add(string suite, IReadOnlyList<Measured> times)
    {
        Console.Error.WriteLine($"{suite}: {string.Join(", ", times.Select(x => string.Create(CultureInfo.InvariantCulture, $"{x.Name} {x.Median:0.000} s")))}");
        foreach (var time in times)
        {
            _text.Append(CultureInfo.InvariantCulture, $"| {suite}: {time.Name} | {time.Seconds.Count} | {time.Median:0.000} | {time.Least:0.000} | {time.Most:0.000} | {times[0].Median / time.Median:0.00} |\n");
        }
    }

    public override string ToString() => _text.ToString();
}
