using System.Net;
using System.Net.Http.Headers;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>One request to a registry.</summary>
/// <param name="Accepted">Statuses besides the 2xx that the caller handles.</param>
internal sealed record RegistryRequest(HttpMethod Method, Uri Address, params HttpStatusCode[] Accepted)
{
    /// <summary>Makes the body anew for each try.</summary>
    public Func<HttpContent>? Content { get; init; }

    public RangeHeaderValue? Range { get; init; }

    /// <summary>False: a broken connection is the caller's to handle.</summary>
    public bool MayRepeat { get; init; } = true;

    public bool IsRead => Method == HttpMethod.Get || Method == HttpMethod.Head;
}

/// <summary>Sends requests to one registry: signed in, repeated where they may be, redirected where it is safe.</summary>
internal sealed class RegistryTransport(RegistryAddress address, RegistryWire wire, RegistrySignIn signIn)
{
    private const int MostRedirects = 5;
    private const string Accept =
        "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json, */*";

    public TimeSpan Stall => wire.Stall;

    /// <exception cref="AzureCloudException">The registry refused or cannot be reached.</exception>
    /// <exception cref="BrokenConnectionException">The request may not be repeated, and nobody knows whether it worked.</exception>
    public async Task<HttpResponseMessage> SendAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var authorization = await signIn.HeaderAsync(!request.IsRead, cancellationToken);
            var response = await FollowAsync(request, authorization, cancellationToken);
            if (response.StatusCode == HttpStatusCode.Unauthorized && IsOwn(response) && await signIn.AnswerAsync(response, authorization, !request.IsRead, cancellationToken))
            {
                response.Dispose();
                response = await FollowAsync(request, await signIn.HeaderAsync(!request.IsRead, cancellationToken), cancellationToken);
            }

            return response.IsSuccessStatusCode || request.Accepted.Contains(response.StatusCode) ? response : throw await FailedAsync(request, response, cancellationToken);
        }
        catch (BrokenConnectionException broken) when (request.MayRepeat)
        {
            throw RegistryErrors.Unreachable(address.LoginServer, broken);
        }
    }

    /// <returns>The code of the first error, and what to throw.</returns>
    public async Task<(string Code, AzureCloudException Refusal)> RefusedAsync(RegistryRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            return await RegistryErrors.RefusedAsync(address.LoginServer, request.Method, request.Address, response, wire.Stall, cancellationToken);
        }
    }

    private async Task<Exception> FailedAsync(RegistryRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var mayComeAgain = !request.MayRepeat && RegistryRetries.MayPass(response.StatusCode);
        var wait = response.Headers.RetryAfter;
        var (_, refused) = await RefusedAsync(request, response, cancellationToken);
        return mayComeAgain && signIn.Pause(wait) is { } pause ? new BrokenConnectionException($"it answered {(int)response.StatusCode}", wait is null ? null : pause, refused) : refused;
    }

    /// <summary>Registries keep blobs elsewhere (Azure: in storage) and send readers there; what they signed in with stays here.</summary>
    private async Task<HttpResponseMessage> FollowAsync(RegistryRequest request, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        var at = request.Address;
        for (var redirects = 0; ; redirects++)
        {
            var here = at;
            var response = await wire.SendAsync(() => Message(request, here, address.IsSameServer(here) ? authorization : null), request.MayRepeat, cancellationToken);
            if (!request.IsRead || (int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            at = new Uri(here, location);
            if (redirects == MostRedirects || !address.MayLeadTo(at))
            {
                throw new AzureCloudException($"Registry {address.LoginServer} sends {request.Method} {request.Address.AbsolutePath} on to {at.Scheme}://{at.Authority}, {(redirects == MostRedirects ? $"its redirect number {redirects + 1}" : "which is not https")}. It was not followed. Find out who changes the registry.");
            }
        }
    }

    // What another server asks for after a redirect is no business of this registry's credentials.
    private bool IsOwn(HttpResponseMessage response) => response.RequestMessage?.RequestUri is not { } sent || address.IsSameServer(sent);

    private static HttpRequestMessage Message(RegistryRequest request, Uri address, AuthenticationHeaderValue? authorization)
    {
        var message = new HttpRequestMessage(request.Method, address) { Content = request.Content?.Invoke() };
        message.Headers.Authorization = authorization;
        message.Headers.Accept.ParseAdd(Accept);
        message.Headers.Range = request.Range;
        return message;
    }
}
