using System.Text.Json.Nodes;
using GenAIOps.Azure.ContainerApps;

namespace GenAIOps.Infrastructure;

/// <summary>Ingress, secrets and authentication of the container apps that releases made. Their templates, traffic and release tags are the releases' own.</summary>
internal static class AgentApps
{
    public const string Type = "Microsoft.App/containerApps";

    private const string Version = "2025-07-01";

    public static IEnumerable<AgentResource> Of(AgentEnvironment environment)
    {
        if (environment.App.SaysNothing) yield break;
        foreach (var agent in environment.AllAgents)
        {
            var (key, id) = ($"containerapp-{agent}", environment.IdOf(Type, agent));
            // Before the app is changed: what opens it must not be first.
            if (environment.App.Authentication is { } authentication)
                yield return new AgentResource($"authentication-{agent}", $"{Type}/authConfigs", Version, $"{id}/authConfigs/current", values => Authentication(authentication, agent, values)) { OfApp = key };
            yield return new AgentResource(key, Type, Version, id, values => Body(environment, agent, values)) { OfApp = key };
        }
    }

    private static JsonObject Authentication(EntraAuthentication authentication, string agent, IValues values) => AppConfiguration.Authentication(new(
        authentication.ClientId, authentication.Issuer(values.Authority, values.Read(AgentResources.IdentityOf(agent), "properties.tenantId")), authentication.Audiences));

    private static JsonObject Body(AgentEnvironment environment, string agent, IValues values)
    {
        var app = values.State($"containerapp-{agent}") ?? [];
        RefuseWhatIsForeign(app);
        JsonObject configuration = [];
        if (Configuration(app)?["ingress"] is JsonObject ingress) configuration["ingress"] = Ingress(environment.App, ingress, $"{app["id"]}");
        if (environment.App.Secrets.Count > 0)
            configuration["secrets"] = new JsonArray([.. environment.App.Secrets.Select(secret => (JsonNode)AppConfiguration.Secret(secret.Key, AddressOf(secret.Value, values), values.Id(AgentResources.IdentityOf(agent))))]);
        return new() { ["properties"] = new JsonObject { ["configuration"] = configuration } };
    }

    private static JsonObject Ingress(AppSettings settings, JsonObject present, string id)
    {
        JsonObject ingress = [];
        if (settings.IsExternal is { } external) ingress["external"] = external;
        if (settings.AllowedNetworks.Count == 0) return ingress;
        List<JsonObject> rules = [.. (present["ipSecurityRestrictions"] as JsonArray ?? []).OfType<JsonObject>()];
        if (rules.Any(rule => (string?)rule["action"] is not "Allow"))
            throw new ArgumentException($"'{id}' refuses networks by name (ipSecurityRestrictions with action Deny), and Azure takes no mixture of these and AllowedNetworks. Nothing was changed. Take the rules out of the app, or AllowedNetworks out of build/Build.cs.");
        // Whatever others call it, a network that may connect need not be said twice.
        ingress["ipSecurityRestrictions"] = new JsonArray([.. settings.AllowedNetworks.Select(network => rules.FirstOrDefault(rule => (string?)rule["ipAddressRange"] == network)?.DeepClone() ?? AppConfiguration.Restriction(network))]);
        return ingress;
    }

    private static string AddressOf(string secret, IValues values) => Uri.TryCreate(secret, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
        ? address.ToString()
        : $"{values.Read(AgentResources.Vault, "properties.vaultUri").TrimEnd('/')}/secrets/{secret}";

    private static void RefuseWhatIsForeign(JsonObject app)
    {
        if (app["id"] is not { } id) return;
        var tags = app["tags"] as JsonObject ?? [];
        if ((string?)tags[ContainerAppsClient.OwnerTag] != ContainerAppsClient.Owner && (string?)tags[AgentResources.ManagedBy] != ContainerAppsClient.Owner)
            throw new ArgumentException($"'{id}' is there, and was not made by a release of this pipeline: it has no tag '{ContainerAppsClient.OwnerTag}'. Nothing was changed. Tag it {ContainerAppsClient.OwnerTag}={ContainerAppsClient.Owner} to hand it over, or choose another resource group.");
    }

    private static JsonObject? Configuration(JsonObject app) => (app["properties"] as JsonObject)?["configuration"] as JsonObject;
}
