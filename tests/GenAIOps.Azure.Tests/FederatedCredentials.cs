using System.Net;
using System.Web;
using Azure.Core;
using GenAIOps.Fakes;

namespace GenAIOps.Azure.Tests;

/// <summary>An application of the emulator's directory asks for a token of its own, once for each scope.</summary>
public sealed class FederatedCredentials : IDisposable
{
    private const string Client = "a1111111-0000-0000-0000-000000000001";

    private readonly Endpoint _endpoint = new();
    private readonly InstantTime _time = new();
    private readonly FederatedCredential _credential;

    public FederatedCredentials() => _credential = new FederatedCredential(new EmulatorInstance(1, new Uri("https://127.0.0.1:47443"), "", "", "owner"), Client, _endpoint, _time);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _endpoint.Dispose();

    [Fact]
    public async Task ItPresentsTheInstancesTokenAsTheClientsAssertion()
    {
        var token = await AskAsync("api://agents/.default");

        Assert.Equal("token-1", token.Token);
        Assert.Equal(_time.GetUtcNow().AddSeconds(3599), token.ExpiresOn);
        var (address, form) = Assert.Single(_endpoint.Sent);
        Assert.Equal("https://127.0.0.1:47443/00000000-0000-0000-0000-0000000000aa/oauth2/v2.0/token", address);
        var values = HttpUtility.ParseQueryString(form);
        (string, string)[] expected = [("grant_type", "client_credentials"), ("client_id", Client), ("scope", "api://agents/.default"), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", "owner")];
        Assert.Equal(expected, values.AllKeys.Select(name => (name!, values[name]!)));
    }

    [Fact]
    public async Task ATokenIsUsedUntilItIsAboutToEndAndForItsScopeOnly()
    {
        Assert.Equal("token-1", (await AskAsync("one/.default")).Token);
        Assert.Equal("token-1", (await AskAsync("one/.default")).Token);
        Assert.Equal("token-2", (await AskAsync("two/.default")).Token);
        await Task.Delay(TimeSpan.FromSeconds(3599 - 301), _time, Ct);
        Assert.Equal("token-1", (await AskAsync("one/.default")).Token);
        await Task.Delay(TimeSpan.FromSeconds(1), _time, Ct);
        Assert.Equal("token-3", (await AskAsync("one/.default")).Token);
    }

    [Theory]
    [InlineData(400, """{"error":"unauthorized_client","error_description":"AADSTS700016: not found"}""", "400 AADSTS700016: not found")]
    [InlineData(502, "<html>", "502 no explanation given")]
    [InlineData(200, """{"token_type":"Bearer"}""", "200 no explanation given")]
    public async Task ARefusalSaysWhoGotNoTokenAndWhy(int status, string body, string words)
    {
        _endpoint.Answer = (status, body);

        var error = await Assert.ThrowsAsync<AzureCloudException>(() => AskAsync("one/.default"));

        Assert.Contains($"'{Client}' no token: {words}", error.Message);
    }

    private Task<AccessToken> AskAsync(string scope) => _credential.GetTokenAsync(new TokenRequestContext([scope]), Ct).AsTask();

    private sealed class Endpoint : HttpMessageHandler
    {
        public List<(string Address, string Form)> Sent { get; } = [];

        public (int Status, string Body)? Answer { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Sent.Add((request.RequestUri!.AbsoluteUri, await request.Content!.ReadAsStringAsync(cancellationToken)));
            var (status, body) = Answer ?? (200, $$"""{"token_type":"Bearer","expires_in":3599,"access_token":"token-{{Sent.Count}}"}""");
            return new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) };
        }
    }
}
