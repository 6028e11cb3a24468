using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Registry;

namespace GenAIOps.Emulator.ContainerApps;

/// <summary><c>Microsoft.App/containerApps</c>: checks what is asked for; <see cref="AppProvisioning"/> makes it so.</summary>
internal sealed class AppProvider(ResourceStore store, ArmOperations operations, AppProvisioning provisioning, AppRoutes routes, Fleet fleet, ImageStore images)
    : IResourceProvider
{
    public string Type => AppDocument.Type;

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        Names.CheckApp(write.Id.Name);
        Required.Location(write.Resource);
        CheckIdle(write.Id);
        AppDocument app = new(write.Resource);
        AppDocument? before = write.Existing is { } existing ? new AppDocument(existing) : null;
        CheckEnvironment(app, before);
        Template.CheckAndComplete(app.Template);
        SecretValues.Check(app);

        IReadOnlyList<TrafficRule> wanted = app.Ingress is null ? [] : Wanted(app, before);
        RevisionPlan plan = RevisionPlan.For(app, before, wanted, store.List($"{write.Id}/revisions", AppDocument.RevisionType));
        if (plan.Starts) CheckImage(app.Template);
        else app.Properties["template"] = before!.Template.DeepClone();
        app.LatestRevision = plan.Starts ? plan.Name : before!.LatestRevision;
        app.LatestReadyRevision = before?.LatestReadyRevision;
        if (app.Ingress is { } ingress)
        {
            ingress["transport"] ??= "Auto";
            ingress["allowInsecure"] ??= false;
            TrafficRule.Check(wanted, plan.Usable, plan.Known);
            app.Pending = plan.Starts ? wanted : null;
            // Until the new revision is ready the old traffic holds; then both change in one write.
            app.Traffic = plan.Starts && before is not null ? before.Traffic : wanted;
        }
        return Task.FromResult(plan.Starts
            ? new Provisioning(Asynchronous: true, stopping => provisioning.ProvisionAsync(write.Id.Value, stopping))
            : Provisioning.Done);
    }

    public JsonObject OnGet(JsonObject resource)
    {
        AppDocument app = new(resource);
        string domain = routes.DomainOf(app);
        // Of an app, whichever of its revisions runs: a newer one may have been stopped.
        bool isRunning = store.List($"{app.Id}/revisions", AppDocument.RevisionType).Any(revision => fleet.Find((string)revision["id"]!) is not null);
        app.Properties["runningStatus"] = isRunning ? "Running" : (string?)app.Properties["provisioningState"] is "InProgress" ? "Progressing" : "Stopped";
        app.Properties["environmentId"] = app.EnvironmentId;
        app.Properties["latestRevisionFqdn"] = app.LatestRevision is { } latest && app.Ingress is not null ? $"{latest}.{domain}" : "";
        if (app.Ingress is { } ingress) ingress["fqdn"] = AppRoutes.Fqdn(app, domain);
        foreach (JsonNode? secret in app.Configuration["secrets"] as JsonArray ?? []) secret!.AsObject().Remove("value");
        return resource;
    }

    private void CheckIdle(ResourceId id)
    {
        if (operations.IsRunning(id.Value))
            throw AzureErrorException.Conflict("ContainerAppOperationInProgress", $"Cannot modify a container app '{id.Name}' because there is another operation in progress. Nothing was changed; wait for that one to end and send this again.");
    }

    private void CheckEnvironment(AppDocument app, AppDocument? before)
    {
        string id = app.EnvironmentId ?? throw AzureErrorException.BadRequest("InvalidParameterValueInContainerApp", "properties.managedEnvironmentId is required.");
        if (store.Get(id) is not { } environment || !string.Equals((string?)environment["type"], EnvironmentProvider.TypeName, StringComparison.OrdinalIgnoreCase))
            throw AzureErrorException.BadRequest("ManagedEnvironmentNotFound", $"The managed environment '{id}' was not found. Create it first.");
        if (before?.EnvironmentId is { } old && ResourceId.KeyOf(old) != ResourceId.KeyOf(id))
            throw AzureErrorException.BadRequest("ContainerAppEnvironmentImmutable", $"The environment of container app '{app.Name}' is '{old}' and cannot be changed to '{id}'.");
        bool taken = store.List(type: AppDocument.Type).Select(other => new AppDocument(other))
            .Any(other => other.Id != app.Id && other.Name == app.Name && other.EnvironmentId is { } its && ResourceId.KeyOf(its) == ResourceId.KeyOf(id));
        if (taken) throw AzureErrorException.Conflict("ContainerAppNameInUse", $"The environment '{id}' already has a container app '{app.Name}', in another resource group.");
    }

    private void CheckImage(JsonObject template)
    {
        JsonNode container = template["containers"]![0]!;
        try
        {
            images.Find((string)container["image"]!);
        }
        catch (WorkloadStartException error)
        {
            throw Template.Invalid($"template.containers.{(string?)container["name"]}.image", (string)container["image"]!, error.Message);
        }
    }

    /// <summary>What the request asks for; without a word on traffic it stays as it is, and goes to the first revision of a new app.</summary>
    private static IReadOnlyList<TrafficRule> Wanted(AppDocument app, AppDocument? before)
    {
        if (!app.IsMultiple) return TrafficRule.AllToLatest;
        if (app.Traffic is { Count: > 0 } given) return given;
        return before is { Traffic.Count: > 0 } ? before.Traffic : TrafficRule.AllToLatest;
    }
}
