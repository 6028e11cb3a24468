using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Azure.Core;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>A manifest as the registry holds it.</summary>
/// <param name="Digest">Computed from the bytes, not believed.</param>
/// <param name="MediaType">As the registry says.</param>
/// <param name="Content">The exact bytes.</param>
public sealed record RegistryManifest(string Digest, string MediaType, byte[] Content);

/// <summary>One repository of a registry, by the OCI Distribution specification 1.1, with Azure's token exchange.</summary>
/// <remarks>
/// Digests are verified on the way in and out. Requests that are safe to repeat are repeated on 429 and 5xx. Tokens are
/// asked for as the registry's challenge says, and are never logged.
/// </remarks>
public sealed class RegistryClient
{
    private const int Attempts = 4;

    private readonly AzureCloud _cloud;
    private readonly HttpClient _http;
    private readonly Uri _registry;
    private readonly string _repository;
    private string? _token;

    /// <param name="cloud">Whose credential signs in.</param>
    /// <param name="loginServer">The registry's host, with its port where that is not 443.</param>
    /// <param name="repository">For example <c>support-agent</c>.</param>
    public RegistryClient(AzureCloud cloud, string loginServer, string repository)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        _cloud = cloud;
        _http = cloud.CreateHttpClient();
        _registry = new Uri($"https://{loginServer}/");
        _repository = repository;
        LoginServer = loginServer;
    }

    public string LoginServer { get; }

    /// <summary>How many requests were sent, retries and sign-in included.</summary>
    public int Requests { get; private set; }

    /// <summary>The reference by digest, as a deployment names it.</summary>
    public string Reference(string digest) => $"{LoginServer}/{_repository}@{digest}";

    public async Task<bool> HasBlobAsync(string digest, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Head, $"blobs/{digest}", null, cancellationToken, 404);
        return response.IsSuccessStatusCode;
    }

    public async Task<bool> HasManifestAsync(string reference, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Head, $"manifests/{reference}", null, cancellationToken, 404);
        return response.IsSuccessStatusCode;
    }

    /// <summary>Uploads a blob in one piece; the registry checks the digest.</summary>
    public async Task UploadBlobAsync(string digest, Func<Stream> open, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(open);
        using var started = await SendAsync(HttpMethod.Post, "blobs/uploads/", () => new ByteArrayContent([]), cancellationToken);
        var location = started.Headers.Location
            ?? throw new AzureCloudException($"Registry {LoginServer} started an upload and named no location. Nothing was published. Is {LoginServer} a registry?");
        var target = new UriBuilder(new Uri(_registry, location));
        if (target.Host != _registry.Host || target.Scheme != _registry.Scheme || target.Port != _registry.Port)
        {
            throw new AzureCloudException($"Registry {LoginServer} sends an upload to {target.Host}. Nothing was published: the token is for {LoginServer} only. Find out who changes the registry.");
        }

        target.Query = (target.Query.Length > 1 ? target.Query[1..] + "&" : "") + $"digest={Uri.EscapeDataString(digest)}";
        using var response = await SendAsync(HttpMethod.Put, target.Uri, () =>
        {
            var content = new StreamContent(open());
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            return content;
        }, cancellationToken);
    }

    /// <returns>Null if there is none.</returns>
    /// <exception cref="InvalidDataException">The bytes do not have the digest that was asked for.</exception>
    public async Task<RegistryManifest?> GetManifestAsync(string reference, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, $"manifests/{reference}", null, cancellationToken, 404);
        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new RegistryManifest(Verified(reference, content), response.Content.Headers.ContentType?.MediaType ?? "", content);
    }

    /// <exception cref="InvalidDataException">The bytes do not have the digest that was asked for.</exception>
    public async Task<byte[]> GetBlobAsync(string digest, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, $"blobs/{digest}", null, cancellationToken);
        var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        Verified(digest, content);
        return content;
    }

    /// <summary>Copies a blob without holding it in memory. Its digest is the caller's to check.</summary>
    /// <returns>False if there is none.</returns>
    public async Task<bool> DownloadBlobAsync(string digest, Stream destination, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, $"blobs/{digest}", null, cancellationToken, 404);
        if (!response.IsSuccessStatusCode)
        {
            return false;
        }

        await response.Content.CopyToAsync(destination, cancellationToken);
        return true;
    }

    /// <param name="reference">A tag, or the manifest's digest.</param>
    /// <param name="mediaType">The manifest's media type.</param>
    /// <param name="content">The exact bytes.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task PutManifestAsync(string reference, string mediaType, byte[] content, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Put, $"manifests/{reference}", () =>
        {
            var body = new ByteArrayContent(content);
            body.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
            return body;
        }, cancellationToken);
    }

    /// <summary>Digests of the manifests whose subject is <paramref name="digest"/>, with their artifact types.</summary>
    public async Task<IReadOnlyList<(string Digest, string ArtifactType)>> GetReferrersAsync(string digest, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, $"referrers/{digest}", null, cancellationToken, 404);
        if (!response.IsSuccessStatusCode)
        {
            return [];
        }

        var index = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        return [.. (index?["manifests"]?.AsArray() ?? []).Select(entry => ((string)entry!["digest"]!, (string?)entry["artifactType"] ?? ""))];
    }

    private static string Verified(string reference, byte[] content)
    {
        var actual = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));
        return !reference.StartsWith("sha256:", StringComparison.Ordinal) || actual == reference
            ? actual
            : throw new InvalidDataException($"The registry sent {actual} where {reference} was asked for. It was not used. Push the image again, or find out who changes the registry.");
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Func<HttpContent>? content, CancellationToken cancellationToken, params int[] accepted) =>
        SendAsync(method, new Uri(_registry, $"v2/{_repository}/{path}"), content, cancellationToken, accepted);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, Func<HttpContent>? content, CancellationToken cancellationToken, params int[] accepted)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, address) { Content = content?.Invoke() };
            if (_token is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
            }

            request.Headers.Accept.ParseAdd("application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.v2+json, */*");
            var response = await CallAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode || accepted.Contains((int)response.StatusCode))
            {
                return response;
            }

            using (response)
            {
                var status = (int)response.StatusCode;
                if (status == 401 && attempt == 1 && response.Headers.WwwAuthenticate.FirstOrDefault(header => header.Scheme == "Bearer") is { } challenge)
                {
                    _token = await SignInAsync(challenge.Parameter ?? "", cancellationToken);
                    continue;
                }

                if ((status == 429 || status >= 500) && attempt < Attempts)
                {
                    await Task.Delay(response.Headers.RetryAfter?.Delta ?? _cloud.RetryDelay * attempt, _cloud.Time, cancellationToken);
                    continue;
                }

                var text = await response.Content.ReadAsStringAsync(cancellationToken);
                throw new AzureCloudException(
                    $"Registry {LoginServer} refused {method} {address.AbsolutePath}: {status} {Explain(text)} {Next(status)}");
            }
        }
    }

    private async Task<HttpResponseMessage> CallAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new AzureCloudException($"Registry {LoginServer} cannot be reached: {e.Message}. Nothing was published. Check the network, or ./build.sh Status for the emulator.", e);
        }
    }

    /// <summary>Azure's exchange: the cloud's token for a refresh token, and that for an access token of the challenge's scope.</summary>
    private async Task<string> SignInAsync(string challenge, CancellationToken cancellationToken)
    {
        var parts = challenge.Split(',').Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .ToDictionary(part => part[0].Trim(), part => part[1].Trim().Trim('"'), StringComparer.OrdinalIgnoreCase);
        if (!parts.TryGetValue("service", out var service))
        {
            throw new AzureCloudException($"Registry {LoginServer} asks for a sign-in that is not Azure's ({challenge}). Nothing was sent there.");
        }

        // The challenge of a pull names pull only; what follows may be a push.
        var scope = $"repository:{_repository}:pull,push";
        var token = await _cloud.Credential.GetTokenAsync(new TokenRequestContext([_cloud.ResourceManagerScope]), cancellationToken);
        var refresh = await ExchangeAsync("oauth2/exchange", "refresh_token", new() { ["grant_type"] = "access_token", ["service"] = service, ["access_token"] = token.Token }, cancellationToken);
        return await ExchangeAsync("oauth2/token", "access_token", new() { ["grant_type"] = "refresh_token", ["service"] = service, ["scope"] = scope, ["refresh_token"] = refresh }, cancellationToken);
    }

    private async Task<string> ExchangeAsync(string path, string wanted, Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_registry, path)) { Content = new FormUrlEncodedContent(form) };
        using var response = await CallAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode && (string?)JsonNode.Parse(text)?[wanted] is { } token
            ? token
            : throw new AzureCloudException($"Registry {LoginServer} did not accept the sign-in ({(int)response.StatusCode}). Nothing was published. Give the identity AcrPush on the registry, or sign in again.");
    }

    private static string Explain(string body)
    {
        try
        {
            var error = JsonNode.Parse(body)?["errors"]?[0];
            return $"{(string?)error?["code"]}: {(string?)error?["message"]}.";
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return "";
        }
    }

    private static string Next(int status) => status switch
    {
        401 or 403 => "Give the identity AcrPush on the registry, then run ./build.sh Push again.",
        404 => "The repository or blob is not there: run ./build.sh Push.",
        507 => "Its disk is full. Make room, then run the same command again.",
        _ => "What was published before is intact; run the same command again.",
    };
}
