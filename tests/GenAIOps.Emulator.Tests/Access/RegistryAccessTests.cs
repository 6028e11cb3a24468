using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Tests.Registry;

namespace GenAIOps.Emulator.Tests.Access;

public sealed class RegistryAccessTests
{
    private const string Registry = $"{World.Group}/providers/Microsoft.ContainerRegistry/registries/shopregistry";

    private static async Task<(World World, string Digest)> StartAsync(string? mode = null)
    {
        World world = await World.EmptyAsync();
        (await world.Client.PutAsync(World.Group, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        JsonObject properties = mode is null ? [] : new JsonObject { ["roleAssignmentMode"] = mode };
        (await world.Client.PutAsync(Registry, new JsonObject { ["location"] = "local", ["sku"] = new JsonObject { ["name"] = "Standard" }, ["properties"] = properties })).Expect(HttpStatusCode.Created);
        return (world, await new TestRegistry(world.Client, world.Instance.LoginServer).PushBlobAsync("shop", Encoding.UTF8.GetBytes("content")));
    }

    private static async Task<(HttpStatusCode Pull, HttpStatusCode Push, HttpStatusCode Delete)> TryAsync(World world, SignedIn who, string digest)
    {
        TestRegistry registry = new(who.Client, world.Instance.LoginServer);
        return ((await registry.SendAsync(HttpMethod.Get, "shop", $"blobs/{digest}")).Status,
            (await registry.SendAsync(HttpMethod.Post, "shop", "blobs/uploads/")).Status,
            (await registry.SendAsync(HttpMethod.Delete, "shop", $"blobs/{digest}")).Status);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)]
    [InlineData(SignIn.AcrPull, HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)]
    [InlineData(SignIn.AcrPush, HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.Unauthorized)]
    [InlineData(SignIn.AcrDelete, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Accepted)]
    [InlineData(SignIn.Reader, HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)]
    [InlineData(SignIn.Contributor, HttpStatusCode.OK, HttpStatusCode.Accepted, HttpStatusCode.Accepted)]
    public async Task ARoleOnTheRegistryDecidesWhatATokenAllows(string? role, HttpStatusCode pull, HttpStatusCode push, HttpStatusCode delete)
    {
        (World world, string digest) = await StartAsync();
        await using (world)
        {
            using SignedIn who = role is null ? await world.SignInAsync() : await world.SignInAsAsync(role, Registry);
            Assert.Equal((pull, push, delete), await TryAsync(world, who, digest));
        }
    }

    [Fact]
    public async Task ARoleOnAnotherResourceAllowsNothing()
    {
        (World world, string digest) = await StartAsync();
        await using (world)
        {
            const string other = $"{World.Group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/other";
            (await world.Client.PutAsync(other, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
            using SignedIn who = await world.SignInAsAsync(SignIn.AcrPush, other);
            Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), await TryAsync(world, who, digest));
        }
    }

    [Fact]
    public async Task ARegistryWithPermissionsOfRepositoriesKnowsTheirRolesOnly()
    {
        (World world, string digest) = await StartAsync("AbacRepositoryPermissions");
        await using (world)
        {
            using SignedIn pusher = await world.SignInAsAsync(SignIn.AcrPush, Registry), reader = await world.SignInAsAsync("b93aa761-3e63-49ed-ac28-beffa264f7ac", Registry);
            Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), await TryAsync(world, pusher, digest));
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), await TryAsync(world, reader, digest));
        }
    }

    [Fact]
    public async Task ARefreshTokenAsPasswordAllowsWhatTheRolesAllow()
    {
        (World world, string digest) = await StartAsync();
        await using (world)
        {
            using SignedIn who = await world.SignInAsAsync(SignIn.AcrPull, Registry);
            Answer exchanged = (await who.Client.SendAsync(HttpMethod.Post, "/oauth2/exchange", new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "access_token",
                ["service"] = world.Instance.LoginServer,
                ["access_token"] = who.Client.Token,
            }), authorization: "")).Expect(HttpStatusCode.OK);
            string basic = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"00000000-0000-0000-0000-000000000000:{exchanged.Json["refresh_token"]}"))}";

            Assert.Equal(HttpStatusCode.OK, (await who.Client.SendAsync(HttpMethod.Get, $"/v2/shop/blobs/{digest}", authorization: basic)).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await who.Client.SendAsync(HttpMethod.Post, "/v2/shop/blobs/uploads/", authorization: basic)).Status);
        }
    }
}
