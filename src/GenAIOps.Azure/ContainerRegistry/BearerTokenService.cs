namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>The standard sign-in: the token service that the challenge names, with a password, an identity token, or nothing.</summary>
/// <remarks>Distribution, "Token Authentication Specification" and "OAuth 2.0 token authentication".</remarks>
internal sealed class BearerTokenService(RegistryAddress address, RegistryWire wire)
{
    private const int LongestAnswer = 256 << 10;

    public async Task<RegistryToken> SignInAsync(RegistryChallenge challenge, IReadOnlyList<string> scopes, RegistrySecret? secret, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(challenge.Realm, UriKind.Absolute, out var realm) || !address.MayLeadTo(realm))
        {
            throw new AzureCloudException($"Registry {address.LoginServer} asks to sign in at '{challenge.Realm}', which is no https address. Nothing was sent there. Find out who changes the registry.");
        }

        using var response = await wire.SendAsync(() => secret?.IdentityToken is { } token ? Exchange(realm, challenge, scopes, token) : Ask(realm, challenge, scopes, secret), mayRepeat: true, cancellationToken);
        var answer = response.IsSuccessStatusCode ? await ResponseBody.ReadAsync(response, LongestAnswer, wire.Stall, cancellationToken) : [];
        return RegistryToken.ParseAccess(answer) ?? throw new AzureCloudException(
            $"Registry {address.LoginServer}: {realm.Authority} gave no token {(secret is null ? "to someone who is not signed in" : "for the sign-in that is kept for it")} ({(int)response.StatusCode}). Nothing was published. Sign in with 'docker login {address.LoginServer}'.");
    }

    private static HttpRequestMessage Ask(Uri realm, RegistryChallenge challenge, IReadOnlyList<string> scopes, RegistrySecret? secret)
    {
        var query = string.Join('&', Parameters(challenge).Concat(scopes.Select(scope => new KeyValuePair<string, string>("scope", scope))).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        var target = new UriBuilder(realm);
        target.Query = target.Query.Length > 1 ? $"{target.Query[1..]}&{query}" : query;
        var message = new HttpRequestMessage(HttpMethod.Get, target.Uri);
        message.Headers.Authorization = secret is { User.Length: > 0 } ? secret.Basic : null;
        return message;
    }

    private static HttpRequestMessage Exchange(Uri realm, RegistryChallenge challenge, IReadOnlyList<string> scopes, string token) => new(HttpMethod.Post, realm)
    {
        Content = new FormUrlEncodedContent([new("grant_type", "refresh_token"), new("client_id", "genaiops"), .. Parameters(challenge), new("scope", string.Join(' ', scopes)), new("refresh_token", token)]),
    };

    private static IEnumerable<KeyValuePair<string, string>> Parameters(RegistryChallenge challenge) => challenge.Service is { Length: > 0 } service ? [new("service", service)] : [];
}
