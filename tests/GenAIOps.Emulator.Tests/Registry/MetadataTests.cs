using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Tests.Registry;

/// <summary>Azure's own API beside the standard one.</summary>
public sealed class MetadataTests
{
    [Fact]
    public async Task ARepositoryIsDescribedAndDeleted()
    {
        await using World world = await World.EmptyAsync();
        TestRegistry registry = new(world.Client, world.Instance.LoginServer);
        string reference = await registry.PushImageAsync("team/echo", [TestRegistry.Layer(TestRegistry.File("a.txt", "a"))], new JsonObject());
        string digest = reference.Split('@')[1];
        byte[] manifest = Encoding.UTF8.GetBytes((await registry.SendAsync(HttpMethod.Get, "team/echo", $"manifests/{digest}")).Expect(HttpStatusCode.OK).Text);
        (await registry.SendAsync(HttpMethod.Put, "team/echo", "manifests/v1", TestRegistry.Bytes(manifest, TestRegistry.ManifestType))).Expect(HttpStatusCode.Created);
        async Task<Answer> Ask(HttpMethod method, string path, string action = "metadata_read") =>
            await world.Client.SendAsync(method, $"/acr/v1/{path}", authorization: $"Bearer {await registry.TokenAsync($"repository:team/echo:{action}")}");

        JsonNode described = (await Ask(HttpMethod.Get, "team%2Fecho")).Expect(HttpStatusCode.OK).Json;
        Assert.Equal(("team/echo", 1, 1), ((string?)described["imageName"], (int)described["manifestCount"]!, (int)described["tagCount"]!));
        Assert.Equal(digest, (string?)(await Ask(HttpMethod.Get, "team/echo/_tags/v1")).Expect(HttpStatusCode.OK).Json["tag"]!["digest"]);
        JsonNode only = Assert.Single((await Ask(HttpMethod.Get, "team/echo/_manifests")).Expect(HttpStatusCode.OK).Json["manifests"]!.AsArray())!;
        Assert.Equal((digest, "amd64", "linux", "v1"), ((string?)only["digest"], (string?)only["architecture"], (string?)only["os"], (string?)only["tags"]![0]));

        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask(HttpMethod.Delete, "team/echo")).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await Ask(HttpMethod.Patch, "team/echo", "metadata_write")).Status);
        JsonNode deleted = (await Ask(HttpMethod.Delete, "team/echo", "delete")).Expect(HttpStatusCode.Accepted).Json;
        Assert.Equal((digest, "v1"), ((string?)deleted["manifestsDeleted"]![0], (string?)deleted["tagsDeleted"]![0]));
        Assert.Equal("NAME_UNKNOWN", (string?)(await Ask(HttpMethod.Get, "team/echo")).Expect(HttpStatusCode.NotFound).Json["errors"]![0]!["code"]);
        Assert.Empty(Directory.GetFiles(Path.Combine(world.State, "registry"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task TagsComeInPages()
    {
        await using World world = await World.EmptyAsync();
        TestRegistry registry = new(world.Client, world.Instance.LoginServer);
        JsonObject manifest = new() { ["schemaVersion"] = 2, ["mediaType"] = TestRegistry.ManifestType };
        foreach (string tag in new[] { "a", "b", "c" }) await registry.PushManifestAsync("echo", manifest, tag);
        Answer page = (await world.Client.SendAsync(HttpMethod.Get, "/acr/v1/echo/_tags?n=2", authorization: $"Bearer {await registry.TokenAsync("repository:echo:metadata_read")}")).Expect(HttpStatusCode.OK);
        Assert.Equal(["a", "b"], page.Json["tags"]!.AsArray().Select(each => (string)each!["name"]!));
        Assert.Equal("</acr/v1/echo/_tags?n=2&last=b>; rel=\"next\"", page.Headers.GetValues("Link").Single());
    }

    [Fact]
    public async Task WhoMayPushMayGiveUpAnUpload()
    {
        await using World world = await World.EmptyAsync();
        TestRegistry registry = new(world.Client, world.Instance.LoginServer);
        string upload = (await registry.SendAsync(HttpMethod.Post, "echo", "blobs/uploads/", actions: "pull,push")).Headers.Location!.ToString()["/v2/echo/".Length..];
        (await registry.SendAsync(HttpMethod.Delete, "echo", upload, actions: "pull,push")).Expect(HttpStatusCode.NoContent);
        Answer gone = await registry.SendAsync(HttpMethod.Get, "echo", upload, actions: "pull,push");
        Assert.Equal("BLOB_UPLOAD_UNKNOWN", (string?)gone.Expect(HttpStatusCode.NotFound).Json["errors"]![0]!["code"]);
    }
}
