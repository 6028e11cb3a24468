using System.Globalization;
using System.Text.Json.Nodes;
using GenAIOps.Azure;
using GenAIOps.Azure.Arm;
using GenAIOps.Operations.Alerts;

namespace GenAIOps.Operations.Dashboards;

/// <summary>An Azure Monitor workbook with a chart for each alert rule: who is woken sees at once what the rule saw.</summary>
public static class Workbook
{
    private const string ApiVersion = "2023-06-01";
    private const string ComponentApi = "2020-02-02";

    /// <summary>Makes the workbook what the rules say.</summary>
    /// <returns>Whether it was new or different.</returns>
    /// <exception cref="InvalidDataException">The component does not exist.</exception>
    public static async Task<bool> ApplyAsync(
        AzureCloud cloud, string groupId, string agent, string applicationInsightsId, string containerAppId, IReadOnlyList<AlertRule> rules, CancellationToken cancellationToken)
    {
        var arm = new ArmResources(cloud);
        var component = await arm.GetAsync(applicationInsightsId, ComponentApi, cancellationToken)
            ?? throw new InvalidDataException($"'{applicationInsightsId}' does not exist, so there is nothing to show. Nothing was registered. Run ./build.sh Provision first.");
        var scope = new AlertScope(groupId, agent, applicationInsightsId, containerAppId, (string?)component["location"] ?? "global");
        var id = $"{groupId}/providers/Microsoft.Insights/workbooks/{NamedUuid.Of($"{groupId}/{agent}".ToLowerInvariant())}";
        var wanted = Body(scope, rules);
        if (await arm.GetAsync($"{id}", ApiVersion, cancellationToken) is { } present && DesiredState.IsMet(wanted, present))
            return false;
        await arm.CreateOrUpdateAsync(id, ApiVersion, wanted, cancellationToken);
        return true;
    }

    internal static JsonObject Body(AlertScope scope, IReadOnlyList<AlertRule> rules) => new()
    {
        ["location"] = scope.Location,
        ["kind"] = "shared",
        ["tags"] = scope.Tags(),
        ["properties"] = new JsonObject
        {
            ["displayName"] = $"{scope.Agent}: what its alerts watch",
            ["category"] = "workbook",
            ["sourceId"] = scope.ApplicationInsightsId,
            ["version"] = "1.0",
            ["serializedData"] = Content(scope, rules).ToJsonString(),
        },
    };

    private static JsonObject Content(AlertScope scope, IReadOnlyList<AlertRule> rules) => new()
    {
        ["version"] = "Notebook/1.0",
        ["items"] = new JsonArray(
        [
            TimeRange(),
            .. rules.SelectMany(rule => (JsonObject[])[Heading(rule), rule.Target == AlertTarget.ContainerApp ? PlatformChart(scope, rule) : LogChart(scope, rule)]),
        ]),
        ["fallbackResourceIds"] = new JsonArray(scope.ApplicationInsightsId),
    };

    private static JsonObject TimeRange() => new()
    {
        ["type"] = 9,
        ["name"] = "parameters",
        ["content"] = new JsonObject
        {
            ["version"] = "KqlParameterItem/1.0",
            ["parameters"] = new JsonArray(new JsonObject
            {
                ["name"] = "TimeRange",
                ["type"] = 4,
                ["isRequired"] = true,
                ["value"] = new JsonObject { ["durationMs"] = 3_600_000 },
                ["typeSettings"] = new JsonObject { ["selectableValues"] = new JsonArray(new JsonObject { ["durationMs"] = 3_600_000 }, new JsonObject { ["durationMs"] = 86_400_000 }, new JsonObject { ["durationMs"] = 604_800_000 }) },
            }),
        },
    };

    private static JsonObject Heading(AlertRule rule) => new()
    {
        ["type"] = 1,
        ["name"] = $"{rule.Id}-text",
        ["content"] = new JsonObject { ["json"] = $"### {rule.Id} (severity {rule.Severity})\n{rule.Description}" },
    };

    private static JsonObject LogChart(AlertScope scope, AlertRule rule) => new()
    {
        ["type"] = 3,
        ["name"] = rule.Id,
        ["content"] = new JsonObject
        {
            ["version"] = "KqlItem/1.0",
            ["query"] = Query(rule),
            ["size"] = 1,
            ["timeContextFromParameter"] = "TimeRange",
            ["queryType"] = 0,
            ["resourceType"] = "microsoft.insights/components",
            ["crossComponentResources"] = new JsonArray(scope.ApplicationInsightsId),
            ["visualization"] = "timechart",
        },
    };

    private static JsonObject PlatformChart(AlertScope scope, AlertRule rule) => new()
    {
        ["type"] = 10,
        ["name"] = rule.Id,
        ["content"] = new JsonObject
        {
            ["version"] = "MetricsItem/2.0",
            ["size"] = 1,
            ["chartType"] = 2,
            ["resourceType"] = rule.MetricNamespace,
            ["metricScope"] = 0,
            ["resourceIds"] = new JsonArray(scope.ContainerAppId),
            ["timeContextFromParameter"] = "TimeRange",
            // Workbooks number the aggregations: 1 total, 2 minimum, 3 maximum, 4 average, 7 count.
            ["metrics"] = new JsonArray(new JsonObject
            {
                ["namespace"] = rule.MetricNamespace,
                ["metric"] = $"{rule.MetricNamespace}--{rule.Metric}",
                ["aggregation"] = rule.Aggregation switch { "Total" => 1, "Minimum" => 2, "Maximum" => 3, "Average" => 4, _ => 7 },
            }),
        },
    };

    /// <summary>What the rule sees, over the rule's window, beside its threshold.</summary>
    private static string Query(AlertRule rule)
    {
        var (rows, value) = rule.Metric switch
        {
            _ when rule.Query is { } query => (query, "count()"),
            "requests/failed" => ("requests | where success == false", "sum(itemCount)"),
            "requests/count" => ("requests", "sum(itemCount)"),
            "requests/duration" => ("requests", "avg(duration)"),
            "dependencies/failed" => ("dependencies | where success == false", "sum(itemCount)"),
            "exceptions/count" => ("exceptions", "sum(itemCount)"),
            _ => ($"customMetrics | where name == '{rule.Metric}'", rule.Aggregation switch
            {
                "Average" => "sum(valueSum) / sum(valueCount)",
                "Maximum" => "max(valueMax)",
                "Minimum" => "min(valueMin)",
                "Count" => "sum(valueCount)",
                _ => "sum(valueSum)",
            }),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{rows} | summarize value = {value} by bin(timestamp, {rule.WindowMinutes}m) | extend threshold = {rule.Threshold}");
    }
}
