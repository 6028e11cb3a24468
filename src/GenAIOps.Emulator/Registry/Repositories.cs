using System.Text.Json;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Registry;

/// <summary>What the registry knows of a manifest besides its bytes.</summary>
/// <param name="MediaType">As in the Content-Type it was pushed with.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Subject">The digest of the manifest it is about, or null.</param>
/// <param name="ArtifactType">Its <c>artifactType</c>, else the media type of its config (OCI Distribution 1.1, "Listing Referrers").</param>
internal sealed record ManifestRecord(string MediaType, long Size, string? Subject, string? ArtifactType, JsonObject? Annotations);

/// <summary>Which blobs, manifests and tags each repository has; the bytes are in the <see cref="BlobStore"/>.</summary>
internal sealed class Repositories
{
    private const string Layers = "_layers", Manifests = "_manifests", Tags = "_tags";
    private readonly string _root;
    private readonly BlobStore _blobs;
    private readonly Lock _writes = new();

    public Repositories(EmulatorInstance instance, BlobStore blobs)
    {
        _root = Path.Combine(instance.State, "registry", "repositories");
        _blobs = blobs;
        StateFile.CreateFolder(_root);
    }

    /// <summary>All repositories that hold a manifest, by name.</summary>
    public IReadOnlyList<string> Names() =>
        [.. Directory.EnumerateDirectories(_root, Manifests, SearchOption.AllDirectories)
            .Where(folder => Directory.EnumerateFiles(folder).Any())
            .Select(folder => Path.GetRelativePath(_root, Path.GetDirectoryName(folder)!).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    public bool Exists(string name) => Directory.Exists(Folder(name, Manifests)) || Directory.Exists(Folder(name, Layers));

    public bool HasBlob(string name, Digest digest) => File.Exists(Path.Combine(Folder(name, Layers), digest.Hex)) && _blobs.Has(digest);

    public void AddBlob(string name, Digest digest) => Save(Path.Combine(Folder(name, Layers), digest.Hex), "");

    public ManifestRecord? GetManifest(string name, Digest digest)
    {
        string path = Path.Combine(Folder(name, Manifests), digest.Hex);
        return File.Exists(path) && _blobs.Has(digest) ? JsonSerializer.Deserialize<ManifestRecord>(File.ReadAllText(path)) : null;
    }

    /// <summary>UTC.</summary>
    public DateTime WrittenAt(string name, Digest digest) => File.GetLastWriteTimeUtc(Path.Combine(Folder(name, Manifests), digest.Hex));

    /// <summary>When the tag last moved, UTC.</summary>
    public DateTime TaggedAt(string name, string tag) => File.GetLastWriteTimeUtc(Path.Combine(Folder(name, Tags), tag));

    public void PutManifest(string name, Digest digest, ManifestRecord record, string? tag)
    {
        lock (_writes)
        {
            Save(Path.Combine(Folder(name, Manifests), digest.Hex), JsonSerializer.Serialize(record));
            if (tag is not null) Save(Path.Combine(Folder(name, Tags), tag), digest.ToString());
        }
    }

    /// <returns>The digest that the reference names: itself, or what the tag points at; null when unknown.</returns>
    public Digest? Resolve(string name, string reference)
    {
        if (Digest.TryParse(reference, out Digest digest)) return digest;
        string path = Path.Combine(Folder(name, Tags), reference);
        return File.Exists(path) && Digest.TryParse(File.ReadAllText(path), out Digest tagged) ? tagged : null;
    }

    public IReadOnlyList<string> ListTags(string name) => [.. Files(Folder(name, Tags)).Order(StringComparer.Ordinal)];

    public IEnumerable<(Digest Digest, ManifestRecord Record)> ListManifests(string name)
    {
        foreach (string hex in Files(Folder(name, Manifests)).Order(StringComparer.Ordinal))
        {
            if (Digest.TryParse($"sha256:{hex}", out Digest digest) && GetManifest(name, digest) is { } record) yield return (digest, record);
        }
    }

    public void DeleteTag(string name, string tag) => StateFile.TryDelete(Path.Combine(Folder(name, Tags), tag));

    /// <summary>Removes the manifest and the tags that point at it.</summary>
    public void DeleteManifest(string name, Digest digest)
    {
        lock (_writes)
        {
            foreach (string tag in ListTags(name).Where(tag => Resolve(name, tag) == digest)) DeleteTag(name, tag);
            StateFile.TryDelete(Path.Combine(Folder(name, Manifests), digest.Hex));
            Sweep(digest);
        }
    }

    /// <summary>Removes all manifests, tags and blobs of the repository; repositories below its name stay.</summary>
    public void Delete(string name)
    {
        lock (_writes)
        {
            foreach ((Digest digest, _) in ListManifests(name).ToList()) DeleteManifest(name, digest);
            foreach (string hex in Files(Folder(name, Layers)).ToList())
            {
                if (Digest.TryParse($"sha256:{hex}", out Digest digest)) DeleteBlob(name, digest);
            }
            foreach (string folder in new[] { Layers, Manifests, Tags }.Select(part => Folder(name, part)).Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
        }
    }

    public void DeleteBlob(string name, Digest digest)
    {
        lock (_writes)
        {
            StateFile.TryDelete(Path.Combine(Folder(name, Layers), digest.Hex));
            Sweep(digest);
        }
    }

    /// <summary>Deletes the bytes when no repository holds them any more.</summary>
    private void Sweep(Digest digest)
    {
        if (!Directory.EnumerateFiles(_root, digest.Hex, SearchOption.AllDirectories).Any()) _blobs.Delete(digest);
    }

    private static void Save(string path, string text)
    {
        StateFile.CreateFolder(Path.GetDirectoryName(path)!);
        StateFile.Write(path, text);
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Where(path => !StateFile.IsTemporary(path)).Select(path => Path.GetFileName(path)) : [];

    private string Folder(string name, string part) => Path.Combine(_root, Path.Combine(name.Split('/')), part);
}
