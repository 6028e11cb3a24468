using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;

namespace GenAIOps.Emulator.ContainerApps;

/// <summary><c>Microsoft.App/containerApps/revisions</c>: made by their app, read by clients, with what is known of them now.</summary>
internal sealed class RevisionProvider(ResourceStore store, Fleet fleet, AppRoutes routes) : IResourceProvider
{
    public string Type => AppDocument.RevisionType;

    public bool IsReadOnly => true;

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken) =>
        throw ArmErrors.MethodNotAllowed("PUT", write.Id.Value);

    /// <summary>The app is deleted.</summary>
    public Task OnDeleteAsync(ResourceId id, JsonObject resource, CancellationToken cancellationToken)
    {
        fleet.BeginStop(id.Value, () => { });
        return Task.CompletedTask;
    }

    public JsonObject OnGet(JsonObject resource)
    {
        string id = (string)resource["id"]!, name = (string)resource["name"]!;
        JsonObject properties = resource["properties"]!.AsObject();
        if (store.Get(ResourceId.Parse(id).Parent!.Value) is not { } owner) return resource;
        AppDocument app = new(owner);
        RevisionRuntime? runtime = fleet.Find(id);
        bool active = (bool?)properties["active"] == true, failed = (string?)properties["provisioningState"] is "Failed";
        properties["replicas"] = runtime?.ReadyReplicas ?? 0;
        properties["trafficWeight"] = app.Traffic.Where(rule => rule.Resolve(app.LatestReadyRevision) == name).Sum(rule => rule.Weight);
        properties["healthState"] = !active ? "None" : failed ? "Unhealthy" : runtime?.HealthState ?? "Unhealthy";
        properties["runningState"] = failed ? "Failed" : runtime is null ? (active ? "Unknown" : "Stopped") : active ? runtime.RunningState : "Processing";
        properties["runningStateDetails"] = (string?)properties["provisioningError"] ?? runtime?.Problem ?? "";
        properties["fqdn"] = app.Ingress is null ? "" : $"{name}.{routes.DomainOf(app)}";
        return resource;
    }
}
