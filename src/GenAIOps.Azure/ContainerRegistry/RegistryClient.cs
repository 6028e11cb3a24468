using System.Net;

namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>A manifest as the registry holds it.</summary>
/// <param name="Digest">Computed from the bytes, not believed.</param>
/// <param name="MediaType">As the registry says.</param>
/// <param name="Content">The exact bytes.</param>
public sealed record RegistryManifest(string Digest, string MediaType, byte[] Content);

/// <summary>How a blob came to be in a repository.</summary>
public enum BlobArrival
{
    /// <summary>It was there.</summary>
    Found,

    /// <summary>The registry took it over from another of its repositories.</summary>
    Mounted,

    /// <summary>It was sent.</summary>
    Uploaded,
}

/// <summary>One repository of a registry, by the OCI Distribution specification 1.1. May be used from several threads.</summary>
/// <remarks>
/// Digests are verified on the way in and out. Requests that are safe to repeat are repeated on 408, 429, 5xx and broken
/// connections; uploads and downloads go on where they broke off. It signs in as the registry asks: Azure's token exchange,
/// a Bearer token, Basic, or not at all. What it signs in with is never logged.
/// </remarks>
public sealed class RegistryClient
{
    /// <summary>Bytes that <see cref="GetBlobAsync"/> holds in memory at most.</summary>
    private const int LongestInMemory = 64 << 20;


    private readonly RegistryAddress _address;
    private readonly string _repository;
    private readonly RegistryWire _wire;
    private readonly RegistrySignIn _signIn;
    private readonly RegistryTransport _transport;
    private readonly ManifestStore _manifests;
    private readonly Referrers _referrers;
    private readonly BlobUpload _upload;
    private readonly BlobDownload _download;

    /// <param name="cloud">Whose connections, clock and credential are used.</param>
    /// <param name="loginServer">The registry's host, with its port where that is not 443. <c>http://</c> before it is for registries on this machine without TLS.</param>
    /// <param name="repository">For example <c>support-agent</c>.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="AzureCloudException">The host, the repository or an option cannot be.</exception>
    public RegistryClient(AzureCloud cloud, string loginServer, string repository, RegistryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        ArgumentNullException.ThrowIfNull(repository);
        var given = (options ?? new RegistryOptions()).Checked();
        _address = RegistryAddress.Parse(loginServer);
        _repository = RepositoryNames.Checked(repository);
        _wire = new RegistryWire(CreateHttpClient(cloud, _address), cloud, given.StallTimeout);
        _signIn = new RegistrySignIn(_address, repository, cloud, given.Credentials, _wire);
        _transport = new RegistryTransport(_address, _wire, _signIn);
        _manifests = new ManifestStore(_transport, _address, cloud, repository);
        _referrers = new Referrers(_transport, _address, _manifests, cloud, repository);
        _upload = new BlobUpload(_transport, _address, cloud, repository, given.ChunkSize);
        _download = new BlobDownload(_transport, _address, cloud);
    }

    /// <summary>The registry's host as it stands in references.</summary>
    public string LoginServer => _address.LoginServer;

    /// <summary>How many requests were sent, retries and sign-in included.</summary>
    public int Requests => _wire.Requests;

    /// <summary>The reference by digest, as a deployment names it.</summary>
    public string Reference(string digest) => $"{LoginServer}/{_repository}@{digest}";

    public async Task<bool> HasBlobAsync(string digest, CancellationToken cancellationToken)
    {
        using var response = await _transport.SendAsync(new RegistryRequest(HttpMethod.Head, Blob(digest), HttpStatusCode.NotFound), cancellationToken);
        return response.IsSuccessStatusCode;
    }

    /// <summary>Whether a tag or a digest names a manifest.</summary>
    public Task<bool> HasManifestAsync(string reference, CancellationToken cancellationToken) => _manifests.HasAsync(reference, cancellationToken);

    /// <summary>Uploads a blob without asking whether it is there.</summary>
    /// <param name="digest">Of the bytes; they are verified before the last of them are sent.</param>
    /// <param name="open">Gives the bytes from the start, the same each time; called again after a broken connection.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    /// <exception cref="InvalidDataException">The bytes do not have the digest; nothing was published.</exception>
    public async Task UploadBlobAsync(string digest, Func<Stream> open, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(open);
        await _upload.SendAsync(OciDigest.Parse(digest), open, null, () => HasBlobAsync(digest, cancellationToken), cancellationToken);
    }

    /// <summary>Sees to it that a blob is in the repository: it is there, or taken over from another repository, or uploaded.</summary>
    /// <param name="digest">Of the bytes; they are verified before the last of them are sent.</param>
    /// <param name="open">Gives the bytes from the start, the same each time.</param>
    /// <param name="mountFrom">Repositories of the same registry that may have the blob.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    /// <exception cref="InvalidDataException">The bytes do not have the digest; nothing was published.</exception>
    public async Task<BlobArrival> EnsureBlobAsync(string digest, Func<Stream> open, IReadOnlyList<string> mountFrom, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(open);
        ArgumentNullException.ThrowIfNull(mountFrom);
        var wanted = OciDigest.Parse(digest);
        if (await HasBlobAsync(digest, cancellationToken))
        {
            return BlobArrival.Found;
        }

        UploadSession? begun = null;
        foreach (var other in mountFrom.Where(other => other != _repository).Select(RepositoryNames.Checked))
        {
            if (begun is not null)
            {
                await begun.CancelAsync(cancellationToken);
            }

            _signIn.AlsoRead(other);
            begun = await _upload.MountAsync(wanted, other, cancellationToken);
            if (begun is null)
            {
                return BlobArrival.Mounted;
            }
        }

        await _upload.SendAsync(wanted, open, begun, () => HasBlobAsync(digest, cancellationToken), cancellationToken);
        return BlobArrival.Uploaded;
    }

    /// <param name="reference">A tag, or the manifest's digest.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>Null if there is none.</returns>
    /// <exception cref="InvalidDataException">The bytes do not have the digest that was asked for, or that the registry says.</exception>
    public Task<RegistryManifest?> GetManifestAsync(string reference, CancellationToken cancellationToken) => _manifests.GetAsync(reference, cancellationToken);

    /// <summary>A small blob: of 64 MiB at most. For others there is <see cref="DownloadBlobAsync"/>.</summary>
    /// <exception cref="InvalidDataException">The bytes do not have the digest that was asked for, or are too many.</exception>
    /// <exception cref="AzureCloudException">There is no such blob.</exception>
    public async Task<byte[]> GetBlobAsync(string digest, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var found = await _download.CopyAsync(OciDigest.Parse(digest), Blob(digest), part =>
        {
            if (content.Length + part.Length > LongestInMemory)
            {
                throw new InvalidDataException($"Blob {digest} has more than {LongestInMemory >> 20} MiB, which is too much to hold in memory. It was not used.");
            }

            content.Write(part.Span);
            return ValueTask.CompletedTask;
        }, cancellationToken);
        return found ? content.ToArray() : throw new AzureCloudException($"Registry {LoginServer} has no blob {digest} in {_repository}. Run ./build.sh Push.");
    }

    /// <summary>Copies a blob without holding it in memory. If this fails, what <paramref name="destination"/> has got must be thrown away.</summary>
    /// <returns>False if there is none.</returns>
    /// <exception cref="InvalidDataException">The bytes do not have the digest that was asked for.</exception>
    public Task<bool> DownloadBlobAsync(string digest, Stream destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return _download.CopyAsync(OciDigest.Parse(digest), Blob(digest), part => destination.WriteAsync(part, cancellationToken), cancellationToken);
    }

    /// <summary>Publishes a manifest. One that has a subject is also listed with what refers to it, where the registry does not see to that itself.</summary>
    /// <param name="reference">A tag, or the manifest's digest.</param>
    /// <param name="mediaType">The manifest's media type.</param>
    /// <param name="content">The exact bytes.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task PutManifestAsync(string reference, string mediaType, byte[] content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var isListed = await _manifests.PutAsync(reference, mediaType, content, cancellationToken);
        if (!isListed && OciManifest.TryParse(content) is { Subject: { } subject } manifest)
        {
            var referrer = new OciDescriptor(mediaType, OciDigest.TryParse(reference)?.Text ?? OciDigest.Of(content), content.Length, manifest.ArtifactType, manifest.Annotations);
            await _referrers.AddAsync(subject.Digest, referrer, cancellationToken);
        }
    }

    /// <summary>Digests of the manifests whose subject is <paramref name="digest"/>, with their artifact types (empty where none is given).</summary>
    public async Task<IReadOnlyList<(string Digest, string ArtifactType)>> GetReferrersAsync(string digest, CancellationToken cancellationToken) =>
        [.. (await ListReferrersAsync(digest, null, cancellationToken)).Select(each => (each.Digest, each.ArtifactType ?? ""))];

    /// <summary>The manifests whose subject is <paramref name="digest"/>, by the referrers API or, where the registry has none, by the index under its tag.</summary>
    /// <param name="digest">Of the subject; it need not exist.</param>
    /// <param name="artifactType">Null: of every type.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public Task<IReadOnlyList<OciDescriptor>> ListReferrersAsync(string digest, string? artifactType, CancellationToken cancellationToken) =>
        _referrers.ListAsync(CheckedDigest(digest), artifactType, cancellationToken);

    // The emulator's connections trust nothing but the emulator.
    private static HttpClient CreateHttpClient(AzureCloud cloud, RegistryAddress address)
    {
        var http = cloud.IsEmulator && !AzureRegistries.IsOf(cloud, address) ? new HttpClient(CloudHandler.System, disposeHandler: false) : cloud.CreateHttpClient();
        http.Timeout = Timeout.InfiniteTimeSpan;
        return http;
    }

    private static string CheckedDigest(string digest) =>
        OciDigest.IsWellFormed(digest) ? digest : throw new InvalidDataException($"'{digest}' is no digest. Nothing was sent. A digest reads sha256: and 64 hexadecimal digits.");

    private Uri Blob(string digest) => new(_address.Root, $"v2/{_repository}/blobs/{CheckedDigest(digest)}");
}
