using System.Text.Json.Nodes;

namespace GenAIOps.Azure.ContainerApps;

/// <summary>Entries of a container app's configuration: the same whether a release makes the app with them or provisioning adds them.</summary>
public static class AppConfiguration
{
    private const string ClosedRule = "genaiops-closed";

    /// <summary>A network that may connect; Azure refuses all others once there is one. Named after the network, so that it is the same entry each time.</summary>
    public static JsonObject Restriction(string network) => new() { ["name"] = $"genaiops-{network.Replace('/', '-')}", ["ipAddressRange"] = network, ["action"] = "Allow" };

    /// <summary>A secret by reference: its value is in Key Vault, and nowhere in the app.</summary>
    /// <param name="name">In the app.</param>
    /// <param name="address">In the vault.</param>
    /// <param name="identity">Resource id of the identity that reads it, or <c>system</c>.</param>
    public static JsonObject Secret(string name, string address, string identity) => new() { ["name"] = name, ["keyVaultUrl"] = address, ["identity"] = identity };

    /// <summary>The body of <c>authConfigs/current</c>: whoever has no valid token is refused with 401.</summary>
    public static JsonObject Authentication(AppAuthentication authentication)
    {
        ArgumentNullException.ThrowIfNull(authentication);
        return new()
        {
            ["properties"] = new JsonObject
            {
                ["platform"] = new JsonObject { ["enabled"] = true },
                ["globalValidation"] = new JsonObject { ["unauthenticatedClientAction"] = "Return401" },
                ["identityProviders"] = new JsonObject
                {
                    ["azureActiveDirectory"] = new JsonObject
                    {
                        ["enabled"] = true,
                        ["registration"] = new JsonObject { ["clientId"] = authentication.ClientId, ["openIdIssuer"] = authentication.Issuer },
                        ["validation"] = new JsonObject { ["allowedAudiences"] = new JsonArray([.. authentication.Audiences.Select(audience => (JsonNode)audience)]) },
                    },
                },
            },
        };
    }

    /// <summary>Whether a release made the app and was ended before it opened it: nobody was ever let in.</summary>
    public static bool IsClosed(JsonObject app) =>
        app.Items("properties", "configuration", "ingress", "ipSecurityRestrictions").Any(rule => rule.Text("name") == ClosedRule);

    /// <summary>Lets one address in that nobody has (RFC 5737), until the app's authentication is set.</summary>
    internal static JsonObject Closed() => new() { ["name"] = ClosedRule, ["ipAddressRange"] = "192.0.2.1/32", ["action"] = "Allow" };

    /// <summary>Whether an app's authentication is what a release was told.</summary>
    internal static bool IsSet(JsonObject? present, AppAuthentication wanted)
    {
        var entra = present.At("properties", "identityProviders", "azureActiveDirectory");
        return present.Flag("properties", "platform", "enabled")
            && present.Text("properties", "globalValidation", "unauthenticatedClientAction") is "Return401" or "Return403" or "RedirectToLoginPage"
            && wanted.ClientId.Equals(entra.Text("registration", "clientId"), StringComparison.OrdinalIgnoreCase)
            && wanted.Issuer.Equals(entra.Text("registration", "openIdIssuer"), StringComparison.OrdinalIgnoreCase)
            && wanted.Audiences.All(audience => (entra.At("validation", "allowedAudiences") as JsonArray ?? []).Any(each => audience.Equals(each?.ToString(), StringComparison.Ordinal)));
    }
}
