using System.Text.Json.Nodes;
using GenAIOps.Azure.Arm;

namespace GenAIOps.Azure.Monitor;

/// <param name="Id">Of the alert itself.</param>
/// <param name="Rule">Name of the rule that fired.</param>
/// <param name="Severity">Sev0 (critical) to Sev4 (verbose).</param>
/// <param name="Condition">Fired or Resolved.</param>
/// <param name="Target">The resource that the rule watches.</param>
/// <param name="Since">When it fired.</param>
public sealed record FiredAlert(string Id, string Rule, string Severity, string Condition, string? Target, DateTimeOffset Since);

/// <summary>The alerts that Azure Monitor raised.</summary>
public class AlertsClient
{
    private const string ApiVersion = "2019-05-05-preview";

    private readonly ArmPipeline _arm;

    public AlertsClient(AzureCloud cloud)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        _arm = new ArmPipeline(cloud, TimeSpan.FromMinutes(1));
    }

    /// <summary>Fired and resolved alerts of a resource group, newest first; Azure keeps them for 30 days.</summary>
    public virtual async Task<IReadOnlyList<FiredAlert>> GetAsync(string subscriptionId, string resourceGroup, CancellationToken cancellationToken)
    {
        var path = $"/subscriptions/{Uri.EscapeDataString(subscriptionId)}/resourceGroups/{Uri.EscapeDataString(resourceGroup)}/providers/Microsoft.AlertsManagement/alerts";
        var alerts = new List<FiredAlert>();
        await foreach (var alert in _arm.GetPagesAsync(path, ApiVersion, cancellationToken))
            alerts.Add(Read(alert));
        return [.. alerts.OrderByDescending(alert => alert.Since)];
    }

    private static FiredAlert Read(JsonObject alert)
    {
        var essentials = alert.At("properties", "essentials");
        var rule = essentials.Text("alertRule") ?? "";
        return new FiredAlert(
            alert.Text("id") ?? "",
            rule[(rule.LastIndexOf('/') + 1)..],
            essentials.Text("severity") ?? "Sev4",
            essentials.Text("monitorCondition") ?? "Fired",
            essentials.Text("targetResource"),
            essentials.Instant("startDateTime") ?? DateTimeOffset.MinValue);
    }
}
