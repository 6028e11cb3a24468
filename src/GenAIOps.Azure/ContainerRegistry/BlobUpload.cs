using System.Globalization;
using System.Net;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>Sends a blob in one piece or several, goes on where the registry stands after a break, and starts again once where it has forgotten.</summary>
/// <remarks>OCI Distribution 1.1, "Pushing blobs". The digest is judged here before the last bytes go out, and by the registry after.</remarks>
internal sealed class BlobUpload(RegistryTransport transport, RegistryAddress address, AzureCloud cloud, string repository, long chunkSize)
{
    private static readonly HttpStatusCode[] Forgotten = [HttpStatusCode.NotFound, HttpStatusCode.Gone, HttpStatusCode.BadRequest, HttpStatusCode.RequestedRangeNotSatisfiable];

    private Uri Uploads => new(address.Root, $"v2/{repository}/blobs/uploads/");

    /// <summary>Asks the registry to take a blob over from another of its repositories.</summary>
    /// <returns>Null if it did; else the upload that it began instead.</returns>
    public async Task<UploadSession?> MountAsync(OciDigest digest, string from, CancellationToken cancellationToken)
    {
        var place = new Uri(Uploads, $"?mount={Uri.EscapeDataString(digest.Text)}&from={Uri.EscapeDataString(from)}");
        using var response = await transport.SendAsync(new RegistryRequest(HttpMethod.Post, place) { Content = Empty }, cancellationToken);
        return response.StatusCode == HttpStatusCode.Created ? null : Begun(response);
    }

    /// <param name="digest">Of the whole blob.</param>
    /// <param name="open">Gives the bytes from the start, the same each time.</param>
    /// <param name="begun">An upload that nothing was sent to yet; null: one is begun.</param>
    /// <param name="has">Whether the registry has the blob.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    /// <exception cref="InvalidDataException">The bytes do not have the digest; nothing was published.</exception>
    /// <exception cref="AzureCloudException">The registry refused, cannot be reached, or forgot the upload twice.</exception>
    public async Task SendAsync(OciDigest digest, Func<Stream> open, UploadSession? begun, Func<Task<bool>> has, CancellationToken cancellationToken)
    {
        using var source = new BlobSource(digest, open);
        for (var isSecond = false; ; isSecond = true)
        {
            var session = begun ?? await BeginAsync(cancellationToken);
            begun = null;
            try
            {
                await SendAsync(source, session, cancellationToken);
                return;
            }
            catch (UploadGoneException gone)
            {
                // The last answer may have been lost after everything was done.
                if (await has())
                {
                    return;
                }

                if (isSecond)
                {
                    throw new AzureCloudException($"Registry {address.LoginServer} did not keep the upload of blob {digest}, twice: {gone.Message}. The blob was not published; what was published before is intact. Run the same command again.", gone);
                }
            }
            catch (InvalidDataException)
            {
                await session.CancelAsync(cancellationToken);
                throw;
            }
        }
    }

    private async Task SendAsync(BlobSource source, UploadSession session, CancellationToken cancellationToken)
    {
        var length = source.Length();
        for (var failures = 0; ;)
        {
            try
            {
                if (await SendNextAsync(source, session, length, cancellationToken))
                {
                    return;
                }

                failures = 0;
            }
            catch (BrokenConnectionException broken)
            {
                if (++failures == RegistryRetries.Attempts)
                {
                    throw new AzureCloudException($"Registry {address.LoginServer} broke off the upload of blob {source.Digest} {failures} times: {broken.Message}. The blob was not published; what was published before is intact. Check the network, then run the same command again.", broken);
                }

                await Task.Delay(broken.RetryAfter ?? RegistryRetries.Backoff(cloud, failures), cloud.Time, cancellationToken);
                await session.ResumeAsync(cancellationToken);
                if (session.Offset > (length ?? long.MaxValue))
                {
                    throw new UploadGoneException($"the registry says that it has {session.Offset} bytes of {length}");
                }
            }
        }
    }

    /// <returns>Whether that was all.</returns>
    private async Task<bool> SendNextAsync(BlobSource source, UploadSession session, long? length, CancellationToken cancellationToken)
    {
        var piece = Math.Max(chunkSize, session.LeastPiece);
        var offset = session.Offset;
        var isLast = length is null || length - offset <= piece;
        var count = isLast ? length - offset : piece;
        BlobContent? sent = null;
        var request = new RegistryRequest(isLast ? HttpMethod.Put : HttpMethod.Patch, isLast ? WithDigest(session.Location, source.Digest) : session.Location, Forgotten)
        {
            MayRepeat = false,
            Content = () => sent = Piece(source, offset, count, isLast),
        };
        var response = await transport.SendAsync(request, cancellationToken);
        await CheckAsync(request, response, session, cancellationToken);
        using (response)
        {
            if (isLast)
            {
                sent?.Hash?.Dispose();
                CheckDigest(response, source.Digest);
                return true;
            }

            session.Took(response, offset + count!.Value);
            source.Sent(session.Offset, sent!.Hash ?? throw new UploadGoneException("the registry answered before it had read the piece"));
            return false;
        }
    }

    private static BlobContent Piece(BlobSource source, long offset, long? count, bool isLast)
    {
        var content = new BlobContent(source, offset, count, isLast);
        if (count > 0 && !(isLast && offset == 0))
        {
            content.Headers.TryAddWithoutValidation("Content-Range", string.Create(CultureInfo.InvariantCulture, $"{offset}-{offset + count - 1}"));
        }

        return content;
    }

    private async Task CheckAsync(RegistryRequest request, HttpResponseMessage response, UploadSession session, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var (code, refused) = await transport.RefusedAsync(request, response, cancellationToken);

        // After a resumption it may be the registry's count that was wrong, and not the bytes.
        var mayBeForgotten = response.StatusCode != HttpStatusCode.BadRequest || code is "BLOB_UPLOAD_INVALID" or "BLOB_UPLOAD_UNKNOWN" || (code is "DIGEST_INVALID" && session.WasResumed);
        throw mayBeForgotten && code is not ("NAME_UNKNOWN" or "NAME_INVALID") ? new UploadGoneException(refused.Message.TrimEnd('.')) : refused;
    }

    private void CheckDigest(HttpResponseMessage response, OciDigest digest)
    {
        if (response.Headers.TryGetValues("Docker-Content-Digest", out var values) && OciDigest.TryParse(values.First()) is { } said && said.Algorithm == digest.Algorithm && said != digest)
        {
            throw new InvalidDataException($"Registry {address.LoginServer} says that it stored {said} where {digest} was sent. Do not use it. Find out who changes the registry.");
        }
    }

    private async Task<UploadSession> BeginAsync(CancellationToken cancellationToken)
    {
        using var response = await transport.SendAsync(new RegistryRequest(HttpMethod.Post, Uploads) { Content = Empty }, cancellationToken);
        return Begun(response);
    }

    private UploadSession Begun(HttpResponseMessage response)
    {
        var session = new UploadSession(transport, address);
        session.Begin(response);
        return session;
    }

    private static Uri WithDigest(Uri location, OciDigest digest)
    {
        var target = new UriBuilder(location);
        target.Query = (target.Query.Length > 1 ? target.Query[1..] + "&" : "") + $"digest={Uri.EscapeDataString(digest.Text)}";
        return target.Uri;
    }

    private static ByteArrayContent Empty() => new([]);
}
