using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Models;

/// <summary><c>Microsoft.CognitiveServices/accounts</c>: where models are deployed and projects live.</summary>
internal sealed class AccountProvider(EmulatorInstance instance) : IResourceProvider
{
    public string Type => ModelDeployments.AccountType;

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        if (OpenAIRequest.Text(write.Resource["kind"]) is not ("AIServices" or "OpenAI"))
            throw AzureErrorException.BadRequest("InvalidApiSetId",
                $"The account type '{write.Resource["kind"]?.ToJsonString() ?? "null"}' is either invalid or unavailable in given region. This emulator serves 'AIServices' and 'OpenAI'.");
        JsonObject properties = write.Properties;
        properties["endpoint"] = $"{instance.Endpoint}/";
        properties["endpoints"] = new JsonObject
        {
            ["AI Foundry API"] = $"{instance.Endpoint}/",
            ["OpenAI Language Model Instance API"] = $"{instance.Endpoint}/",
        };
        properties["publicNetworkAccess"] ??= "Enabled";
        return Task.FromResult(Provisioning.Done);
    }
}

/// <summary><c>Microsoft.CognitiveServices/accounts/deployments</c>: any model may be asked for; <see cref="ExtractiveModel"/> answers.</summary>
internal sealed class DeploymentProvider : IResourceProvider
{
    public string Type => ModelDeployments.DeploymentType;

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        if (write.Properties["model"] is not JsonObject model || OpenAIRequest.Text(model["name"]) is not { Length: > 0 } || OpenAIRequest.Text(model["format"]) is not { Length: > 0 })
            throw AzureErrorException.BadRequest("InvalidResourceProperties", "The deployment needs properties.model with a format and a name.");
        write.Resource["sku"] ??= new JsonObject { ["name"] = "GlobalStandard", ["capacity"] = 1 };
        write.Properties["capabilities"] = new JsonObject { ["chatCompletion"] = "true", ["responses"] = "true", ["servedBy"] = ExtractiveModel.Name };
        return Task.FromResult(Provisioning.Done);
    }
}
