using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Monitor;

/// <summary>The alerts API of <c>Microsoft.AlertsManagement</c>: what fired, of a subscription or a resource group.</summary>
internal sealed class AlertsService(AlertStore alerts) : IService
{
    private const string Alerts = "providers/Microsoft.AlertsManagement/alerts";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet($"/subscriptions/{{subscription}}/{Alerts}", List).RequireAuthorization(Policies.Management);
        api.MapGet($"/subscriptions/{{subscription}}/resourceGroups/{{group}}/{Alerts}", List).RequireAuthorization(Policies.Management);
        api.MapGet($"/subscriptions/{{subscription}}/{Alerts}/{{alert:guid}}", Get).RequireAuthorization(Policies.Management);
    }

    private IResult List(HttpContext http)
    {
        IQueryCollection query = http.Request.Query;
        string path = http.Request.Path.Value!;
        string scope = path[..path.IndexOf("/providers/", StringComparison.OrdinalIgnoreCase)] + "/";
        IEnumerable<Alert> found = alerts.All.Where(alert => alert.Target.StartsWith(scope, StringComparison.OrdinalIgnoreCase)
            && Is(query["monitorCondition"], alert.MonitorCondition) && Is(query["severity"], $"Sev{alert.Severity}")
            && Is(query["targetResource"], alert.Target) && (Is(query["alertRule"], alert.RuleId) || Is(query["alertRule"], alert.RuleName)));
        bool context = string.Equals(query["includeContext"], "true", StringComparison.OrdinalIgnoreCase);
        return Json(new JsonObject { ["value"] = new JsonArray([.. found.Select(alert => AlertShapes.Resource(alert, context))]) });
    }

    private IResult Get(string subscription, Guid alert) => alerts.All.FirstOrDefault(each => each.Id == alert && each.Target.StartsWith($"/subscriptions/{subscription}/", StringComparison.OrdinalIgnoreCase)) is { } found ? Json(AlertShapes.Resource(found, context: true))
        : throw AzureErrorException.NotFound("NotFound", $"Could not find alert with id: '{alert}'.");

    private static bool Is(string? wanted, string actual) => string.IsNullOrEmpty(wanted) || string.Equals(wanted, actual, StringComparison.OrdinalIgnoreCase);

    private static IResult Json(JsonObject body) => Results.Text(body.ToJsonString(), "application/json; charset=utf-8");
}

/// <summary><c>Microsoft.Insights/metricAlerts</c>: refuses what could never be evaluated.</summary>
internal sealed class MetricAlertProvider : IResourceProvider
{
    public string Type => AlertRule.Type;

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        write.Properties["enabled"] ??= true;
        write.Properties["autoMitigate"] ??= true;
        AlertRule.Read(write.Resource);
        return Task.FromResult(Provisioning.DoneWithOk);
    }
}

/// <summary><c>Microsoft.Insights/actionGroups</c>: whom to tell.</summary>
internal sealed class ActionGroupProvider : IResourceProvider
{
    public string Type => Notifications.ActionGroupType;

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        if (write.Properties["groupShortName"] is not JsonValue name || !name.TryGetValue(out string? text) || text.Length is 0 or > 12)
            throw AzureErrorException.BadRequest("BadRequest", $"The action group was not saved: 'groupShortName' is {write.Properties["groupShortName"]?.ToJsonString() ?? "missing"}; it must have 1 to 12 characters.");
        foreach (JsonNode? receiver in write.Properties["webhookReceivers"] as JsonArray ?? [])
        {
            if (!Uri.TryCreate((string?)receiver?["serviceUri"], UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
                throw AzureErrorException.BadRequest("BadRequest", $"The action group was not saved: the serviceUri '{receiver?["serviceUri"]}' of a webhook receiver is not a URI.");
        }
        write.Properties["enabled"] ??= true;
        return Task.FromResult(Provisioning.Done);
    }
}
