using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.KeyVault;

/// <summary><c>Microsoft.KeyVault/vaults</c>: a host for its secrets and keys. Deleting a vault purges it: its name is free at once, unlike Azure's.</summary>
internal sealed partial class VaultProvider(Vaults vaults, VaultItems items) : IResourceProvider
{
    public string Type => Vaults.TypeName;

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        string name = write.Id.Name;
        if (!Name().IsMatch(name) || name.Contains("--", StringComparison.Ordinal))
            throw AzureErrorException.BadRequest("VaultNameNotValid", $"The vault name '{name}' is invalid. A vault's name must be between 3-24 alphanumeric characters. The name must begin with a letter, end with a letter or digit, and not contain consecutive hyphens.");
        if (vaults.Find(name) is { } taken && ResourceId.KeyOf(taken.Id) != write.Id.Key)
            throw AzureErrorException.Conflict("VaultAlreadyExists", $"The vault name '{name}' is already in use. Vault names are globally unique so it is possible that the name is already taken. If you are sure that the vault name was not taken then it is possible that a vault with the same name was recently deleted but not purged after being placed in a recoverable state.");
        JsonObject properties = write.Properties;
        if (Text(properties["sku"]?["name"]) is not ("standard" or "premium" or "Standard" or "Premium") || Text(properties["sku"]?["family"]) is not "A")
            throw AzureErrorException.BadRequest("BadRequest", "The vault needs properties.sku with family 'A' and name 'standard' or 'premium'.");
        if (!Guid.TryParse(Text(properties["tenantId"]), out Guid tenant) || tenant != Guid.Parse(EmulatorInstance.TenantId))
            throw AzureErrorException.BadRequest("BadRequest", $"properties.tenantId is {properties["tenantId"]?.ToJsonString() ?? "missing"}; the tenant of this subscription is {EmulatorInstance.TenantId}.");
        if (properties["enablePurgeProtection"] is JsonValue purge && purge.TryGetValue(out bool on) && !on)
            throw AzureErrorException.BadRequest("BadRequest", "The property \"enablePurgeProtection\" cannot be set to false. Enabling the purge protection for a vault is an irreversible action.");
        properties["enableRbacAuthorization"] ??= properties["accessPolicies"] is null;
        properties["accessPolicies"] ??= new JsonArray();
        properties["enableSoftDelete"] ??= true;
        properties["softDeleteRetentionInDays"] ??= 90;
        properties["publicNetworkAccess"] ??= "Enabled";
        properties["vaultUri"] = vaults.UriOf(name);
        return Task.FromResult(Provisioning.Done);
    }

    public Task OnDeleteAsync(ResourceId id, JsonObject resource, CancellationToken cancellationToken)
    {
        items.Delete(id.Name.ToLowerInvariant());
        return Task.CompletedTask;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
