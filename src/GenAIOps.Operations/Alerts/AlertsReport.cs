using System.Text.Json.Nodes;

namespace GenAIOps.Operations.Alerts;

/// <summary>What <c>alerts.json</c> says: the rules of one environment, how their rehearsals went and how they stand.</summary>
/// <param name="Environment">dev, qa or prod.</param>
/// <param name="Alerts">As they were registered.</param>
public sealed record AlertsReport(string Environment, IReadOnlyList<RegisteredAlert> Alerts)
{
    public JsonObject ToJson() => new()
    {
        ["environment"] = Environment,
        ["rules"] = new JsonArray([.. Alerts.Select(Rule)]),
    };

    private static JsonObject Rule(RegisteredAlert alert) => new()
    {
        ["id"] = alert.Rule.Id,
        ["description"] = alert.Rule.Description,
        ["severity"] = alert.Rule.Severity,
        ["signal"] = alert.Rule.Target switch { AlertTarget.Logs => "log", AlertTarget.ContainerApp => "platform metric", _ => "metric" },
        ["metric"] = alert.Rule.Metric,
        ["aggregation"] = alert.Rule.Aggregation,
        ["operator"] = alert.Rule.Operator,
        ["threshold"] = alert.Rule.Threshold,
        ["window_minutes"] = alert.Rule.WindowMinutes,
        ["frequency_minutes"] = alert.Rule.FrequencyMinutes,
        ["rehearsed"] = new JsonObject
        {
            ["fires_on_incident"] = alert.Rehearsed.FiresOnIncident,
            ["silent_when_healthy"] = alert.Rehearsed.SilentWhenHealthy,
            ["detected_after_minutes"] = alert.Rehearsed.DetectedAfterMinutes,
        },
        ["registered"] = true,
        ["state"] = alert.State.ToLowerInvariant(),
    };
}
