namespace GenAIOps.Emulator.Monitor;

/// <summary>A metric of Application Insights.</summary>
/// <param name="Unit">As Azure names it: <c>Count</c>, <c>MilliSeconds</c>, <c>Unspecified</c>.</param>
/// <param name="IsCounter">A minute without data is a zero, not a gap.</param>
internal sealed record MetricDefinition(string Name, string DisplayName, string Unit, string Primary, IReadOnlyList<string> Dimensions, bool IsCounter)
{
    /// <summary>The namespace in which custom metrics go by their bare names.</summary>
    public const string CustomNamespace = "azure.applicationinsights";
    public const string StandardNamespace = "microsoft.insights/components";
    private const string CustomPrefix = "customMetrics/";
    private static readonly string[] Cloud = ["cloud/roleName", "cloud/roleInstance"];
    private static readonly string[] Request = ["request/resultCode", "request/success", .. Cloud];
    private static readonly string[] Dependency = ["dependency/type", "dependency/target", "dependency/resultCode", "dependency/success", .. Cloud];

    public static readonly IReadOnlyList<MetricDefinition> Standard =
    [
        new("requests/count", "Server requests", "Count", "Count", Request, true),
        new("requests/failed", "Failed requests", "Count", "Count", Request, true),
        new("requests/duration", "Server response time", "MilliSeconds", "Average", Request, false),
        new("dependencies/count", "Dependency calls", "Count", "Count", Dependency, true),
        new("dependencies/failed", "Dependency call failures", "Count", "Count", Dependency, true),
        new("dependencies/duration", "Dependency duration", "MilliSeconds", "Average", Dependency, false),
        new("exceptions/count", "Exceptions", "Count", "Count", Cloud, true),
        new("traces/count", "Traces", "Count", "Count", ["trace/severityLevel", .. Cloud], true),
        new("customEvents/count", "Events", "Count", "Count", Cloud, true),
    ];

    /// <param name="name">A standard metric, <c>customMetrics/…</c>, or in the custom namespace a bare name.</param>
    /// <returns>Null when no metric can have this name; a custom metric need not have been sent yet.</returns>
    public static MetricDefinition? Find(string name, string? metricNamespace)
    {
        if (Standard.FirstOrDefault(metric => string.Equals(metric.Name, name, StringComparison.OrdinalIgnoreCase)) is { } known) return known;
        bool custom = name.StartsWith(CustomPrefix, StringComparison.OrdinalIgnoreCase);
        if (!custom && !string.Equals(metricNamespace, CustomNamespace, StringComparison.OrdinalIgnoreCase)) return null;
        return Custom(custom ? name : CustomPrefix + name);
    }

    public static MetricDefinition Custom(string name) => new(name, name[CustomPrefix.Length..], "Unspecified", "Average", Cloud, false);

    public static bool IsCustom(string name) => name.StartsWith(CustomPrefix, StringComparison.OrdinalIgnoreCase);
}
