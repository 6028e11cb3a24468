using System.Globalization;
using System.Xml;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Monitor;

/// <summary>A read of metrics, from the parameters of the metrics API.</summary>
/// <param name="From">First minute, since 1970.</param>
/// <param name="To">The minute after the last.</param>
/// <param name="Interval">Minutes in each data point.</param>
/// <param name="Aggregations">Empty: the metric's own.</param>
internal sealed record MetricQuery(IReadOnlyList<string> Names, string? Namespace, long From, long To, int Interval, string IntervalText,
    IReadOnlyList<string> Aggregations, MetricFilter Filter)
{
    private static readonly string[] Known = ["Average", "Total", "Count", "Minimum", "Maximum"];
    private static readonly string[] Intervals = ["PT1M", "PT5M", "PT15M", "PT30M", "PT1H", "PT6H", "PT12H", "P1D"];
    private const int MostMinutes = 60 * 24 * 31;

    /// <exception cref="AzureErrorException">A parameter is not understood.</exception>
    public static MetricQuery Read(IQueryCollection query, DateTimeOffset now)
    {
        (DateTimeOffset from, DateTimeOffset to) = Timespan(query["timespan"], now);
        long first = MetricTable.MinuteOf(from), end = Math.Max(first + 1, (long)Math.Ceiling((to - DateTimeOffset.UnixEpoch).TotalMinutes));
        if (end - first > MostMinutes) throw Bad($"The timespan '{query["timespan"]}' is longer than 31 days.");
        string interval = query["interval"].ToString() is { Length: > 0 } asked ? asked.ToUpperInvariant() : "PT1M";
        if (interval is not "FULL" && !Intervals.Contains(interval)) throw Bad($"Invalid interval '{interval}'. Valid: {string.Join(", ", Intervals)}, FULL.");
        int minutes = interval is "FULL" ? (int)(end - first) : (int)XmlConvert.ToTimeSpan(interval).TotalMinutes;
        string[] names = List(query["metricnames"]);
        if (names.Length == 0) throw Bad("The parameter metricnames is missing.");
        return new MetricQuery(names, query["metricnamespace"], first, end, minutes, interval, [.. List(query["aggregation"]).Select(Aggregation)], MetricFilter.Parse(query["$filter"]));
    }

    private static string Aggregation(string name) => Known.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw Bad($"Invalid aggregation '{name}'. Valid: {string.Join(", ", Known)}.");

    private static (DateTimeOffset From, DateTimeOffset To) Timespan(string? text, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(text)) return (now.AddHours(-1), now);
        string[] ends = text.Split('/');
        try
        {
            if (ends.Length == 1) return (now - XmlConvert.ToTimeSpan(text), now);
            const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
            DateTimeOffset from = DateTimeOffset.Parse(ends[0], CultureInfo.InvariantCulture, styles);
            DateTimeOffset to = ends[1].StartsWith('P') ? from + XmlConvert.ToTimeSpan(ends[1]) : DateTimeOffset.Parse(ends[1], CultureInfo.InvariantCulture, styles);
            return from < to ? (from, to) : throw Bad($"Invalid time interval input: '{text}' ends before it starts.");
        }
        catch (FormatException)
        {
            throw Bad($"Invalid time interval input: '{text}'. It must be like 2026-01-01T10:00:00Z/2026-01-01T11:00:00Z or PT1H.");
        }
    }

    private static string[] List(string? text) => (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static AzureErrorException Bad(string message) => AzureErrorException.BadRequest("BadRequest", message);
}
