using System.Text.Json.Nodes;

namespace GenAIOps.Operations.Alerts;

/// <summary>What the rules of one agent in one environment refer to.</summary>
internal sealed record AlertScope(string GroupId, string Agent, string ApplicationInsightsId, string ContainerAppId, string Location)
{
    public string ActionGroupId => $"{GroupId}/providers/Microsoft.Insights/actionGroups/{Agent}";

    public string IdOf(AlertTarget target) => target == AlertTarget.ContainerApp ? ContainerAppId : ApplicationInsightsId;

    public string RuleId(AlertRule rule) => $"{GroupId}/providers/{TypeOf(rule.Target)}/{Agent}-{rule.Id}";

    public static string TypeOf(AlertTarget target) => target == AlertTarget.Logs ? "Microsoft.Insights/scheduledQueryRules" : "Microsoft.Insights/metricAlerts";

    public static string ApiOf(AlertTarget target) => target == AlertTarget.Logs ? "2023-12-01" : "2018-03-01";

    public JsonObject Tags() => new() { ["managed-by"] = "GenAIOps", ["workload"] = Agent };
}
