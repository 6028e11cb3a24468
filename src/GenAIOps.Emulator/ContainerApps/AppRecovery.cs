using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.ContainerApps;

/// <summary>At the start of the emulator: runs again what ran before, and goes on with what was interrupted.</summary>
internal sealed class AppRecovery(ResourceStore store, ArmOperations operations, AppProvisioning provisioning) : IBackgroundWork
{
    public Task StartAsync(CancellationToken stopping)
    {
        foreach (JsonObject resource in store.List(type: AppDocument.Type))
        {
            AppDocument app = new(resource);
            bool interrupted = (string?)app.Properties["provisioningState"] is "InProgress";
            foreach (JsonObject revision in store.List($"{app.Id}/revisions", AppDocument.RevisionType))
            {
                bool isPending = interrupted && (string?)revision["name"] == app.LatestRevision;
                if (!isPending) Recover(app, revision);
            }
            if (interrupted) operations.Start(app.Id, token => provisioning.ProvisionAsync(app.Id, token));
        }
        return Task.CompletedTask;
    }

    private void Recover(AppDocument app, JsonObject revision)
    {
        string id = (string)revision["id"]!, state = (string)revision["properties"]!["provisioningState"]!;
        bool active = (bool?)revision["properties"]!["active"] == true;
        if (active && state is not "Failed") provisioning.BringUpInBackground(app.Id, id, keepTrying: state is "Provisioned");
        else if (state is "Deprovisioning") provisioning.Settle(id);
    }
}
