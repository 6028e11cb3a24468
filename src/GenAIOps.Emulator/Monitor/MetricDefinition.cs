using GenAIOps.Emulator.ContainerApps;

namespace GenAIOps.Emulator.Monitor;

/// <summary>A metric of a type of resource.</summary>
/// <param name="Unit">As Azure names it: <c>Count</c>, <c>MilliSeconds</c>, <c>Unspecified</c>.</param>
/// <param name="IsCounter">A minute without data is a zero, not a gap.</param>
internal sealed record MetricDefinition(string Name, string DisplayName, string Unit, string Primary, IReadOnlyList<string> Dimensions, bool IsCounter)
{
    /// <summary>The namespace in which custom metrics go by their bare names.</summary>
    public const string CustomNamespace = "azure.applicationinsights";
    private const string CustomPrefix = "customMetrics/";
    private static readonly string[] Cloud = ["cloud/roleName", "cloud/roleInstance"];
    private static readonly string[] Request = ["request/resultCode", "request/success", .. Cloud];
    private static readonly string[] Dependency = ["dependency/type", "dependency/target", "dependency/resultCode", "dependency/success", .. Cloud];

    private static readonly MetricDefinition[] Insights =
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

    /// <summary>The platform's own, of container apps: those that this emulator measures.</summary>
    private static readonly MetricDefinition[] ContainerApps =
    [
        new("Replicas", "Replica Count", "Count", "Maximum", ["revisionName"], false),
        new("RestartCount", "Replica Restart Count", "Count", "Maximum", ["revisionName", "podName"], false),
    ];

    /// <param name="resourceType">For example <c>Microsoft.Insights/components</c>.</param>
    /// <returns>Empty for a type without metrics here.</returns>
    public static IReadOnlyList<MetricDefinition> Of(string resourceType) =>
        Same(resourceType, Telemetry.ComponentType) ? Insights : Same(resourceType, AppDocument.Type) ? ContainerApps : [];

    /// <param name="name">A metric of the type; for a component also <c>customMetrics/…</c>, or in the custom namespace a bare name.</param>
    /// <returns>Null when the type has no metric of this name; a custom metric need not have been sent yet.</returns>
    public static MetricDefinition? Find(string resourceType, string name, string? metricNamespace)
    {
        if (Of(resourceType).FirstOrDefault(metric => Same(metric.Name, name)) is { } known) return known;
        if (!Same(resourceType, Telemetry.ComponentType)) return null;
        if (IsCustom(name)) return Custom(name);
        return Same(metricNamespace, CustomNamespace) ? Custom(CustomPrefix + name) : null;
    }

    public static MetricDefinition Custom(string name) => new(name, name[CustomPrefix.Length..], "Unspecified", "Average", Cloud, false);

    public static bool IsCustom(string name) => name.StartsWith(CustomPrefix, StringComparison.OrdinalIgnoreCase);

    private static bool Same(string? a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
