using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;

namespace GenAIOps.Azure;

/// <summary>An application of the emulator's directory: trades the instance's token for one of its own, as a CI job trades its own for Azure's.</summary>
/// <remarks>Microsoft identity platform, client credentials with a federated assertion (RFC 7521, RFC 7523).</remarks>
internal sealed class FederatedCredential(EmulatorInstance instance, string clientId, HttpMessageHandler handler, TimeProvider time) : TokenCredential
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>The only one of an emulator.</summary>
    private const string Tenant = "00000000-0000-0000-0000-0000000000aa";

    private static readonly TimeSpan s_margin = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, AccessToken> _tokens = new(StringComparer.Ordinal);

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        GetTokenAsync(requestContext, cancellationToken).AsTask().GetAwaiter().GetResult();

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        var scope = string.Join(' ', requestContext.Scopes);
        if (_tokens.TryGetValue(scope, out var known) && known.ExpiresOn > time.GetUtcNow() + s_margin) return known;
        return _tokens[scope] = await AskAsync(scope, cancellationToken);
    }

    private async Task<AccessToken> AskAsync(string scope, CancellationToken cancellationToken)
    {
        using HttpClient http = new(handler, disposeHandler: false);
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId,
            ["scope"] = scope,
            ["client_assertion_type"] = AssertionType,
            ["client_assertion"] = instance.Token,
        });
        using var response = await http.PostAsync(new Uri(instance.Endpoint, $"/{Tenant}/oauth2/v2.0/token"), form, cancellationToken);
        var answer = Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        return response.IsSuccessStatusCode && answer.Text("access_token") is { } token && answer.Number("expires_in") is { } seconds
            ? new AccessToken(token, time.GetUtcNow().AddSeconds(seconds))
            : throw new AzureCloudException($"The emulator gave '{clientId}' no token: {(int)response.StatusCode} {answer.Text("error_description") ?? answer.Text("error") ?? "no explanation given"}. Nothing was changed. Restart the emulator (./build.sh LocalDown LocalUp), and run this again.");
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
