using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;
using GenAIOps.Emulator.KeyVault;

namespace GenAIOps.Emulator.ContainerApps;

/// <summary>The values of an app's secrets: given with the app, or in a Key Vault that an identity of the app may read.</summary>
internal sealed class SecretValues(Vaults vaults, VaultItems items, VaultAccess access, ManagedIdentities identities)
{
    private const string SystemAssigned = "system";

    /// <exception cref="AzureErrorException">A secret is of no known form, or a reference is to a secret that the app does not have.</exception>
    public static void Check(AppDocument app)
    {
        // A PUT needs every value again, which a reader never sees; a PATCH that does not name them keeps them.
        List<string> valueless = [.. (app.Configuration["secrets"] as JsonArray ?? []).Where(secret => Text(secret?["value"]) is not { Length: > 0 } && secret?["keyVaultUrl"] is null).Select(secret => Text(secret?["name"]) ?? "")];
        if (valueless.Count > 0)
            throw AzureErrorException.BadRequest("ContainerAppSecretInvalid", $"Invalid Request: Container app secret(s) with name(s) '{string.Join(", ", valueless)}' are invalid: value or keyVaultUrl and identity should be provided.");
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonNode? secret in app.Configuration["secrets"] as JsonArray ?? [])
        {
            string name = Text(secret?["name"]) ?? throw Invalid("", "a name is required");
            if (!names.Add(name)) throw Invalid(name, "it is given twice");
            if (secret!["keyVaultUrl"] is not { } url) continue;
            if (!TryParse(Text(url), out _, out _, out _)) throw Invalid(name, $"keyVaultUrl '{url}' is not the address of a secret: https://<vault>{Vaults.Domain}:<port>/secrets/<name>[/<version>]");
            if (Text(secret["identity"]) is not { Length: > 0 }) throw Invalid(name, "with keyVaultUrl it needs 'identity': 'system' or the id of a user-assigned identity of the app");
            if (secret["value"] is not null) throw Invalid(name, "it has both a value and a keyVaultUrl");
        }
        foreach ((string reference, string where) in References(app))
        {
            if (!names.Contains(reference)) throw AzureErrorException.BadRequest("ContainerAppSecretRefNotFound", $"SecretRef '{reference}' defined for {where} not found.");
        }
    }

    /// <exception cref="WorkloadStartException">A value cannot be had with the app's identity.</exception>
    public IReadOnlyDictionary<string, string> Resolve(AppDocument app) =>
        (app.Configuration["secrets"] as JsonArray ?? []).ToDictionary(secret => (string)secret!["name"]!, secret => Value(app, secret!), StringComparer.OrdinalIgnoreCase);

    private string Value(AppDocument app, JsonNode secret)
    {
        if (Text(secret["keyVaultUrl"]) is not { } url) return (string?)secret["value"] ?? "";
        string name = (string)secret["name"]!, identity = Text(secret["identity"]) ?? SystemAssigned;
        try
        {
            if (!TryParse(url, out string vault, out string item, out string? version)) throw AzureErrorException.NotFound("VaultNotFound", $"'{url}' is not the address of a secret.");
            Caller caller = identities.Of(app.Name, app.Id, identity == SystemAssigned ? IdentityChoice.System : new IdentityChoice(ResourceId: identity))
                ?? throw AzureErrorException.BadRequest("IdentityNotFound", "The app does not have this identity.");
            Vault known = vaults.Find(vault) ?? throw AzureErrorException.NotFound("VaultNotFound", $"The vault '{vault}' does not exist.");
            access.Check(caller, known, SecretsService.Get, item);
            return SecretsService.Read(items, known, item, version).Content;
        }
        catch (AzureErrorException refused)
        {
            throw new WorkloadStartException($"The following field(s) are either invalid or missing. Field 'configuration.secrets' is invalid with details: 'Invalid value: \"{name}\": "
                + $"Unable to get value using Managed identity {identity} for secret {name}. Error: {refused.Code}: {refused.Message.ReplaceLineEndings(" ").Trim()}';.", refused);
        }
    }

    private static IEnumerable<(string Reference, string Where)> References(AppDocument app)
    {
        foreach (JsonNode? container in (app.Template["containers"] as JsonArray ?? []).Concat(app.Template["initContainers"] as JsonArray ?? []))
        {
            foreach (JsonNode? variable in container?["env"] as JsonArray ?? [])
            {
                if (Text(variable?["secretRef"]) is { Length: > 0 } reference) yield return (reference, $"container '{container!["name"]}'");
            }
        }
        foreach (JsonNode? registry in app.Configuration["registries"] as JsonArray ?? [])
        {
            if (Text(registry?["passwordSecretRef"]) is { Length: > 0 } reference) yield return (reference, $"registry server '{registry!["server"]}'");
        }
    }

    private static bool TryParse(string? url, out string vault, out string name, out string? version)
    {
        (vault, name, version) = ("", "", null);
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Scheme != Uri.UriSchemeHttps || !uri.Host.EndsWith(Vaults.Domain, StringComparison.OrdinalIgnoreCase)) return false;
        string[] parts = uri.AbsolutePath.Trim('/').Split('/');
        if (parts.Length is not (2 or 3) || parts[0] != "secrets" || parts[1] is "") return false;
        (vault, name, version) = (uri.Host[..^Vaults.Domain.Length], parts[1], parts.Length == 3 ? parts[2] : null);
        return true;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static AzureErrorException Invalid(string name, string why) => AzureErrorException.BadRequest("ContainerAppSecretInvalid", $"Invalid secret '{name}': {why}.");
}
