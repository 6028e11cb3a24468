using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Ingress;

/// <summary>Whose requests an app takes: those with a valid token of this directory for one of its audiences.</summary>
/// <param name="Issuer">As the app's configuration names it.</param>
/// <param name="ClientId">An audience without a word.</param>
/// <param name="Audiences">All others.</param>
/// <param name="Action">What becomes of other requests.</param>
/// <param name="ExcludedPaths">Taken from anybody.</param>
internal sealed record AppAuthentication(string Issuer, string ClientId, IReadOnlyList<string> Audiences, string Action, IReadOnlyList<string> ExcludedPaths)
{
    /// <returns>Null where the configuration asks nobody.</returns>
    public static AppAuthentication? Read(JsonObject? configuration)
    {
        JsonNode? properties = configuration?["properties"], entra = properties?["identityProviders"]?["azureActiveDirectory"];
        if ((bool?)properties?["platform"]?["enabled"] != true) return null;
        bool isSet = entra is not null && (bool?)entra["enabled"] != false;
        return new AppAuthentication(
            isSet ? (string?)entra!["registration"]?["openIdIssuer"] ?? "" : "",
            isSet ? (string?)entra!["registration"]?["clientId"] ?? "" : "",
            [.. (entra?["validation"]?["allowedAudiences"] as JsonArray ?? []).Select(audience => (string)audience!)],
            (string?)properties["globalValidation"]?["unauthenticatedClientAction"] ?? "RedirectToLoginPage",
            [.. (properties["globalValidation"]?["excludedPaths"] as JsonArray ?? []).Select(path => (string)path!)]);
    }

    /// <returns>The status that refuses the request; null where it may pass.</returns>
    public int? Refusal(HttpRequest request, EmulatorInstance instance, AccessTokens tokens)
    {
        if (ExcludedPaths.Contains(request.Path.Value, StringComparer.OrdinalIgnoreCase)) return null;
        string header = request.Headers.Authorization.ToString();
        string token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : "";
        if (Admits(token, instance, tokens)) return null;
        return Action.ToUpperInvariant() switch
        {
            // A token that is none is refused, as on Azure; who sends none is let in.
            "ALLOWANONYMOUS" => token is "" ? null : 401,
            "RETURN403" => 403,
            "REDIRECTTOLOGINPAGE" => token is "" && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) ? 302 : 401,
            _ => 401,
        };
    }

    private bool Admits(string token, EmulatorInstance instance, AccessTokens tokens) =>
        Issuer.TrimEnd('/') is var issuer && (issuer == $"{instance.Endpoint}/{EmulatorInstance.TenantId}/v2.0" || issuer == $"{instance.Endpoint}/{EmulatorInstance.TenantId}")
        && tokens.Read(token) is { Expired: null } read && (read.Audience.Equals(ClientId, StringComparison.OrdinalIgnoreCase) || Audiences.Contains(read.Audience));
}
