using System.Globalization;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.ContainerApps;

/// <summary>Brings revisions up and down. Every step can be taken again after the emulator was killed in the middle of it.</summary>
internal sealed class AppProvisioning(ResourceStore store, Fleet fleet, AppRoutes routes, SecretValues secrets, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<AppProvisioning> logger)
{
    /// <summary>Starts the latest revision of the app; when it is ready, and not before, the app's new traffic comes into force.</summary>
    /// <exception cref="AzureErrorException">The revision did not become ready; the old traffic holds.</exception>
    public async Task ProvisionAsync(string appId, CancellationToken cancellationToken)
    {
        AppDocument app = Load(appId);
        string name = app.LatestRevision!, revisionId = app.RevisionId(name);
        SaveRevision(app, name);
        try
        {
            await BringUpAsync(appId, revisionId, keepTrying: false, cancellationToken);
        }
        catch (WorkloadStartException error)
        {
            store.Update(appId, resource => new AppDocument(resource).Pending = null);
            throw new AzureErrorException(500, "ContainerAppOperationError", $"Failed to provision revision for container app '{app.Name}'. Error details: {error.Message}");
        }
        Commit(appId, name);
    }

    /// <summary>Starts a revision's processes and waits until they are ready.</summary>
    /// <exception cref="WorkloadStartException">They are not; the revision says Failed, and why.</exception>
    public async Task BringUpAsync(string appId, string revisionId, bool keepTrying, CancellationToken cancellationToken)
    {
        RevisionRuntime? runtime = null;
        try
        {
            AppDocument app = Load(appId);
            JsonObject revision = store.Get(revisionId) ?? throw new WorkloadStartException($"{revisionId} was deleted before it started.");
            runtime = await fleet.StartAsync(revisionId, RevisionLaunch.From(revision, app, secrets.Resolve(app), routes.DomainOf(app)), keepTrying, cancellationToken);
            routes.Publish(appId);
            await runtime.WaitReadyAsync(cancellationToken);
            SetState(revisionId, "Provisioned", null);
        }
        catch (WorkloadStartException error)
        {
            if (runtime is not null) fleet.Forget(revisionId, runtime);
            SetState(revisionId, "Failed", error.Message);
            throw;
        }
    }

    /// <summary>Starts a revision in the background, as <c>activate</c> does.</summary>
    public void Activate(AppDocument app, string name)
    {
        string revisionId = app.RevisionId(name);
        store.Update(revisionId, revision =>
        {
            revision["properties"]!["active"] = true;
            revision["properties"]!["provisioningState"] = "Provisioning";
            revision["properties"]!["lastActiveTime"] = Now();
            revision["properties"]!.AsObject().Remove("provisioningError");
        });
        BringUpInBackground(app.Id, revisionId, keepTrying: false);
    }

    public void BringUpInBackground(string appId, string revisionId, bool keepTrying) => _ = Task.Run(async () =>
    {
        try { await BringUpAsync(appId, revisionId, keepTrying, lifetime.ApplicationStopping); }
        catch (Exception error) when (error is WorkloadStartException or OperationCanceledException) { } // The revision says so.
        catch (Exception error) { logger.LogError(error, "{Revision} could not be started.", revisionId); }
    });

    /// <summary>Takes a revision out of service; its requests in flight end, then its processes do.</summary>
    public void Deactivate(AppDocument app, string name)
    {
        string revisionId = app.RevisionId(name);
        store.Update(revisionId, revision =>
        {
            revision["properties"]!["active"] = false;
            revision["properties"]!["provisioningState"] = "Deprovisioning";
            revision["properties"]!["lastActiveTime"] = Now();
        });
        fleet.BeginStop(revisionId, () => Settle(revisionId));
    }

    /// <summary>A revision that was being taken out of service has no processes any more.</summary>
    public void Settle(string revisionId)
    {
        try
        {
            store.Update(revisionId, revision =>
            {
                if ((bool?)revision["properties"]!["active"] == false) revision["properties"]!["provisioningState"] = "Deprovisioned";
            });
        }
        catch (IOException error)
        {
            logger.LogError(error, "{Revision} has stopped, which could not be saved.", revisionId);
        }
    }

    private void Commit(string appId, string name)
    {
        JsonObject? saved = store.Update(appId, resource =>
        {
            AppDocument app = new(resource) { LatestReadyRevision = name };
            if (app.Pending is { } pending) app.Traffic = pending;
            app.Pending = null;
        });
        if (saved is null) return;
        AppDocument now = new(saved);
        List<JsonObject> revisions = [.. store.List($"{appId}/revisions", AppDocument.RevisionType)];
        IEnumerable<string> active = revisions.Where(revision => (bool?)revision["properties"]!["active"] == true).Select(revision => (string)revision["name"]!);
        if (!now.IsMultiple) foreach (string old in active.Where(each => each != name).ToList()) Deactivate(now, old);
        Purge(now, revisions);
    }

    /// <summary>Forgets the oldest inactive revisions beyond <c>maxInactiveRevisions</c>; those in the traffic stay.</summary>
    private void Purge(AppDocument app, IEnumerable<JsonObject> revisions)
    {
        HashSet<string?> routed = [.. app.Traffic.Select(rule => rule.Resolve(app.LatestReadyRevision))];
        IEnumerable<JsonObject> old = revisions
            .Where(revision => (bool?)revision["properties"]!["active"] == false && !routed.Contains((string)revision["name"]!))
            .OrderByDescending(revision => (string)revision["properties"]!["createdTime"]!, StringComparer.Ordinal)
            .Skip(app.MaxInactiveRevisions);
        foreach (JsonObject revision in old.ToList()) store.Delete((string)revision["id"]!);
    }

    private void SaveRevision(AppDocument app, string name)
    {
        string id = app.RevisionId(name);
        JsonObject? existing = store.Get(id);
        store.Put(id, new JsonObject
        {
            ["id"] = id,
            ["name"] = name,
            ["type"] = AppDocument.RevisionType,
            ["properties"] = new JsonObject
            {
                ["createdTime"] = existing?["properties"]?["createdTime"]?.DeepClone() ?? Now(),
                ["lastActiveTime"] = Now(),
                ["template"] = app.Template.DeepClone(),
                ["active"] = true,
                ["provisioningState"] = "Provisioning",
            },
        });
    }

    private void SetState(string revisionId, string state, string? error) => store.Update(revisionId, revision =>
    {
        revision["properties"]!["provisioningState"] = state;
        if (error is null) revision["properties"]!.AsObject().Remove("provisioningError");
        else revision["properties"]!["provisioningError"] = error;
    });

    private AppDocument Load(string appId) => store.Get(appId) is { } resource
        ? new AppDocument(resource)
        : throw new WorkloadStartException($"The container app {appId} was deleted in the meantime.");

    private string Now() => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
