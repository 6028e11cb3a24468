using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Registry;

/// <summary>What an image's config says about running it (OCI Image 1.1, "Image Configuration").</summary>
internal sealed record ImageConfig(IReadOnlyList<string> Entrypoint, IReadOnlyList<string> Cmd, string WorkingDir, IReadOnlyDictionary<string, string> Environment)
{
    public static ImageConfig Parse(JsonObject? config)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal);
        foreach (string pair in Strings(config?["Env"]))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) environment[pair[..equals]] = pair[(equals + 1)..];
        }
        string folder = (string?)config?[nameof(WorkingDir)] is { Length: > 0 } given ? given : "/";
        return new ImageConfig(Strings(config?[nameof(Entrypoint)]), Strings(config?[nameof(Cmd)]), folder, environment);
    }

    private static string[] Strings(JsonNode? node) => node is JsonArray array ? [.. array.Select(item => (string)item!)] : [];
}

/// <summary>An image on disk.</summary>
/// <param name="RootFolder">What is <c>/</c> inside a container.</param>
internal sealed record UnpackedImage(Digest Digest, string RootFolder, ImageConfig Config)
{
    public IEnumerable<string> SearchPath =>
        (Config.Environment.GetValueOrDefault("PATH") ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Where an absolute path of the image is on this machine; it never leaves the root folder.</summary>
    public string Map(string path)
    {
        IEnumerable<string> parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part is not "." and not "..");
        return Path.Combine([RootFolder, .. parts]);
    }
}

/// <summary>Unpacks images of the registry under <c>images/</c>, each digest once.</summary>
internal sealed partial class ImageStore(EmulatorInstance instance, BlobStore blobs, Repositories repositories, TimeProvider time) : IDisposable
{
    /// <summary>An image that nothing was started from for so long is unpacked again when needed.</summary>
    private static readonly TimeSpan UnusedLifetime = TimeSpan.FromDays(7);
    private readonly SemaphoreSlim _unpacking = new(1, 1);
    private readonly string _images = Path.Combine(instance.State, "images");

    /// <summary>At the start, when nothing runs: removes what was cut off while unpacking, and what is not used any more.</summary>
    public void Sweep()
    {
        if (!Directory.Exists(_images)) return;
        DateTime oldest = time.GetUtcNow().UtcDateTime - UnusedLifetime;
        foreach (string folder in Directory.EnumerateDirectories(_images).Where(folder => StateFile.IsTemporary(folder) || Directory.GetLastWriteTimeUtc(folder) < oldest).ToList())
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <exception cref="WorkloadStartException">The image is not in the registry, or cannot be unpacked safely.</exception>
    public async Task<UnpackedImage> UnpackAsync(string reference, CancellationToken cancellationToken)
    {
        (string repository, Digest digest) = Find(reference);
        (JsonObject manifest, digest) = await ReadManifestAsync(repository, digest, reference, cancellationToken);
        string folder = Path.Combine(_images, digest.Hex);
        JsonObject config = await ReadJsonAsync(DigestOf(manifest["config"], reference), reference, cancellationToken);
        await _unpacking.WaitAsync(cancellationToken);
        try
        {
            if (!Directory.Exists(folder)) await UnpackAsync(manifest, folder, reference, cancellationToken);
            Directory.SetLastWriteTimeUtc(folder, time.GetUtcNow().UtcDateTime);
        }
        finally
        {
            _unpacking.Release();
        }
        return new UnpackedImage(digest, Path.Combine(folder, "rootfs"), ImageConfig.Parse(config["config"] as JsonObject));
    }

    public void Dispose() => _unpacking.Dispose();

    /// <exception cref="WorkloadStartException">The reference does not name an image of this registry.</exception>
    public (string Repository, Digest Digest) Find(string reference)
    {
        Match match = Reference().Match(reference);
        if (!match.Success || match.Groups["host"].Value != instance.LoginServer)
            throw new WorkloadStartException($"Image '{reference}' is not in this registry: its name must start with {instance.LoginServer}/. Push it there first.");
        string repository = match.Groups["name"].Value;
        string wanted = match.Groups["digest"] is { Success: true } digest ? digest.Value : match.Groups["tag"] is { Success: true } tag ? tag.Value : "latest";
        return repositories.Resolve(repository, wanted) is { } found && repositories.GetManifest(repository, found) is not null
            ? (repository, found)
            : throw new WorkloadStartException($"Image '{reference}' is not in the registry: MANIFEST_UNKNOWN: repository '{repository}' has no manifest {wanted}. Push it first.");
    }

    private async Task<(JsonObject, Digest)> ReadManifestAsync(string repository, Digest digest, string reference, CancellationToken cancellationToken)
    {
        JsonObject manifest = await ReadJsonAsync(digest, reference, cancellationToken);
        if (manifest["manifests"] is not JsonArray entries) return (manifest, digest);
        string architecture = RuntimeInformation.OSArchitecture is Architecture.Arm64 ? "arm64" : "amd64";
        JsonNode? entry = entries.FirstOrDefault(each => (string?)each!["platform"]?["os"] == "linux" && (string?)each["platform"]?["architecture"] == architecture)
            ?? entries.FirstOrDefault();
        Digest chosen = DigestOf(entry, reference);
        return repositories.GetManifest(repository, chosen) is null
            ? throw new WorkloadStartException($"Image '{reference}' is an index whose manifest {chosen} is not in the registry.")
            : (await ReadJsonAsync(chosen, reference, cancellationToken), chosen);
    }

    private async Task UnpackAsync(JsonObject manifest, string folder, string reference, CancellationToken cancellationToken)
    {
        string temporary = StateFile.Temporary(folder);
        try
        {
            LayerExtractor extractor = new(Path.Combine(temporary, "rootfs"));
            foreach (JsonNode? layer in manifest["layers"] as JsonArray ?? [])
            {
                await using FileStream blob = blobs.Open(DigestOf(layer, reference));
                await extractor.ExtractAsync(blob, (string?)layer!["mediaType"] ?? "", cancellationToken);
            }
            Directory.Move(temporary, folder);
        }
        catch (Exception error) when (error is InvalidDataException or FileNotFoundException)
        {
            throw new WorkloadStartException($"Image '{reference}' cannot be unpacked: {error.Message} Nothing of it was kept.", error);
        }
        finally
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
        }
    }

    private async Task<JsonObject> ReadJsonAsync(Digest digest, string reference, CancellationToken cancellationToken)
    {
        try
        {
            await using FileStream blob = blobs.Open(digest);
            return (await JsonNode.ParseAsync(blob, cancellationToken: cancellationToken))!.AsObject();
        }
        catch (Exception error) when (error is FileNotFoundException or JsonException or InvalidOperationException)
        {
            throw new WorkloadStartException($"Image '{reference}' cannot be read: {digest} is missing or is not JSON.", error);
        }
    }

    private static Digest DigestOf(JsonNode? descriptor, string reference) => Digest.TryParse((string?)descriptor?["digest"], out Digest digest)
        ? digest
        : throw new WorkloadStartException($"Image '{reference}' cannot be read: a descriptor in its manifest has no sha256 digest.");

    [GeneratedRegex(@"^(?<host>[^/@]+)/(?<name>[a-z0-9][a-z0-9._/-]*?)(?::(?<tag>[\w][\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
