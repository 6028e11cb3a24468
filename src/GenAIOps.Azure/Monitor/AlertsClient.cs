using System.Text.Json.Nodes;
using GenAIOps.Azure.Arm;

namespace GenAIOps.Azure.Monitor;

/// <param name="Rule">The alert rule's name.</param>
/// <param name="Severity">Sev0 to Sev4.</param>
/// <param name="Condition">Fired or Resolved.</param>
/// <param name="Since">When it fired.</param>
public sealed record FiredAlert(string Rule, string Severity, string Condition, DateTimeOffset Since);

/// <summary>Alerts that alert rules have fired.</summary>
/// <param name="cloud">Where, and as whom.</param>
public sealed class AlertsClient(AzureCloud cloud)
{
    private const string ApiVersion = "2019-05-05-preview";
    private readonly ArmPipeline _arm = new(cloud, TimeSpan.FromMinutes(1));

    /// <summary>The alerts of a resource group, newest first.</summary>
    public async Task<IReadOnlyList<FiredAlert>> GetAsync(string subscriptionId, string resourceGroup, CancellationToken cancellationToken)
    {
        var alerts = new List<FiredAlert>();
        await foreach (var alert in _arm.GetPagesAsync($"/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.AlertsManagement/alerts", ApiVersion, cancellationToken))
        {
            var essentials = alert["properties"]?["essentials"] as JsonObject ?? [];
            var rule = (string?)essentials["alertRule"] ?? "";
            alerts.Add(new FiredAlert(
                rule[(rule.LastIndexOf('/') + 1)..],
                (string?)essentials["severity"] ?? "",
                (string?)essentials["monitorCondition"] ?? "",
                DateTimeOffset.TryParse((string?)essentials["startDateTime"], System.Globalization.CultureInfo.InvariantCulture, out var since) ? since : default));
        }

        return [.. alerts.OrderByDescending(alert => alert.Since)];
    }
}
