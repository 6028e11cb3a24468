using Azure.Core;
using Azure.Identity;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>Azure's own sign-in: the cloud's token for a refresh token, and that for an access token of the scopes.</summary>
/// <remarks>Azure Container Registry, "Authentication and authorization with OAuth": <c>/oauth2/exchange</c>, <c>/oauth2/token</c>.</remarks>
internal sealed class AzureTokenExchange(RegistryAddress address, AzureCloud cloud, RegistryWire wire)
{
    public const string TokenPath = "oauth2/token";
    private const string ExchangePath = "oauth2/exchange";
    private const int LongestAnswer = 256 << 10;

    private string? _refresh;

    public async Task<RegistryToken> SignInAsync(string service, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        // A refresh token outlives several access tokens; when it has ended the exchange starts from the front.
        if (_refresh is not null && await AccessAsync(service, scopes, _refresh, cancellationToken) is { Token: { } again })
        {
            return again;
        }

        var token = await CloudTokenAsync(cancellationToken);
        var (refreshStatus, refreshed) = await PostAsync(ExchangePath, [new("grant_type", "access_token"), new("service", service), new("access_token", token)], cancellationToken);
        _refresh = RegistryToken.ParseRefresh(refreshed)?.Value ?? throw NotAccepted(refreshStatus);
        var (status, access) = await AccessAsync(service, scopes, _refresh, cancellationToken);
        return access ?? throw NotAccepted(status);
    }

    private async Task<string> CloudTokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await cloud.Credential.GetTokenAsync(new TokenRequestContext([cloud.ResourceManagerScope]), cancellationToken)).Token;
        }
        catch (AuthenticationFailedException failed)
        {
            throw new AzureCloudException($"Cloud '{cloud.Name}': no token could be had for registry {address.LoginServer}: {failed.Message.Split('\n')[0].Trim()} Nothing was sent. Sign in with 'az login', or give the pipeline a federated identity.", failed);
        }
    }

    private async Task<(int Status, RegistryToken? Token)> AccessAsync(string service, IReadOnlyList<string> scopes, string refresh, CancellationToken cancellationToken)
    {
        var (status, answer) = await PostAsync(
            TokenPath,
            [new("grant_type", "refresh_token"), new("service", service), new("scope", string.Join(' ', scopes)), new("refresh_token", refresh)],
            cancellationToken);
        return (status, RegistryToken.ParseAccess(answer));
    }

    private async Task<(int Status, byte[] Answer)> PostAsync(string path, IReadOnlyList<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        using var response = await wire.SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, new Uri(address.Root, path)) { Content = new FormUrlEncodedContent(form) }, mayRepeat: true, cancellationToken);
        return ((int)response.StatusCode, response.IsSuccessStatusCode ? await ResponseBody.ReadAsync(response, LongestAnswer, wire.Stall, cancellationToken) : []);
    }

    private AzureCloudException NotAccepted(int status) =>
        new($"Registry {address.LoginServer} did not accept the sign-in ({status}). Nothing was published. Give the identity AcrPush on the registry, or sign in again.");
}
