using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Network;

namespace GenAIOps.Emulator.ContainerApps;

/// <summary><c>Microsoft.App/managedEnvironments</c>: a domain below <c>localhost</c>, for the apps in it.</summary>
internal sealed class EnvironmentProvider(EmulatorInstance instance, ResourceStore store, Subnets subnets) : IResourceProvider
{
    public const string TypeName = "Microsoft.App/managedEnvironments";

    public string Type => TypeName;

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        Required.Location(write.Resource);
        string name = write.Id.Name.ToLowerInvariant();
        if (name.Length is < 1 or > 60 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') || name.StartsWith('-') || name.EndsWith('-'))
            throw AzureErrorException.BadRequest("ManagedEnvironmentInvalidName", $"Invalid managed environment name '{write.Id.Name}': it must have letters, digits and inner dashes only, at most 60.");
        CheckNetwork(write);
        write.Properties["defaultDomain"] = write.Existing?["properties"]?["defaultDomain"]?.DeepClone() ?? $"{FreeLabel(name, write.Id)}.localhost:{instance.Port}";
        write.Properties["staticIp"] = "127.0.0.1";
        write.Properties["deploymentErrors"] = null;
        return Task.FromResult(new Provisioning(Asynchronous: true));
    }

    public Task OnDeleteAsync(ResourceId id, JsonObject resource, CancellationToken cancellationToken)
    {
        List<string> apps = [.. store.List(type: AppDocument.Type)
            .Where(app => new AppDocument(app).EnvironmentId is { } environment && ResourceId.KeyOf(environment) == id.Key)
            .Select(app => (string)app["name"]!)];
        if (apps.Count > 0)
            throw AzureErrorException.Conflict("ManagedEnvironmentHasContainerApps", $"The managed environment '{id.Name}' still has container apps: {string.Join(", ", apps)}. Delete them first; nothing was changed.");
        return Task.CompletedTask;
    }

    private void CheckNetwork(ResourceWrite write)
    {
        string? wanted = SubnetOf(write.Resource), present = write.Existing is { } existing ? SubnetOf(existing) : wanted;
        if (!string.Equals(wanted, present, StringComparison.OrdinalIgnoreCase))
            throw AzureErrorException.BadRequest("ManagedEnvironmentNetworkImmutable", $"The network of the managed environment '{write.Id.Name}' is decided when it is made and cannot be changed from '{present}' to '{wanted}'.");
        if (wanted is not null) subnets.CheckEnvironment(wanted, write.Id.Value);
    }

    private static string? SubnetOf(JsonObject environment) => (string?)environment["properties"]?["vnetConfiguration"]?["infrastructureSubnetId"];

    /// <summary>The environment's own name, unless one of the same name in another group has it.</summary>
    private string FreeLabel(string name, ResourceId id)
    {
        // Vaults live below vault.localhost.
        bool taken = name == "vault" || store.List(type: TypeName).Any(other => ((string?)other["properties"]?["defaultDomain"])?.StartsWith($"{name}.", StringComparison.Ordinal) == true);
        return taken ? $"{name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id.Key)))[..6]}" : name;
    }
}

internal static class Required
{
    public static void Location(JsonObject resource)
    {
        if ((string?)resource["location"] is null or "") throw AzureErrorException.BadRequest("LocationRequired", "The location property is required for this definition.");
    }
}
