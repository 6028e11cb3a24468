using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GenAIOps.Emulator.Registry;

/// <summary>Manifests by tag or digest, and what refers to them.</summary>
internal sealed partial class ManifestEndpoints(BlobStore blobs, Repositories repositories)
{
    private const int LargestManifest = 4 << 20;
    private const string IndexType = "application/vnd.oci.image.index.v1+json";

    public async Task AnswerAsync(HttpContext http, string name, string reference)
    {
        if (!Digest.TryParse(reference, out _) && !Tag().IsMatch(reference))
            throw RegistryException.ManifestInvalid($"'{reference}' is neither a tag nor a sha256 digest");
        switch (http.Request.Method)
        {
            case "PUT":
                await PutAsync(http, name, reference);
                break;
            case "GET" or "HEAD":
                await GetAsync(http, name, reference);
                break;
            case "DELETE":
                Delete(name, reference);
                http.Response.StatusCode = 202;
                break;
            default:
                throw RegistryException.Unsupported($"{http.Request.Method} of a manifest is not supported");
        }
    }

    /// <summary>An index of the manifests whose subject is the digest; none is an empty index, not an error.</summary>
    public async Task ReferrersAsync(HttpContext http, string name, string reference)
    {
        if (!HttpMethods.IsGet(http.Request.Method)) throw RegistryException.Unsupported($"{http.Request.Method} of referrers is not supported");
        if (!Digest.TryParse(reference, out Digest subject)) throw RegistryException.DigestInvalid($"'{reference}' is not a sha256 digest");
        string wanted = http.Request.Query["artifactType"].ToString();
        JsonArray found = [.. repositories.ListManifests(name)
            .Where(each => each.Record.Subject == subject.ToString() && (wanted is "" || each.Record.ArtifactType == wanted))
            .Select(each => Descriptor(each.Digest, each.Record))];
        if (wanted is not "") http.Response.Headers["OCI-Filters-Applied"] = "artifactType";
        JsonObject index = new() { ["schemaVersion"] = 2, ["mediaType"] = IndexType, ["manifests"] = found };
        http.Response.ContentType = IndexType;
        await http.Response.WriteAsync(index.ToJsonString(), http.RequestAborted);
    }

    private async Task GetAsync(HttpContext http, string name, string reference)
    {
        if (repositories.Resolve(name, reference) is not { } digest || repositories.GetManifest(name, digest) is not { } record)
            throw RegistryException.ManifestUnknown(reference);
        http.Response.ContentType = record.MediaType;
        http.Response.ContentLength = record.Size;
        http.Response.Headers["Docker-Content-Digest"] = digest.ToString();
        http.Response.Headers.ETag = $"\"{digest}\"";
        if (HttpMethods.IsHead(http.Request.Method)) return;
        await using FileStream bytes = blobs.Open(digest);
        await bytes.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    private async Task PutAsync(HttpContext http, string name, string reference)
    {
        byte[] bytes = await ReadAsync(http);
        Digest digest = Digest.Of(bytes);
        bool byDigest = Digest.TryParse(reference, out Digest expected);
        if (byDigest && expected != digest) throw RegistryException.DigestInvalid($"the manifest's bytes have digest {digest}, not {expected}; nothing was kept");
        ManifestRecord record = Check(name, bytes, http.Request.ContentType);
        blobs.Put(bytes);
        repositories.PutManifest(name, digest, record, byDigest ? null : reference);
        http.Response.StatusCode = 201;
        http.Response.Headers.Location = $"/v2/{name}/manifests/{digest}";
        http.Response.Headers["Docker-Content-Digest"] = digest.ToString();
        if (record.Subject is not null) http.Response.Headers["OCI-Subject"] = record.Subject;
    }

    private ManifestRecord Check(string name, byte[] bytes, string? contentType)
    {
        JsonObject manifest = Parse(bytes);
        string? declared = Text(manifest, "mediaType");
        string mediaType = contentType?.Split(';', 2)[0].Trim() is { Length: > 0 } header ? header : declared ?? "";
        if (mediaType is "") throw RegistryException.ManifestInvalid("the manifest has no mediaType and the request no Content-Type");
        if (declared is not null && declared != mediaType) throw RegistryException.ManifestInvalid($"mediaType '{declared}' is not the Content-Type '{mediaType}'");
        foreach (JsonNode? child in manifest["manifests"] as JsonArray ?? [])
        {
            Digest digest = DigestOf(child, "manifests[]");
            if (repositories.GetManifest(name, digest) is null) throw RegistryException.ManifestUnknown(digest.ToString());
        }
        IEnumerable<JsonNode?> parts = [.. manifest["layers"] as JsonArray ?? [], .. manifest["config"] is { } config ? new[] { config } : []];
        foreach (JsonNode? part in parts)
        {
            Digest digest = DigestOf(part, "config or layers[]");
            if (!repositories.HasBlob(name, digest)) throw new RegistryException(404, "MANIFEST_BLOB_UNKNOWN", $"the manifest names blob {digest}, which is unknown to repository {name}; upload it first");
        }
        string? subject = manifest["subject"] is { } about ? DigestOf(about, "subject").ToString() : null;
        string? artifactType = Text(manifest, "artifactType") ?? (manifest["config"] is JsonObject described ? Text(described, "mediaType") : null);
        return new ManifestRecord(mediaType, bytes.Length, subject, artifactType, manifest["annotations"]?.DeepClone() as JsonObject);
    }

    private void Delete(string name, string reference)
    {
        if (repositories.Resolve(name, reference) is not { } digest || repositories.GetManifest(name, digest) is null) throw RegistryException.ManifestUnknown(reference);
        if (Digest.TryParse(reference, out _)) repositories.DeleteManifest(name, digest);
        else repositories.DeleteTag(name, reference);
    }

    private static JsonObject Descriptor(Digest digest, ManifestRecord record)
    {
        JsonObject descriptor = new() { ["mediaType"] = record.MediaType, ["digest"] = digest.ToString(), ["size"] = record.Size };
        if (record.ArtifactType is not null) descriptor["artifactType"] = record.ArtifactType;
        if (record.Annotations is not null) descriptor["annotations"] = record.Annotations.DeepClone();
        return descriptor;
    }

    private static async Task<byte[]> ReadAsync(HttpContext http)
    {
        using MemoryStream bytes = new();
        byte[] buffer = new byte[81_920];
        for (int read; (read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > LargestManifest) throw new RegistryException(413, "SIZE_INVALID", $"the manifest is larger than {LargestManifest} bytes");
        }
        return bytes.ToArray();
    }

    private static JsonObject Parse(byte[] bytes)
    {
        try
        {
            return JsonNode.Parse(bytes) as JsonObject is { } manifest && (int?)manifest["schemaVersion"] == 2
                ? manifest
                : throw RegistryException.ManifestInvalid("the manifest is not an object with schemaVersion 2");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw RegistryException.ManifestInvalid($"the manifest is not valid JSON: {error.Message}");
        }
    }

    private static string? Text(JsonObject json, string key) => json[key] is JsonValue value && value.TryGetValue(out string? text) && text is not "" ? text : null;

    private static Digest DigestOf(JsonNode? descriptor, string where) => descriptor is JsonObject json && Digest.TryParse(Text(json, "digest"), out Digest digest)
        ? digest
        : throw RegistryException.ManifestInvalid($"{where} has no sha256 digest");

    [GeneratedRegex(@"^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
