using System.Globalization;
using GenAIOps.Evaluation.Statistics;
using static GenAIOps.Evaluation.Reports.Html.HtmlText;

namespace GenAIOps.Evaluation.Reports.Html;

/// <summary>A value with its interval on a line, as SVG. Positions are percentages, so that it fits any width while its words stay readable.</summary>
internal sealed record IntervalPlot(double From, double To, string Unit)
{
    /// <summary>The line that a value must reach, or must not cross; null: none.</summary>
    public double? Limit { get; init; }

    /// <summary>Which side of the limit is good.</summary>
    public bool GoodIsAbove { get; init; } = true;

    /// <summary>Whether the values are differences.</summary>
    public bool IsDifference { get; init; }

    /// <summary>A scale that holds all the values, with ends that read well.</summary>
    public static (double From, double To) Scale(IEnumerable<double> values, double least = double.NegativeInfinity, double most = double.PositiveInfinity)
    {
        var known = values.Where(double.IsFinite).ToList();
        if (known.Count == 0) return (double.IsFinite(least) ? least : 0, double.IsFinite(most) ? most : 1);
        double low = known.Min(), high = known.Max();
        if (low == high) (low, high) = (low - Math.Max(Math.Abs(low) * 0.1, 0.01), high + Math.Max(Math.Abs(high) * 0.1, 0.01));
        var step = Step((high - low) / 4);
        low = Math.Floor((low - 0.05 * (high - low)) / step) * step;
        high = Math.Ceiling((high + 0.05 * (high - low)) / step) * step;
        return (Math.Max(least, low), Math.Min(most, high));
    }

    /// <param name="what">What is shown, for those who do not see it.</param>
    /// <param name="value">The estimate.</param>
    /// <param name="interval">Of it.</param>
    /// <param name="hasScale">Whether ends and limit are written beside the line.</param>
    public string Svg(string what, double value, Interval interval, bool hasScale = true)
    {
        var (y, height) = hasScale ? (30, 58) : (12, 24);
        // What is not known may be anything.
        double low = double.IsFinite(interval.Low) ? interval.Low : From, high = double.IsFinite(interval.High) ? interval.High : To;
        var parts = new List<string> { $"""<svg class="plot" width="100%" height="{height}" role="img" aria-label="{E(Words(what, value, interval))}">""" };
        if (Limit is { } limit)
        {
            var (start, end) = GoodIsAbove ? (X(limit), X(To)) : (X(From), X(limit));
            parts.Add($"""<rect class="good" x="{P(start)}" y="{y - 9}" width="{P(Math.Max(0, end - start))}" height="18" rx="3"/>""");
        }

        parts.Add($"""<line class="axis" x1="{P(X(From))}" x2="{P(X(To))}" y1="{y}" y2="{y}"/>""");
        if (IsDifference && From < 0 && To > 0) parts.Add($"""<line class="zero" x1="{P(X(0))}" x2="{P(X(0))}" y1="{y - 8}" y2="{y + 8}"/>""");
        if (Limit is { } line)
        {
            parts.Add($"""<line class="limit" x1="{P(X(line))}" x2="{P(X(line))}" y1="{y - 12}" y2="{y + 12}"/>""");
            if (hasScale) parts.Add($"""<text class="limit-text" x="{P(X(line))}" y="13" text-anchor="{Anchor(X(line))}">{E($"{(GoodIsAbove ? "at least" : "at most")} {Say(line)}")}</text>""");
        }

        parts.Add($"""<line class="interval" x1="{P(X(low))}" x2="{P(X(high))}" y1="{y}" y2="{y}"/>""");
        foreach (var end in new[] { low, high }) parts.Add($"""<line class="end" x1="{P(X(end))}" x2="{P(X(end))}" y1="{y - 5}" y2="{y + 5}"/>""");
        if (double.IsFinite(value)) parts.Add($"""<circle class="point" cx="{P(X(value))}" cy="{y}" r="5.5"/>""");
        if (hasScale) parts.Add($"""<text x="{P(X(From))}" y="55" text-anchor="start">{E(Say(From))}</text><text x="{P(X(To))}" y="55" text-anchor="end">{E(Say(To))}</text>""");
        return string.Concat(parts) + "</svg>";
    }

    private string Words(string what, double value, Interval interval) =>
        $"{what}: {Say(value)}, interval {(IsDifference ? ReportWords.DifferenceBetween(interval, Unit) : ReportWords.Between(interval, Unit))}{(Limit is { } limit ? $", {(GoodIsAbove ? "at least" : "at most")} {Say(limit)} is asked" : "")}";

    private string Say(double value) => IsDifference ? ReportWords.Difference(value, Unit) : ReportWords.Value(value, Unit);

    /// <summary>In percent of the width, with room for the point at the ends.</summary>
    private double X(double value) => To > From ? 2 + 96 * Math.Clamp((value - From) / (To - From), 0, 1) : 50;

    private static string P(double percent) => percent.ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private static string Anchor(double x) => x < 20 ? "start" : x > 80 ? "end" : "middle";

    private static double Step(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var share = rough / power;
        return (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10) * power;
    }
}
