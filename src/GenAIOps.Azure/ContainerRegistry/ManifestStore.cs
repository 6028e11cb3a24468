using System.Net;
using System.Net.Http.Headers;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>Manifests of one repository, by tag or digest, verified on the way in and out.</summary>
internal sealed class ManifestStore(RegistryTransport transport, RegistryAddress address, AzureCloud cloud, string repository)
{
    /// <summary>What registries take at most, by the specification's own advice.</summary>
    private const int Longest = 4 << 20;

    public async Task<bool> HasAsync(string reference, CancellationToken cancellationToken)
    {
        using var response = await transport.SendAsync(new RegistryRequest(HttpMethod.Head, At(reference), HttpStatusCode.NotFound), cancellationToken);
        return response.IsSuccessStatusCode;
    }

    public async Task<RegistryManifest?> GetAsync(string reference, CancellationToken cancellationToken)
    {
        using var response = await transport.SendAsync(new RegistryRequest(HttpMethod.Get, At(reference), HttpStatusCode.NotFound), cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        var content = await ReadAsync(response, transport.Stall, cancellationToken);
        Verify(reference.Contains(':', StringComparison.Ordinal) ? OciDigest.Parse(reference) : null, content);
        Verify(Said(response), content);
        return new RegistryManifest(OciDigest.TryParse(reference)?.Text ?? OciDigest.Of(content), response.Content.Headers.ContentType?.MediaType ?? "", content);
    }

    /// <returns>Whether the registry has entered it with what it refers to (<c>OCI-Subject</c>).</returns>
    public async Task<bool> PutAsync(string reference, string mediaType, byte[] content, CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(HttpMethod.Put, At(reference), HttpStatusCode.BadRequest)
        {
            Content = () => new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } },
        };
        for (var attempt = 1; ; attempt++)
        {
            using var response = await transport.SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return Said(response) is not { } said || said.IsOf(content)
                    ? response.Headers.Contains("OCI-Subject")
                    : throw new InvalidDataException($"Registry {address.LoginServer} says that it stored {said} as {reference}, where {OciDigest.Of(content)} was sent. Do not use it. Find out who changes the registry.");
            }

            // The digest is that of the bytes. docker-registry says otherwise while somebody else writes a blob of the manifest: its link to it is empty for a moment.
            var (code, refusal) = await transport.RefusedAsync(request, response, cancellationToken);
            if (code != "DIGEST_INVALID" || attempt == RegistryRetries.Attempts) throw refusal;
            await Task.Delay(RegistryRetries.Backoff(cloud, attempt), cloud.Time, cancellationToken);
        }
    }

    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, TimeSpan stall, CancellationToken cancellationToken)
    {
        try
        {
            return await ResponseBody.ReadAsync(response, Longest, stall, cancellationToken);
        }
        catch (BrokenConnectionException broken)
        {
            throw new AzureCloudException($"The registry broke off {response.RequestMessage?.RequestUri?.AbsolutePath}: {broken.Message}. It was not used. Run the same command again.", broken);
        }
    }

    private void Verify(OciDigest? wanted, byte[] content)
    {
        if (wanted?.IsOf(content) == false)
        {
            throw new InvalidDataException($"Registry {address.LoginServer} sent {OciDigest.Of(content)} where {wanted} was due. It was not used. Push the image again, or find out who changes the registry.");
        }
    }

    private static OciDigest? Said(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Docker-Content-Digest", out var values) ? OciDigest.TryParse(values.First()) : null;

    private Uri At(string reference) => new(address.Root, $"v2/{repository}/manifests/{RepositoryNames.CheckedReference(reference)}");
}
