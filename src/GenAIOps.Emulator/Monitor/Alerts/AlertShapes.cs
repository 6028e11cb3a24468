using System.Globalization;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;

namespace GenAIOps.Emulator.Monitor;

/// <summary>Alerts in Azure's JSON: of the alerts API and of the common alert schema.</summary>
internal static class AlertShapes
{
    public static string IdOf(Alert alert) => $"{ResourceId.Parse(alert.Target).Subscription!.Value}/providers/Microsoft.AlertsManagement/alerts/{alert.Id}";

    /// <param name="context">Whether to tell the values that were measured.</param>
    public static JsonObject Resource(Alert alert, bool context)
    {
        ResourceId target = ResourceId.Parse(alert.Target);
        JsonObject essentials = new()
        {
            ["severity"] = $"Sev{alert.Severity}",
            ["signalType"] = "Metric",
            ["alertState"] = "New",
            ["monitorCondition"] = alert.MonitorCondition,
            ["targetResource"] = alert.Target,
            ["targetResourceName"] = target.Name,
            ["targetResourceGroup"] = target.ResourceGroup?.Name,
            ["targetResourceType"] = target.Type,
            ["monitorService"] = "Platform",
            ["alertRule"] = alert.RuleId,
            ["sourceCreatedId"] = alert.Id.ToString(),
            ["startDateTime"] = Time(alert.Fired),
            ["lastModifiedDateTime"] = Time(alert.Resolved ?? alert.Fired),
            ["monitorConditionResolvedDateTime"] = alert.Resolved is { } resolved ? Time(resolved) : null,
            ["lastModifiedUserName"] = "System",
            ["description"] = alert.Description,
        };
        JsonObject properties = new() { ["essentials"] = essentials };
        if (context) properties["context"] = Context(alert);
        return new JsonObject { ["id"] = IdOf(alert), ["name"] = alert.RuleName, ["type"] = "Microsoft.AlertsManagement/alerts", ["properties"] = properties };
    }

    /// <summary>The body of a webhook call: the common alert schema.</summary>
    public static JsonObject Common(Alert alert) => new()
    {
        ["schemaId"] = "azureMonitorCommonAlertSchema",
        ["data"] = new JsonObject
        {
            ["essentials"] = new JsonObject
            {
                ["alertId"] = IdOf(alert),
                ["alertRule"] = alert.RuleName,
                ["alertRuleID"] = alert.RuleId,
                ["severity"] = $"Sev{alert.Severity}",
                ["signalType"] = "Metric",
                ["monitorCondition"] = alert.MonitorCondition,
                ["monitoringService"] = "Platform",
                ["alertTargetIDs"] = new JsonArray(alert.Target.ToLowerInvariant()),
                ["configurationItems"] = new JsonArray(ResourceId.Parse(alert.Target).Name),
                ["originAlertId"] = alert.Id.ToString(),
                ["firedDateTime"] = Time(alert.Fired),
                ["resolvedDateTime"] = alert.Resolved is { } resolved ? Time(resolved) : null,
                ["description"] = alert.Description,
                ["essentialsVersion"] = "1.0",
                ["alertContextVersion"] = "1.0",
            },
            ["alertContext"] = Context(alert),
        },
    };

    private static JsonObject Context(Alert alert)
    {
        JsonObject[] Dimensions() => [.. alert.Dimensions.Select(pair => new JsonObject { ["name"] = pair.Key, ["value"] = pair.Value })];
        return new JsonObject
        {
            ["properties"] = null,
            ["conditionType"] = "SingleResourceMultipleMetricCriteria",
            ["condition"] = new JsonObject
            {
                ["windowSize"] = System.Xml.XmlConvert.ToString(alert.WindowEnd - alert.WindowStart),
                ["windowStartTime"] = Time(alert.WindowStart),
                ["windowEndTime"] = Time(alert.WindowEnd),
                ["allOf"] = new JsonArray([.. alert.Conditions.Select(condition => new JsonObject
                {
                    ["metricName"] = condition.MetricName,
                    ["metricNamespace"] = ResourceId.Parse(alert.Target).Type.ToLowerInvariant(),
                    ["operator"] = condition.Operator,
                    ["threshold"] = condition.Threshold.ToString(CultureInfo.InvariantCulture),
                    ["timeAggregation"] = condition.TimeAggregation,
                    ["dimensions"] = new JsonArray(Dimensions()),
                    ["metricValue"] = condition.Value,
                })]),
            },
        };
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
