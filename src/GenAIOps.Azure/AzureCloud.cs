using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace GenAIOps.Azure;

/// <summary>A set of endpoints and a credential: Azure, a sovereign cloud, or the local emulator. Immutable.</summary>
public sealed class AzureCloud
{
    private readonly HttpMessageHandler _handler;

    private AzureCloud(string name, Uri resourceManager, TokenCredential credential, HttpMessageHandler handler, TimeProvider time)
    {
        Name = name;
        ResourceManager = resourceManager;
        Credential = credential;
        Time = time;
        _handler = handler;
        // The pipeline sets a timeout per attempt, so the client itself has none.
        Transport = new HttpClientTransport(new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan });
    }

    public string Name { get; }

    /// <summary>Azure Resource Manager's endpoint, for example <c>https://management.azure.com/</c>.</summary>
    public Uri ResourceManager { get; }

    /// <summary>Where tokens are from, for example <c>https://login.microsoftonline.com/</c>.</summary>
    public Uri Authority { get; private init; } = AzureAuthorityHosts.AzurePublicCloud;

    public bool IsEmulator { get; private init; }

    public TokenCredential Credential { get; }

    /// <summary>Trusts exactly the emulator's certificate authority and resolves <c>*.localhost</c>; the system's rules elsewhere. Follows no redirects.</summary>
    public HttpPipelineTransport Transport { get; }

    internal TimeProvider Time { get; }

    /// <summary>The scope of tokens for Resource Manager.</summary>
    internal string ResourceManagerScope => new Uri(ResourceManager, ".default").AbsoluteUri;

    /// <summary>The shortest pause between two attempts of a request.</summary>
    internal TimeSpan RetryDelay { get; private init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>The public cloud.</summary>
    /// <param name="credential">Null: <see cref="DefaultAzureCredential"/> (workload identity, managed identity, Azure CLI, ...).</param>
    public static AzureCloud Public(TokenCredential? credential = null) =>
        new("azure", new Uri("https://management.azure.com/"), credential ?? new DefaultAzureCredential(), CloudHandler.System, TimeProvider.System);

    /// <summary>One of Azure's clouds, as an identity of it.</summary>
    /// <param name="name">Azure, AzureChina or AzureUSGovernment.</param>
    /// <param name="tenantId">Null: that of whoever is signed in.</param>
    /// <param name="clientId">The workload or managed identity to use where the machine has several; null: whichever <see cref="DefaultAzureCredential"/> finds.</param>
    public static AzureCloud Named(string name, string? tenantId, string? clientId)
    {
        var (resourceManager, authority) = name switch
        {
            "Azure" => ("https://management.azure.com/", AzureAuthorityHosts.AzurePublicCloud),
            "AzureChina" => ("https://management.chinacloudapi.cn/", AzureAuthorityHosts.AzureChina),
            "AzureUSGovernment" => ("https://management.usgovcloudapi.net/", AzureAuthorityHosts.AzureGovernment),
            _ => throw new AzureCloudException($"Cloud '{name}' is unknown. Nothing was sent. Use Azure, AzureChina or AzureUSGovernment."),
        };
        DefaultAzureCredentialOptions options = new() { AuthorityHost = authority, WorkloadIdentityClientId = clientId, ManagedIdentityClientId = clientId };
        if (tenantId is not null) options.TenantId = tenantId;
        return new(name.ToLowerInvariant(), new Uri(resourceManager), new DefaultAzureCredential(options), CloudHandler.System, TimeProvider.System) { Authority = authority };
    }

    /// <summary>The emulator that wrote <paramref name="instancePath"/> (<c>instance.json</c>) when it was ready.</summary>
    /// <param name="instancePath">The file.</param>
    /// <param name="clientId">The application to sign in as, a GUID; null: the emulator's owner, who may do everything.</param>
    /// <exception cref="AzureCloudException">The file is absent (not started), unreadable, or not what an emulator writes.</exception>
    public static AzureCloud Emulator(string instancePath, string? clientId = null)
    {
        var instance = EmulatorInstance.Read(instancePath);
        var handler = CloudHandler.Trusting(instance.Authority);
        return new AzureCloud(
            "emulator",
            instance.Endpoint,
            clientId is null ? new StaticCredential(instance.Token, TimeProvider.System) : new FederatedCredential(instance, clientId, handler, TimeProvider.System),
            handler,
            TimeProvider.System)
        {
            IsEmulator = true,
            Authority = instance.Endpoint,
            RetryDelay = TimeSpan.FromMilliseconds(50),
        };
    }

    /// <summary>Any other cloud, such as <c>https://management.chinacloudapi.cn/</c>, or a given transport.</summary>
    /// <param name="name">As it shall read in messages.</param>
    /// <param name="resourceManager">An https address; Azure's clients refuse to send tokens over http.</param>
    /// <param name="credential">Asked for tokens of every scope.</param>
    /// <param name="handler">Null: the system's rules.</param>
    /// <param name="time">Null: the system's clock.</param>
    /// <param name="retryDelay">The shortest pause between two attempts of a request; null: 0.8 s.</param>
    public static AzureCloud At(
        string name, Uri resourceManager, TokenCredential credential, HttpMessageHandler? handler = null, TimeProvider? time = null,
        TimeSpan? retryDelay = null)
    {
        ArgumentNullException.ThrowIfNull(resourceManager);
        return resourceManager.Scheme == Uri.UriSchemeHttps
            ? new AzureCloud(name, resourceManager, credential, handler ?? CloudHandler.System, time ?? TimeProvider.System)
            {
                RetryDelay = retryDelay ?? TimeSpan.FromMilliseconds(800),
            }
            : throw new AzureCloudException(
                $"Cloud '{name}': the Resource Manager endpoint '{resourceManager}' is not https, and tokens must not travel in the clear. Nothing was sent. Give an https address.");
    }

    /// <summary>For calls to deployed apps: the same connection rules as <see cref="Transport"/>, no redirects; 100 s to the response's headers.</summary>
    /// <param name="scope">What each call sends a token for; null: it sends none.</param>
    public HttpClient CreateHttpClient(string? scope = null) =>
        new(scope is null ? _handler : new BearerHandler(this, scope) { InnerHandler = _handler }, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(100) };

    /// <summary>The object id of whoever is signed in, as the token says; null where it says none.</summary>
    /// <exception cref="AzureCloudException">No token could be had.</exception>
    public async Task<string?> ObjectIdAsync(CancellationToken cancellationToken)
    {
        try
        {
            var token = await Credential.GetTokenAsync(new TokenRequestContext([ResourceManagerScope]), cancellationToken);
            return TokenClaims.Read(token.Token)?.Text("oid");
        }
        catch (AuthenticationFailedException failed)
        {
            throw new AzureCloudException($"Cloud '{Name}': no token could be had: {failed.Message.Split('\n')[0].Trim()} Nothing was sent. Sign in with 'az login'.", failed);
        }
    }

    /// <summary>A pipeline that signs in for <paramref name="scope"/>, retries what may be retried, and reports an unusable cloud as <see cref="AzureCloudException"/>.</summary>
    internal HttpPipeline CreatePipeline(string scope)
    {
        var options = new CloudClientOptions();
        Configure(options);
        return HttpPipelineBuilder.Build(options, new BearerTokenAuthenticationPolicy(Credential, scope));
    }

    internal void Configure(ClientOptions options)
    {
        options.Transport = Transport;
        options.Diagnostics.IsTelemetryEnabled = false;
        options.Diagnostics.IsLoggingContentEnabled = false;
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 4;
        options.Retry.Delay = RetryDelay;
        options.Retry.MaxDelay = TimeSpan.FromSeconds(30);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(100);
        options.AddPolicy(new UnusableCloudPolicy(this), HttpPipelinePosition.PerCall);
    }

    private sealed class CloudClientOptions : ClientOptions;

    /// <summary>Signs each call as whoever is signed in; credentials keep their tokens while these last.</summary>
    private sealed class BearerHandler(AzureCloud cloud, string scope) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                var token = await cloud.Credential.GetTokenAsync(new TokenRequestContext([scope]), cancellationToken);
                request.Headers.Authorization = new("Bearer", token.Token);
            }
            catch (AuthenticationFailedException failed)
            {
                throw new AzureCloudException($"Cloud '{cloud.Name}': no token for '{scope}' could be had, without which {request.RequestUri?.Host} refuses every call: {failed.Message.Split('\n')[0].Trim()} Nothing was sent. See that the application exists in the tenant and exposes an API.", failed);
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }

    private sealed class StaticCredential(string token, TimeProvider time) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(token, time.GetUtcNow().AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
