using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>What refers to a manifest: by the referrers API, and where a registry has none by an index under a tag.</summary>
/// <remarks>OCI Distribution 1.1, "Listing Referrers", "Referrers Tag Schema", "Pushing Manifests with Subject".</remarks>
internal sealed class Referrers(RegistryTransport transport, RegistryAddress address, ManifestStore manifests, AzureCloud cloud, string repository)
{
    private const string IndexType = "application/vnd.oci.image.index.v1+json";
    private const int Rounds = 8;
    private const int MostPages = 1000;
    private static readonly TimeSpan LongestLook = TimeSpan.FromMilliseconds(200);

    // Writers of this process take turns; only those of others can come between reading an index and writing it.
    private static readonly SemaphoreSlim OneWriter = new(1, 1);

    private bool _hasNoApi;

    public async Task<IReadOnlyList<OciDescriptor>> ListAsync(string subject, string? artifactType, CancellationToken cancellationToken)
    {
        var found = (_hasNoApi ? null : await AskAsync(subject, artifactType, cancellationToken)) ?? await IndexAsync(subject, cancellationToken);
        return [.. found.Where(each => artifactType is null || each.ArtifactType == artifactType)];
    }

    /// <summary>Enters a manifest in its subject's index. Writers who do the same at the same time overwrite each other, so each looks whether its entry stayed.</summary>
    public async Task AddAsync(string subject, OciDescriptor referrer, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            if (await IsEnteredAsync(subject, referrer, cancellationToken))
            {
                return;
            }

            await Task.Delay(Look(), cloud.Time, cancellationToken);
        }

        throw new AzureCloudException($"Registry {address.LoginServer} has no referrers API, and other writers took {referrer.Digest} out of the index {Tag(subject)} {Rounds} times. The manifest is stored; it is not listed. Run the same command again.");
    }

    /// <returns>Whether the entry was there already.</returns>
    private async Task<bool> IsEnteredAsync(string subject, OciDescriptor referrer, CancellationToken cancellationToken)
    {
        await OneWriter.WaitAsync(cancellationToken);
        try
        {
            var there = await IndexAsync(subject, cancellationToken);
            if (there.Any(each => each.Digest == referrer.Digest))
            {
                return true;
            }

            await manifests.PutAsync(Tag(subject), IndexType, Index([.. there, referrer]), cancellationToken);
            return false;
        }
        finally
        {
            OneWriter.Release();
        }
    }

    /// <summary>The tag of the index of what refers to a digest: <c>sha256-</c> and its digits.</summary>
    internal static string Tag(string digest)
    {
        var colon = digest.IndexOf(':', StringComparison.Ordinal);
        return $"{Cut(digest[..colon], 32)}-{Cut(digest[(colon + 1)..], 64)}";
    }

    private TimeSpan Look()
    {
        var pause = cloud.RetryDelay < LongestLook ? cloud.RetryDelay : LongestLook;
        return pause * (1 + Random.Shared.NextDouble());
    }

    /// <returns>Null if the registry has no such API.</returns>
    private async Task<IReadOnlyList<OciDescriptor>?> AskAsync(string subject, string? artifactType, CancellationToken cancellationToken)
    {
        var found = new List<OciDescriptor>();
        var filter = artifactType is null ? "" : $"?artifactType={Uri.EscapeDataString(artifactType)}";
        Uri? page = new(address.Root, $"v2/{repository}/referrers/{subject}{filter}");
        for (var pages = 0; page is not null; pages++)
        {
            if (pages == MostPages || !address.IsSameServer(page))
            {
                throw new InvalidDataException($"Registry {address.LoginServer} lists what refers to {subject} {(pages == MostPages ? $"on more than {MostPages} pages" : $"at {page.Authority}")}. It was not used. Find out who changes the registry.");
            }

            using var response = await transport.SendAsync(new RegistryRequest(HttpMethod.Get, page, HttpStatusCode.NotFound), cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                _hasNoApi = pages == 0;
                return _hasNoApi ? null : found;
            }

            found.AddRange(Read(await ManifestStore.ReadAsync(response, transport.Stall, cancellationToken), subject));
            page = Next(response, page);
        }

        return found;
    }

    private async Task<IReadOnlyList<OciDescriptor>> IndexAsync(string subject, CancellationToken cancellationToken) =>
        await manifests.GetAsync(Tag(subject), cancellationToken) is { } index ? Read(index.Content, subject) : [];

    private IReadOnlyList<OciDescriptor> Read(byte[] content, string subject)
    {
        try
        {
            return OciManifest.Parse(content).Manifests;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"Registry {address.LoginServer}: the list of what refers to {subject} cannot be read. {e.Message} Nothing was changed. Find out who wrote it.", e);
        }
    }

    private static Uri? Next(HttpResponseMessage response, Uri page)
    {
        if (!response.Headers.TryGetValues("Link", out var links))
        {
            return null;
        }

        var next = links.SelectMany(link => link.Split(',')).FirstOrDefault(link => link.Contains("rel=\"next\"", StringComparison.OrdinalIgnoreCase) || link.Contains("rel=next", StringComparison.OrdinalIgnoreCase));
        var (start, end) = (next?.IndexOf('<', StringComparison.Ordinal) ?? -1, next?.IndexOf('>', StringComparison.Ordinal) ?? -1);
        return start >= 0 && end > start && Uri.TryCreate(page, next![(start + 1)..end], out var target) ? target : null;
    }

    private static byte[] Index(IReadOnlyList<OciDescriptor> entries) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = IndexType,
        ["manifests"] = new JsonArray([.. entries.Select(Entry)]),
    }.ToJsonString());

    private static JsonObject Entry(OciDescriptor each)
    {
        var entry = new JsonObject { ["mediaType"] = each.MediaType, ["digest"] = each.Digest, ["size"] = each.Size };
        if (each.ArtifactType is not null)
        {
            entry["artifactType"] = each.ArtifactType;
        }

        if (each.Annotations.Count > 0)
        {
            entry["annotations"] = new JsonObject([.. each.Annotations.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))]);
        }

        return entry;
    }

    private static string Cut(string text, int longest) => text.Length > longest ? text[..longest] : text;
}
