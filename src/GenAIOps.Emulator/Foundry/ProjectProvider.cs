using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry;

/// <summary><c>Microsoft.CognitiveServices/accounts/projects</c>: has a data-plane address of its own.</summary>
internal sealed class ProjectProvider(EmulatorInstance instance) : IResourceProvider
{
    public string Type => ModelDeployments.ProjectType;

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        write.Properties["endpoints"] = new JsonObject { ["AI Foundry API"] = $"{instance.Endpoint}/api/projects/{write.Id.Name}" };
        write.Properties["isDefault"] ??= false;
        return Task.FromResult(Provisioning.Done);
    }
}
