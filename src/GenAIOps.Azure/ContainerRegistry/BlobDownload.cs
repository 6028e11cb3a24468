using System.Net;
using System.Net.Http.Headers;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>Streams a blob out of the registry, goes on where a broken connection left off, and verifies the digest of the whole.</summary>
internal sealed class BlobDownload(RegistryTransport transport, RegistryAddress address, AzureCloud cloud)
{
    /// <param name="digest">What the bytes must have.</param>
    /// <param name="blob">The blob's address.</param>
    /// <param name="take">Takes the bytes in order; what it took is worth nothing until this has returned true.</param>
    /// <param name="cancellationToken">Cancels the transfer.</param>
    /// <returns>False if the registry has no such blob.</returns>
    /// <exception cref="InvalidDataException">The bytes do not have the digest.</exception>
    public async Task<bool> CopyAsync(OciDigest digest, Uri blob, Func<ReadOnlyMemory<byte>, ValueTask> take, CancellationToken cancellationToken)
    {
        using var hash = digest.CreateHash();
        long received = 0;
        for (var failures = 0; ;)
        {
            var from = received;
            using var response = await transport.SendAsync(Request(blob, from), cancellationToken);
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return received == 0 ? false : throw Broken(digest, "the blob was deleted meanwhile", null);
            }

            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                break;
            }

            try
            {
                var skip = SkippedBy(response, digest, from);
                await ResponseBody.CopyAsync(response, async part =>
                {
                    var fresh = part[(int)Math.Min(skip, part.Length)..];
                    skip -= part.Length - fresh.Length;
                    hash.AppendData(fresh.Span);
                    received += fresh.Length;
                    await take(fresh);
                }, transport.Stall, cancellationToken);
                break;
            }
            catch (BrokenConnectionException broken)
            {
                failures = received > from ? 1 : failures + 1;
                if (failures == RegistryRetries.Attempts)
                {
                    throw Broken(digest, broken.Message, broken);
                }

                await Task.Delay(RegistryRetries.Backoff(cloud, failures), cloud.Time, cancellationToken);
            }
        }

        return digest.Name(hash) is var actual && actual == digest.Text
            ? true
            : throw new InvalidDataException($"Blob {digest} of registry {address.LoginServer} is damaged: it sent {received} bytes of {actual}. They were not used. Push it again, or find out who changes the registry.");
    }

    private static RegistryRequest Request(Uri blob, long from) => new(HttpMethod.Get, blob, from == 0 ? [HttpStatusCode.NotFound] : [HttpStatusCode.NotFound, HttpStatusCode.RequestedRangeNotSatisfiable])
    {
        Range = from == 0 ? null : new RangeHeaderValue(from, null),
    };

    /// <summary>A registry need not know of ranges, and then sends everything again.</summary>
    private long SkippedBy(HttpResponseMessage response, OciDigest digest, long from)
    {
        if (response.StatusCode != HttpStatusCode.PartialContent)
        {
            return from;
        }

        return response.Content.Headers.ContentRange?.From == from
            ? 0
            : throw new InvalidDataException($"Registry {address.LoginServer} was asked for blob {digest} from byte {from} on and sent '{response.Content.Headers.ContentRange}'. It was not used. Find out who changes the registry.");
    }

    private AzureCloudException Broken(OciDigest digest, string problem, Exception? cause) =>
        new($"Registry {address.LoginServer} broke off blob {digest}: {problem}. It was not used. Check the network, then run the same command again.", cause);
}
