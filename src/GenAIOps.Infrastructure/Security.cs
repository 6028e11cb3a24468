using System.Text.Json.Nodes;

namespace GenAIOps.Infrastructure;

/// <summary>Properties that open or close something, whatever the resource: their values from the most open to the most closed.</summary>
internal static class Security
{
    private static readonly Dictionary<string, string[]> s_ranks = new(StringComparer.OrdinalIgnoreCase)
    {
        ["publicNetworkAccess"] = ["Enabled", "SecuredByPerimeter", "Disabled"],
        ["defaultAction"] = ["Allow", "Deny"],
        ["disableLocalAuth"] = ["false", "true"],
        ["adminUserEnabled"] = ["true", "false"],
        ["allowBlobPublicAccess"] = ["true", "false"],
        ["allowSharedKeyAccess"] = ["true", "false"],
        ["supportsHttpsTrafficOnly"] = ["false", "true"],
        ["minimumTlsVersion"] = ["TLS1_0", "TLS1_1", "TLS1_2", "TLS1_3"],
        ["publicAccess"] = ["Container", "Blob", "None"],
        ["enableRbacAuthorization"] = ["false", "true"],
        ["internal"] = ["false", "true"],
        ["external"] = ["true", "false"],
        ["unauthenticatedClientAction"] = ["AllowAnonymous", "RedirectToLoginPage", "Return403", "Return401"],
    };

    /// <summary>What a filter lets through cannot be told from its name, so another one may be a weaker one.</summary>
    private const string ContentFilter = "raiPolicyName";

    public const string AllowedNetworks = "ipSecurityRestrictions";

    /// <summary>Who is let in: the first one shuts all others out, one more or another one lets somebody in.</summary>
    private static readonly string[] s_admitted = [AllowedNetworks, "allowedAudiences", "openIdIssuer", "clientId"];

    /// <returns>Less than 0: the wanted value is more open than the present one; more than 0: more closed; null: the property opens and closes nothing, or cannot be ranked.</returns>
    public static int? Compare(string property, JsonNode? wanted, JsonNode? present)
    {
        if (property.Equals(ContentFilter, StringComparison.OrdinalIgnoreCase)) return present is null ? 1 : -1;
        if (s_admitted.Contains(property)) return present is null or JsonArray { Count: 0 } ? 1 : -1;
        if (!s_ranks.TryGetValue(property, out var ranks)) return null;
        var (want, have) = (Rank(ranks, wanted), Rank(ranks, present));
        return want < 0 || have < 0 ? null : want.CompareTo(have);
    }

    /// <summary>Whether somebody closed what is open at first.</summary>
    public static bool IsClosed(string property, JsonNode? value) => s_ranks.TryGetValue(property, out var ranks) && Rank(ranks, value) > 0;

    public static bool IsRanked(string property) => s_ranks.ContainsKey(property);

    private static int Rank(string[] ranks, JsonNode? value) =>
        value is null ? -1 : Array.FindIndex(ranks, rank => rank.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase));
}
