using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry;

/// <summary><c>Microsoft.CognitiveServices/accounts/projects</c>: the address of a project's data plane; with it go its agents.</summary>
internal sealed class ProjectProvider(EmulatorInstance instance, ModelDeployments projects, AgentStore agents, AgentLifecycle lifecycle) : IResourceProvider
{
    public string Type => ModelDeployments.ProjectType;

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        if (projects.ProjectId(write.Id.Name) is { } taken && ResourceId.KeyOf(taken) != write.Id.Key)
            throw AzureErrorException.Conflict("ProjectNameInUse",
                $"The project name '{write.Id.Name}' is taken by {taken}. On Azure each account has a host of its own; in this emulator all projects share one, "
                + "so that project names must be unique. Nothing was created. Choose another name.");
        write.Properties["endpoints"] = new JsonObject { ["AI Foundry API"] = $"{instance.Endpoint}/api/projects/{write.Id.Name}" };
        write.Properties["isDefault"] ??= false;
        return Task.FromResult(Provisioning.Done);
    }

    public async Task OnDeleteAsync(ResourceId id, JsonObject resource, CancellationToken cancellationToken)
    {
        foreach (Agent agent in agents.List(id.Name))
        {
            agents.Delete(agent.Project, agent.Name);
            await lifecycle.StopAsync(agent);
        }
    }
}
