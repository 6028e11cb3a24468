using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Registry;

/// <summary>Azure's own API beside the standard one: what repositories, tags and manifests there are, and since when.</summary>
/// <remarks>azure-rest-api-specs, Microsoft.ContainerRegistry data plane, 2021-07-01: <c>/acr/v1</c>. Attributes are shown, and cannot be changed.</remarks>
internal sealed class MetadataEndpoints(BlobStore blobs, Repositories repositories, string loginServer)
{
    public async Task AnswerAsync(HttpContext http, string name, string kind, string reference)
    {
        if (!repositories.Exists(name)) throw RegistryException.NameUnknown(name);
        if (HttpMethods.IsDelete(http.Request.Method) && Delete(name, kind, reference) is { } deleted)
        {
            http.Response.StatusCode = 202;
            await http.Response.WriteAsJsonAsync(deleted, http.RequestAborted);
            return;
        }
        if (!HttpMethods.IsGet(http.Request.Method)) throw RegistryException.Unsupported($"{http.Request.Method} is not supported here: attributes of the emulator's images cannot be changed");
        JsonObject body = (kind, reference) switch
        {
            ("", _) => Repository(name),
            ("_tags", "") => Page(http, name, "tags", repositories.ListTags(name), Digest(http) is { } wanted ? tag => repositories.Resolve(name, tag)?.ToString() == wanted : _ => true, tag => Tag(name, tag)),
            ("_tags", _) => Named(name, "tag", repositories.Resolve(name, reference) is null ? throw RegistryException.ManifestUnknown(reference) : Tag(name, reference)),
            ("_manifests", "") => Page(http, name, "manifests", [.. repositories.ListManifests(name).Select(each => each.Digest.ToString())], _ => true, digest => Manifest(name, digest)),
            _ => Named(name, "manifest", Manifest(name, reference)),
        };
        await http.Response.WriteAsJsonAsync(body, http.RequestAborted);
    }

    private JsonObject? Delete(string name, string kind, string reference)
    {
        if (kind is "_tags" && reference is not "")
        {
            repositories.DeleteTag(name, reference);
            return [];
        }
        if (kind is not "") return null;
        string[] tags = [.. repositories.ListTags(name)], manifests = [.. repositories.ListManifests(name).Select(each => each.Digest.ToString())];
        repositories.Delete(name);
        return new JsonObject { ["manifestsDeleted"] = Texts(manifests), ["tagsDeleted"] = Texts(tags) };
    }

    private JsonObject Repository(string name)
    {
        DateTime[] times = [.. repositories.ListManifests(name).Select(each => repositories.WrittenAt(name, each.Digest))];
        return new JsonObject
        {
            ["registry"] = loginServer,
            ["imageName"] = name,
            ["createdTime"] = times.DefaultIfEmpty().Min().ToString("O"),
            ["lastUpdateTime"] = times.DefaultIfEmpty().Max().ToString("O"),
            ["manifestCount"] = times.Length,
            ["tagCount"] = repositories.ListTags(name).Count,
            ["changeableAttributes"] = Attributes(),
        };
    }

    private JsonObject Tag(string name, string tag) => new()
    {
        ["name"] = tag,
        ["digest"] = repositories.Resolve(name, tag)?.ToString(),
        ["createdTime"] = repositories.TaggedAt(name, tag).ToString("O"),
        ["lastUpdateTime"] = repositories.TaggedAt(name, tag).ToString("O"),
        ["changeableAttributes"] = Attributes(),
    };

    private JsonObject Manifest(string name, string reference)
    {
        if (!Emulator.Registry.Digest.TryParse(reference, out Digest digest) || repositories.GetManifest(name, digest) is not { } record) throw RegistryException.ManifestUnknown(reference);
        JsonObject manifest = Read(digest);
        JsonNode?[] parts = [.. manifest["layers"] as JsonArray ?? [], manifest["config"]];
        JsonObject config = manifest["config"]?["digest"] is JsonValue named && Emulator.Registry.Digest.TryParse((string?)named, out Digest of) && blobs.Has(of) ? Read(of) : [];
        return new JsonObject
        {
            ["digest"] = reference,
            ["imageSize"] = record.Size + parts.Sum(part => (long?)part?["size"] ?? 0),
            ["createdTime"] = repositories.WrittenAt(name, digest).ToString("O"),
            ["lastUpdateTime"] = repositories.WrittenAt(name, digest).ToString("O"),
            ["architecture"] = config["architecture"]?.DeepClone(),
            ["os"] = config["os"]?.DeepClone(),
            ["mediaType"] = record.MediaType,
            ["tags"] = Texts(repositories.ListTags(name).Where(tag => repositories.Resolve(name, tag) == digest)),
            ["changeableAttributes"] = Attributes(),
        };
    }

    /// <summary>Configs of artifacts need not be JSON.</summary>
    private JsonObject Read(Digest digest)
    {
        try
        {
            using FileStream blob = blobs.Open(digest);
            return blob.Length > 4 << 20 ? [] : JsonNode.Parse(blob) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>Pages by <c>n</c> and <c>last</c>, the next one in a Link header.</summary>
    private JsonObject Page(HttpContext http, string name, string what, IReadOnlyList<string> all, Func<string, bool> wanted, Func<string, JsonObject> describe)
    {
        string last = http.Request.Query["last"].ToString();
        int size = int.TryParse(http.Request.Query["n"], out int n) && n > 0 ? n : 100;
        string[] rest = [.. all.Where(wanted).Order(StringComparer.Ordinal).Where(item => string.CompareOrdinal(item, last) > 0)];
        string[] page = [.. rest.Take(size)];
        if (page.Length < rest.Length) http.Response.Headers.Link = $"<{http.Request.Path}?n={size}&last={Uri.EscapeDataString(page[^1])}>; rel=\"next\"";
        return Named(name, what, new JsonArray([.. page.Select(describe)]));
    }

    private JsonObject Named(string name, string what, JsonNode value) => new() { ["registry"] = loginServer, ["imageName"] = name, [what] = value };

    private static string? Digest(HttpContext http) => http.Request.Query["digest"].ToString() is { Length: > 0 } digest ? digest : null;

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static JsonObject Attributes() => new() { ["deleteEnabled"] = true, ["writeEnabled"] = true, ["listEnabled"] = true, ["readEnabled"] = true };
}
