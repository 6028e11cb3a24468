using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Tests.Registry;

/// <summary>A client of the registry that logs in as Azure's tools do.</summary>
internal sealed class TestRegistry(TestClient client, string service)
{
    public const string ManifestType = "application/vnd.oci.image.manifest.v1+json", EmptyType = "application/vnd.oci.empty.v1+json";
    private string? _refresh;

    public static string DigestOf(byte[] bytes) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";

    /// <summary>An access token for one scope, through the exchange of the owner's token.</summary>
    public async Task<string> TokenAsync(string scope)
    {
        _refresh ??= (string)(await client.SendAsync(HttpMethod.Post, "/oauth2/exchange", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "access_token",
            ["service"] = service,
            ["access_token"] = client.Token,
        }), authorization: "")).Expect(HttpStatusCode.OK).Json["refresh_token"]!;
        Answer answer = await client.SendAsync(HttpMethod.Post, "/oauth2/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["service"] = service,
            ["scope"] = scope,
            ["refresh_token"] = _refresh,
        }), authorization: "");
        return (string)answer.Expect(HttpStatusCode.OK).Json["access_token"]!;
    }

    public async Task<Answer> SendAsync(HttpMethod method, string repository, string path, HttpContent? content = null, string actions = "pull,push,delete",
        IReadOnlyDictionary<string, string>? headers = null) =>
        await client.SendAsync(method, $"/v2/{repository}/{path}", content, $"Bearer {await TokenAsync($"repository:{repository}:{actions}")}", headers);

    public async Task<string> PushBlobAsync(string repository, byte[] bytes)
    {
        string digest = DigestOf(bytes);
        Answer start = (await SendAsync(HttpMethod.Post, repository, "blobs/uploads/")).Expect(HttpStatusCode.Accepted);
        string id = start.Headers.Location!.ToString().Split('/')[^1];
        (await SendAsync(HttpMethod.Put, repository, $"blobs/uploads/{id}?digest={digest}", Bytes(bytes))).Expect(HttpStatusCode.Created);
        return digest;
    }

    public async Task<string> PushManifestAsync(string repository, JsonObject manifest, string? tag = null)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(manifest.ToJsonString());
        string digest = DigestOf(bytes);
        (await SendAsync(HttpMethod.Put, repository, $"manifests/{tag ?? digest}", Bytes(bytes, ManifestType))).Expect(HttpStatusCode.Created);
        return digest;
    }

    /// <summary>Pushes an image of the test workload, and returns its reference by digest.</summary>
    public async Task<string> PushWorkloadAsync(string repository)
    {
        JsonArray entry = new("dotnet", "/app/Workload.dll");
        return await PushImageAsync(repository, [WorkloadLayer()], new JsonObject { ["Entrypoint"] = entry, ["WorkingDir"] = "/app", ["Env"] = new JsonArray("VERSION=from-the-image") });
    }

    public async Task<string> PushImageAsync(string repository, IReadOnlyList<byte[]> layers, JsonObject config)
    {
        JsonArray described = [];
        foreach (byte[] layer in layers) described.Add(await DescribeAsync(repository, layer, "application/vnd.oci.image.layer.v1.tar+gzip"));
        byte[] image = Encoding.UTF8.GetBytes(new JsonObject { ["architecture"] = "amd64", ["os"] = "linux", ["config"] = config }.ToJsonString());
        JsonObject manifest = new()
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestType,
            ["config"] = await DescribeAsync(repository, image, "application/vnd.oci.image.config.v1+json"),
            ["layers"] = described,
        };
        return $"{service}/{repository}@{await PushManifestAsync(repository, manifest)}";
    }

    public async Task<JsonObject> DescribeAsync(string repository, byte[] bytes, string mediaType) =>
        new() { ["mediaType"] = mediaType, ["digest"] = await PushBlobAsync(repository, bytes), ["size"] = bytes.Length };

    public static ByteArrayContent Bytes(byte[] bytes, string type = "application/octet-stream")
    {
        ByteArrayContent content = new(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    public static byte[] Layer(params TarEntry[] entries)
    {
        using MemoryStream bytes = new();
        using (GZipStream zipped = new(bytes, CompressionLevel.Fastest))
        using (TarWriter tar = new(zipped, TarEntryFormat.Pax))
        {
            foreach (TarEntry entry in entries) tar.WriteEntry(entry);
        }
        return bytes.ToArray();
    }

    public static PaxTarEntry File(string name, string text) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) };

    private static byte[] WorkloadLayer()
    {
        string[] wanted = ["Workload.dll", "Workload.deps.json", "Workload.runtimeconfig.json"];
        return Layer([.. wanted.Select(name => new PaxTarEntry(TarEntryType.RegularFile, $"app/{name}")
        {
            DataStream = new MemoryStream(System.IO.File.ReadAllBytes(Path.Combine(WorkloadFolder(), name))),
        })]);
    }

    /// <summary>The output of the Workload project, beside the output of this one.</summary>
    private static string WorkloadFolder()
    {
        string framework = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        string configuration = Path.GetDirectoryName(framework)!;
        string project = Path.GetFullPath(Path.Combine(configuration, "..", ".."));
        return Path.Combine(project, "Workload", "bin", Path.GetFileName(configuration), Path.GetFileName(framework));
    }
}
