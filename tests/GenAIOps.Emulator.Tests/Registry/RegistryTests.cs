using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Tests.Registry;

public sealed class RegistryTests
{
    private static readonly byte[] Hello = Encoding.UTF8.GetBytes("hello, registry");

    [Fact]
    public async Task WithoutATokenTheRegistrySaysWhereToGetOne()
    {
        await using World world = await World.EmptyAsync();

        Answer answer = await world.Client.SendAsync(HttpMethod.Get, "/v2/echo/manifests/latest", authorization: "");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        string service = world.Instance.LoginServer;
        Assert.Equal($"Bearer realm=\"https://{service}/oauth2/token\",service=\"{service}\",scope=\"repository:echo:pull\"", answer.Headers.WwwAuthenticate.ToString());
        Assert.Equal("UNAUTHORIZED", (string?)answer.Json["errors"]![0]!["code"]);
    }

    [Fact]
    public async Task OnlyTheOwnerGetsARefreshToken()
    {
        await using World world = await World.EmptyAsync();
        Task<Answer> Exchange(string token, string service) => world.Client.SendAsync(HttpMethod.Post, "/oauth2/exchange", new FormUrlEncodedContent(
            new Dictionary<string, string> { ["grant_type"] = "access_token", ["service"] = service, ["access_token"] = token }), authorization: "");

        Assert.Equal(HttpStatusCode.OK, (await Exchange(world.Instance.Token, world.Instance.LoginServer)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Exchange("guess", world.Instance.LoginServer)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Exchange(world.Instance.Token, "elsewhere")).Status);
    }

    [Fact]
    public async Task ATokenIsGoodForItsScopeOnly()
    {
        await using World world = await World.EmptyAsync();
        TestRegistry registry = new(world.Client, world.Instance.LoginServer);
        string digest = await registry.PushBlobAsync("echo", Hello);

        Assert.Equal(HttpStatusCode.OK, (await registry.SendAsync(HttpMethod.Get, "echo", $"blobs/{digest}", actions: "pull")).Status);
        Answer push = await registry.SendAsync(HttpMethod.Post, "echo", "blobs/uploads/", actions: "pull");
        Assert.Equal(HttpStatusCode.Unauthorized, push.Status);
        Assert.Contains("error=\"insufficient_scope\"", push.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await registry.SendAsync(HttpMethod.Delete, "echo", $"blobs/{digest}", actions: "pull,push")).Status);
        string other = await registry.TokenAsync("repository:other:pull");
        Assert.Equal(HttpStatusCode.Unauthorized, (await world.Client.SendAsync(HttpMethod.Get, $"/v2/echo/blobs/{digest}", authorization: $"Bearer {other}")).Status);
    }

    [Fact]
    public async Task ABlobComesBackAsItWasSentInOneRequestOrInChunks()
    {
        await using World world = await World.EmptyAsync();
        TestRegistry registry = new(world.Client, world.Instance.LoginServer);
        string digest = TestRegistry.DigestOf(Hello);
        Answer whole = await registry.SendAsync(HttpMethod.Post, "one", $"blobs/uploads/?digest={digest}", TestRegistry.Bytes(Hello));
        Assert.Equal((HttpStatusCode.Created, $"/v2/one/blobs/{digest}"), (whole.Status, whole.Headers.Location!.ToString()));

        string upload = (await registry.SendAsync(HttpMethod.Post, "two", "blobs/uploads/")).Headers.Location!.ToString()["/v2/two/".Length..];
        Answer first = await registry.SendAsync(HttpMethod.Patch, "two", upload, TestRegistry.Bytes(Hello[..5]), headers: Range("0-4"));
        Assert.Equal((HttpStatusCode.Accepted, "0-4"), (first.Status, first.Headers.GetValues("Range").Single()));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, (await registry.SendAsync(HttpMethod.Patch, "two", upload, TestRegistry.Bytes(Hello[7..]), headers: Range("7-14"))).Status);
        Assert.Equal("0-4", (await registry.SendAsync(HttpMethod.Get, "two", upload)).Expect(HttpStatusCode.NoContent).Headers.GetValues("Range").Single());
        (await registry.SendAsync(HttpMethod.Patch, "two", upload, TestRegistry.Bytes(Hello[5..10]), headers: Range("5-9"))).Expect(HttpStatusCode.Accepted);
        (await registry.SendAsync(HttpMethod.Put, "two", $"{upload}?digest={digest}", TestRegistry.Bytes(Hello[10..]))).Expect(HttpStatusCode.Created);

        foreach (string repository in new[] { "one", "two" })
        {
            Assert.Equal("hello, registry", (await registry.SendAsync(HttpMethod.Get, repository, $"blobs/{digest}")).Text);
            Assert.Equal(Hello.Length, (await registry.SendAsync(HttpMethod.Head, repository, $"blobs/{digest}")).Content.ContentLength);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await registry.SendAsync(HttpMethod.Get, "three", $"blobs/{digest}")).Status);
    }

    [Fact]
    public async Task BytesThatDoNotHaveTheirDigestAreRefusedAndNotKept()
    {
        await using World world = await World.EmptyAsync();
        TestRegistry registry = new(world.Client, world.Instance.LoginServer);
        string wrong = TestRegistry.DigestOf([1, 2, 3]);

        Answer blob = await registry.SendAsync(HttpMethod.Post, "echo", $"blobs/uploads/?digest={wrong}", TestRegistry.Bytes(Hello));
        Assert.Equal((HttpStatusCode.BadRequest, "DIGEST_INVALID"), (blob.Status, (string?)blob.Json["errors"]![0]!["code"]));
        Assert.Equal(HttpStatusCode.NotFound, (await registry.SendAsync(HttpMethod.Head, "echo", $"blobs/{wrong}")).Status);
        Assert.Empty(Directory.GetFiles(Path.Combine(world.State, "registry"), "*", SearchOption.AllDirectories));

        JsonObject manifest = new() { ["schemaVersion"] = 2, ["mediaType"] = TestRegistry.ManifestType };
        Answer refused = await registry.SendAsync(HttpMethod.Put, "echo", $"manifests/{wrong}", TestRegistry.Bytes(Encoding.UTF8.GetBytes(manifest.ToJsonString()), TestRegistry.ManifestType));
        Assert.Equal("DIGEST_INVALID", (string?)refused.Expect(HttpStatusCode.BadRequest).Json["errors"]![0]!["code"]);
    }

    [Fact]
    public async Task ABlobIsMountedFromAnotherRepositoryThatTheTokenMayRead()
    {
        await using World world = await World.EmptyAsync();
        TestRegistry registry = new(world.Client, world.Instance.LoginServer);
        string digest = await registry.PushBlobAsync("from", Hello);
        async Task<Answer> Mount(string scope) => await world.Client.SendAsync(HttpMethod.Post, $"/v2/to/blobs/uploads/?mount={digest}&from=from", authorization: $"Bearer {await registry.TokenAsync(scope)}");

        Assert.Equal(HttpStatusCode.Accepted, (await Mount("repository:to:pull,push")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await registry.SendAsync(HttpMethod.Head, "to", $"blobs/{digest}")).Status);
        Assert.Equal(HttpStatusCode.Created, (await Mount("repository:to:pull,push repository:from:pull")).Status);
        Assert.Equal(HttpStatusCode.OK, (await registry.SendAsync(HttpMethod.Head, "to", $"blobs/{digest}")).Status);
    }

    [Fact]
    public async Task AManifestIsFoundByTagAndDigestUntilItIsDeleted()
    {
        await using World world = await World.EmptyAsync();
        TestRegistry registry = new(world.Client, world.Instance.LoginServer);
        string digest = await registry.PushManifestAsync("team/echo", await ManifestAsync(registry, "team/echo"), "v1");
        await registry.PushManifestAsync("team/echo", await ManifestAsync(registry, "team/echo"), "v2");
        Task<Answer> Get(string reference) => registry.SendAsync(HttpMethod.Get, "team/echo", $"manifests/{reference}");

        Answer byTag = (await Get("v1")).Expect(HttpStatusCode.OK);
        Assert.Equal((digest, TestRegistry.ManifestType), (byTag.Headers.GetValues("Docker-Content-Digest").Single(), byTag.Content.ContentType!.MediaType));
        Assert.Equal(byTag.Text, (await Get(digest)).Text);
        Assert.Equal("""{"name":"team/echo","tags":["v1","v2"]}""", (await registry.SendAsync(HttpMethod.Get, "team/echo", "tags/list")).Text);
        Answer page = await registry.SendAsync(HttpMethod.Get, "team/echo", "tags/list?n=1");
        Assert.Equal("""{"name":"team/echo","tags":["v1"]}""", page.Text);
        Assert.Equal("</v2/team/echo/tags/list?n=1&last=v1>; rel=\"next\"", page.Headers.GetValues("Link").Single());

        (await registry.SendAsync(HttpMethod.Delete, "team/echo", "manifests/v1")).Expect(HttpStatusCode.Accepted);
        Assert.Equal(HttpStatusCode.NotFound, (await Get("v1")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(digest)).Status);
        (await registry.SendAsync(HttpMethod.Delete, "team/echo", $"manifests/{digest}")).Expect(HttpStatusCode.Accepted);
        Assert.Equal("MANIFEST_UNKNOWN", (string?)(await Get("v2")).Expect(HttpStatusCode.NotFound).Json["errors"]![0]!["code"]);
    }

    [Fact]
    public async Task AManifestWithoutItsBlobsIsRefused()
    {
        await using World world = await World.EmptyAsync();
        TestRegistry registry = new(world.Client, world.Instance.LoginServer);
        JsonObject manifest = await ManifestAsync(registry, "echo");
        manifest["layers"]!.AsArray().Add(new JsonObject { ["mediaType"] = "x/y", ["digest"] = TestRegistry.DigestOf([1]), ["size"] = 1 });

        Answer answer = await registry.SendAsync(HttpMethod.Put, "echo", "manifests/v1", TestRegistry.Bytes(Encoding.UTF8.GetBytes(manifest.ToJsonString()), TestRegistry.ManifestType));

        Assert.Equal("MANIFEST_BLOB_UNKNOWN", (string?)answer.Expect(HttpStatusCode.NotFound).Json["errors"]![0]!["code"]);
    }

    [Fact]
    public async Task WhatRefersToAnImageIsListedAndFiltered()
    {
        await using World world = await World.EmptyAsync();
        TestRegistry registry = new(world.Client, world.Instance.LoginServer);
        string image = await registry.PushManifestAsync("echo", await ManifestAsync(registry, "echo"), "v1");
        string sbom = await registry.PushManifestAsync("echo", await ManifestAsync(registry, "echo", image, "application/vnd.cyclonedx+json"));
        string test = await registry.PushManifestAsync("echo", await ManifestAsync(registry, "echo", image, "application/vnd.in-toto+json"));

        Answer all = (await registry.SendAsync(HttpMethod.Get, "echo", $"referrers/{image}")).Expect(HttpStatusCode.OK);
        Assert.Equal("application/vnd.oci.image.index.v1+json", all.Content.ContentType!.MediaType);
        Assert.Equal(new[] { sbom, test }.Order(), all.Json["manifests"]!.AsArray().Select(each => (string)each!["digest"]!).Order());

        Answer some = await registry.SendAsync(HttpMethod.Get, "echo", $"referrers/{image}?artifactType=application/vnd.cyclonedx%2Bjson");
        JsonNode only = Assert.Single(some.Json["manifests"]!.AsArray())!;
        Assert.Equal((sbom, "application/vnd.cyclonedx+json", "yes"), ((string?)only["digest"], (string?)only["artifactType"], (string?)only["annotations"]!["made-by-test"]));
        Assert.Equal("artifactType", some.Headers.GetValues("OCI-Filters-Applied").Single());
        Assert.Equal("[]", (await registry.SendAsync(HttpMethod.Get, "echo", $"referrers/{sbom}")).Json["manifests"]!.ToJsonString());
    }

    [Fact]
    public async Task TheRegistryIsTheSameAfterARestart()
    {
        await using World world = await World.EmptyAsync();
        TestRegistry registry = new(world.Client, world.Instance.LoginServer);
        string digest = await registry.PushManifestAsync("echo", await ManifestAsync(registry, "echo"), "v1");

        await world.RestartAsync();

        Assert.Equal(digest, (await registry.SendAsync(HttpMethod.Head, "echo", "manifests/v1")).Headers.GetValues("Docker-Content-Digest").Single());
    }

    [Theory]
    [InlineData("/v2/UPPER/tags/list", "NAME_INVALID")]
    [InlineData("/v2/echo/..%2f..%2ftoken/tags/list", "NAME_INVALID")]
    [InlineData("/v2/_x/tags/list", "NAME_INVALID")]
    [InlineData("/v2/echo/unknown/thing", "NAME_INVALID")]
    public async Task PathsThatAreNotTheApisAreRefused(string path, string code)
    {
        await using World world = await World.EmptyAsync();
        string basic = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"00000000-0000-0000-0000-000000000000:{world.Instance.Token}"))}";

        Answer answer = await world.Client.SendAsync(HttpMethod.Get, path, authorization: basic);

        Assert.Equal(code, (string?)answer.Json["errors"]![0]!["code"]);
    }

    private static Dictionary<string, string> Range(string range) => new() { ["Content-Range"] = range };

    private static async Task<JsonObject> ManifestAsync(TestRegistry registry, string repository, string? subject = null, string? artifactType = null)
    {
        JsonObject manifest = new()
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = TestRegistry.ManifestType,
            ["config"] = await registry.DescribeAsync(repository, "{}"u8.ToArray(), TestRegistry.EmptyType),
            ["layers"] = new JsonArray(await registry.DescribeAsync(repository, Hello, "text/plain")),
            ["annotations"] = new JsonObject { ["made-by-test"] = "yes" },
        };
        if (artifactType is not null) manifest["artifactType"] = artifactType;
        if (subject is not null) manifest["subject"] = new JsonObject { ["mediaType"] = TestRegistry.ManifestType, ["digest"] = subject, ["size"] = 1 };
        return manifest;
    }
}
