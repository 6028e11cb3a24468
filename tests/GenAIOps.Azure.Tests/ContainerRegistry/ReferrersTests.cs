using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Fakes;

namespace GenAIOps.Azure.Tests.ContainerRegistry;

/// <summary>What refers to an image, where the registry knows of that and where it does not.</summary>
public sealed class ReferrersTests
{
    private const string Type = "application/vnd.oci.image.manifest.v1+json";
    private static readonly string Subject = "sha256:" + new string('a', 64);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AreListedByTypeWithAndWithoutTheApi(bool hasApi)
    {
        await using var registry = await MemoryRegistry.StartAsync();
        registry.HasReferrers = hasApi;
        var client = registry.Client();
        var sbom = await PutAsync(client, "application/sbom");
        var test = await PutAsync(client, "application/test");
        Assert.Equal(new[] { sbom, test }.Order(), (await client.GetReferrersAsync(Subject, Ct)).Select(each => each.Digest).Order());
        Assert.Equal(sbom, Assert.Single(await client.ListReferrersAsync(Subject, "application/sbom", Ct)).Digest);
        Assert.Equal(!hasApi, registry.Manifests.ContainsKey(Subject.Replace(':', '-')));
        Assert.Empty(await client.GetReferrersAsync(sbom, Ct));
    }

    [Fact]
    public async Task TheIndexHasWhatTheSpecificationAsks()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        var digest = await PutAsync(registry.Client(), "application/sbom");
        await PutAsync(registry.Client(), "application/sbom");
        var (type, content) = registry.Manifests[Subject.Replace(':', '-')];
        Assert.Equal("application/vnd.oci.image.index.v1+json", type);
        var entry = Assert.Single(JsonNode.Parse(content)!["manifests"]!.AsArray())!;
        Assert.Equal((digest, Type, "application/sbom", "yes"), ((string?)entry["digest"], (string?)entry["mediaType"], (string?)entry["artifactType"], (string?)entry["annotations"]!["made-by-test"]));
        Assert.Equal(registry.Manifests[digest].Content.Length, (int)entry["size"]!);
    }

    [Fact]
    public async Task AnEntryThatAnotherWriterTookOutIsPutBack()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        var tag = Subject.Replace(':', '-');
        var other = "sha256:" + new string('b', 64);
        var reads = 0;
        registry.Misbehave = http =>
        {
            // The other writer had read the index before, and wrote it after.
            if (http.Request.Method == "GET" && http.Request.Path.Value!.EndsWith(tag, StringComparison.Ordinal) && ++reads == 2)
            {
                registry.Manifests[tag] = ("application/vnd.oci.image.index.v1+json", Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"manifests":[{"digest":"{{other}}","size":1}]}"""));
            }

            return Task.FromResult(false);
        };
        var mine = await PutAsync(registry.Client(), "application/sbom");
        Assert.Equal([other, mine], (await registry.Client().GetReferrersAsync(Subject, Ct)).Select(each => each.Digest));
    }

    [Fact]
    public async Task WritersOfOneBuildDoNotOverwriteEachOther()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        var written = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => PutAsync(registry.Client(), $"application/kind-{i}")));
        Assert.Equal(written.Order(), (await registry.Client().GetReferrersAsync(Subject, Ct)).Select(each => each.Digest).Order());
        Assert.Equal(12 + 12, registry.Count("PUT"));
    }

    [Fact]
    public async Task AnIndexThatCannotBeReadIsNotOverwritten()
    {
        await using var registry = await MemoryRegistry.StartAsync();
        registry.Manifests[Subject.Replace(':', '-')] = ("application/json", "[]"u8.ToArray());
        var problem = await Assert.ThrowsAsync<InvalidDataException>(() => PutAsync(registry.Client(), "application/sbom"));
        Assert.Contains("Nothing was changed", problem.Message, StringComparison.Ordinal);
        Assert.Equal("[]"u8.ToArray(), registry.Manifests[Subject.Replace(':', '-')].Content);
    }

    [Theory]
    [InlineData("sha256:abc", "sha256-abc")]
    [InlineData("sha512+b64:0123456789012345678901234567890123456789012345678901234567890123456789", "sha512+b64-0123456789012345678901234567890123456789012345678901234567890123")]
    public void TheTagIsTheDigestCutToWhatATagMayHave(string digest, string tag) => Assert.Equal(tag, Referrers.Tag(digest));

    private static async Task<string> PutAsync(RegistryClient client, string artifactType)
    {
        var manifest = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = Type,
            ["artifactType"] = artifactType,
            ["subject"] = new JsonObject { ["mediaType"] = Type, ["digest"] = Subject, ["size"] = 1 },
            ["annotations"] = new JsonObject { ["made-by-test"] = "yes" },
        }.ToJsonString());
        var digest = MemoryRegistry.DigestOf(manifest);
        await client.PutManifestAsync(digest, Type, manifest, Ct);
        return digest;
    }
}
