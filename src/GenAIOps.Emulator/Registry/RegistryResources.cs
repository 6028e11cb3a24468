using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Registry;

/// <summary><c>Microsoft.ContainerRegistry/registries</c>: all of them are doors to the one registry of this emulator.</summary>
internal sealed class RegistryResources(EmulatorInstance instance, TimeProvider time) : IResourceProvider
{
    public string Type => "Microsoft.ContainerRegistry/registries";

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        if (write.Id.Name.Length is < 5 or > 50 || !write.Id.Name.All(char.IsAsciiLetterOrDigit))
            throw AzureErrorException.BadRequest("RegistryNameInvalid", $"The registry name '{write.Id.Name}' is invalid: it must have 5 to 50 letters and digits, and nothing else.");
        JsonObject properties = write.Properties;
        properties["loginServer"] = instance.LoginServer;
        properties["creationDate"] = write.Existing?["properties"]?["creationDate"]?.DeepClone() ?? time.GetUtcNow().UtcDateTime.ToString("O");
        properties["adminUserEnabled"] ??= false;
        properties["publicNetworkAccess"] ??= "Enabled";
        return Task.FromResult(Provisioning.Done);
    }
}
