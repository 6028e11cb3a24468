using System.Text.Json.Nodes;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.ContainerApps;

/// <summary><c>Microsoft.App/containerApps/authConfigs</c>: who is let in, as <see cref="Ingress.AppAuthentication"/> reads it. Microsoft Entra is the only identity provider here.</summary>
internal sealed class AuthenticationProvider(ResourceStore store) : IResourceProvider
{
    public const string TypeName = "Microsoft.App/containerApps/authConfigs", Current = "current";

    private static readonly string[] Actions = ["RedirectToLoginPage", "AllowAnonymous", "Return401", "Return403"];

    public string Type => TypeName;

    public Task<Provisioning> OnPutAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        if (write.Id.Name != Current) throw Invalid($"the name is '{write.Id.Name}', and must be '{Current}'");
        JsonObject properties = write.Properties;
        if (properties["globalValidation"]?["unauthenticatedClientAction"] is { } action && !Actions.Contains(Text(action), StringComparer.OrdinalIgnoreCase))
            throw Invalid($"globalValidation.unauthenticatedClientAction is {action.ToJsonString()}, and must be one of {string.Join(", ", Actions)}");
        foreach ((string name, JsonNode? provider) in properties["identityProviders"] as JsonObject ?? [])
        {
            if (name != "azureActiveDirectory") throw Invalid($"identityProviders.{name} is not served here; azureActiveDirectory is");
            CheckEntra(write.Id, provider);
        }
        return Task.FromResult(Provisioning.DoneWithOk);
    }

    private void CheckEntra(ResourceId id, JsonNode? provider)
    {
        if ((bool?)provider?["enabled"] == false) return;
        JsonNode? registration = provider?["registration"];
        if (Text(registration?["clientId"]) is not { Length: > 0 }) throw Invalid("identityProviders.azureActiveDirectory.registration.clientId is required");
        if (!Uri.TryCreate(Text(registration?["openIdIssuer"]), UriKind.Absolute, out Uri? issuer) || issuer.Scheme != Uri.UriSchemeHttps)
            throw Invalid("identityProviders.azureActiveDirectory.registration.openIdIssuer must be an https address");
        if (Text(registration?["clientSecretSettingName"]) is { Length: > 0 } secret
            && !(new AppDocument(store.Get(id.Parent!.Value)!).Configuration["secrets"] as JsonArray ?? []).Any(each => secret.Equals(Text(each?["name"]), StringComparison.OrdinalIgnoreCase)))
            throw Invalid($"identityProviders.azureActiveDirectory.registration.clientSecretSettingName is '{secret}', and the app has no secret of this name");
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static AzureErrorException Invalid(string why) => AzureErrorException.BadRequest("AuthConfigInvalid", $"The authentication configuration is invalid: {why}. Nothing was changed.");
}
