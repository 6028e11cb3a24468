using System.Net;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Tests.Network;

public sealed class NetworkTests
{
    private const string Network = $"{World.Group}/providers/Microsoft.Network/virtualNetworks/hub";
    private const string Subnet = $"{Network}/subnets/apps";
    private const string Environment = $"{World.Group}/providers/Microsoft.App/managedEnvironments/inside";

    private static async Task<World> StartAsync()
    {
        World world = await World.EmptyAsync();
        (await world.Client.PutAsync(World.Group, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        (await world.Client.PutAsync(Network, Body("10.42.0.0/16"))).Expect(HttpStatusCode.Created);
        return world;
    }

    [Fact]
    public async Task ANetworkShowsTheSubnetsThatWereMadeInItAndKeepsThemWhereAWriteDoesNotNameThem()
    {
        await using World world = await StartAsync();
        (await world.Client.PutAsync(Subnet, SubnetBody("10.42.0.0/23"))).Expect(HttpStatusCode.Created);

        (await world.Client.PutAsync(Network, Body("10.42.0.0/16", "10.43.0.0/16"))).Expect(HttpStatusCode.OK);

        JsonNode shown = Assert.Single((await world.Client.GetAsync(Network)).Expect(HttpStatusCode.OK).Json["properties"]!["subnets"]!.AsArray())!;
        Assert.Equal(("apps", "10.42.0.0/23"), ((string?)shown["name"], (string?)shown["properties"]!["addressPrefix"]));
    }

    [Fact]
    public async Task SubnetsInsideOfAWriteAreMadeAndThoseThatItLeavesOutAreGone()
    {
        await using World world = await StartAsync();
        JsonObject two = Body("10.42.0.0/16");
        two["properties"]!["subnets"] = new JsonArray(Named("one", "10.42.0.0/24"), Named("two", "10.42.1.0/24"));
        (await world.Client.PutAsync(Network, two)).Expect(HttpStatusCode.OK);
        (await world.Client.GetAsync($"{Network}/subnets/two")).Expect(HttpStatusCode.OK);

        two["properties"]!["subnets"] = new JsonArray(Named("one", "10.42.0.0/24"));
        (await world.Client.PutAsync(Network, two)).Expect(HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.GetAsync($"{Network}/subnets/two")).Status);
    }

    [Theory]
    [InlineData("10.42.0.0", "InvalidAddressPrefixFormat")]
    [InlineData("10.42.0.1/24", "InvalidCIDRNotation")]
    [InlineData("10.43.0.0/24", "NetcfgInvalidSubnet")]
    [InlineData("10.42.0.0/30", "NetcfgInvalidSubnet")]
    [InlineData("10.42.0.128/25", "NetcfgSubnetRangesOverlap")]
    public async Task ASubnetThatDoesNotFitIsRefused(string prefix, string code)
    {
        await using World world = await StartAsync();
        (await world.Client.PutAsync($"{Network}/subnets/first", SubnetBody("10.42.0.0/24"))).Expect(HttpStatusCode.Created);

        Answer answer = await world.Client.PutAsync(Subnet, SubnetBody(prefix));

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.ErrorCode));
        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.GetAsync(Subnet)).Status);
    }

    [Fact]
    public async Task ANetworkMustHoldItsSubnets()
    {
        await using World world = await StartAsync();
        (await world.Client.PutAsync(Subnet, SubnetBody("10.42.0.0/23"))).Expect(HttpStatusCode.Created);

        Answer moved = await world.Client.PutAsync(Network, Body("10.43.0.0/16")), none = await world.Client.PutAsync(Network, Body());

        Assert.Equal((HttpStatusCode.BadRequest, "NetcfgInvalidSubnet"), (moved.Status, moved.ErrorCode));
        Assert.Equal((HttpStatusCode.BadRequest, "InvalidRequestFormat"), (none.Status, none.ErrorCode));
    }

    [Theory]
    [InlineData("10.42.0.0/28", true, "ManagedEnvironmentInvalidNetworkConfiguration")]
    [InlineData("10.42.0.0/27", false, "ManagedEnvironmentSubnetDelegationError")]
    [InlineData(null, true, "ManagedEnvironmentInvalidNetworkConfiguration")]
    public async Task AnEnvironmentNeedsASubnetThatIsLargeEnoughAndDelegated(string? prefix, bool delegated, string code)
    {
        await using World world = await StartAsync();
        if (prefix is not null) (await world.Client.PutAsync(Subnet, SubnetBody(prefix, delegated))).Expect(HttpStatusCode.Created);

        Answer answer = await world.Client.PutAsync(Environment, EnvironmentBody());

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.ErrorCode));
    }

    [Fact]
    public async Task WhileAnEnvironmentIsInItASubnetStaysAndIsNobodyElses()
    {
        await using World world = await StartAsync();
        (await world.Client.PutAsync(Subnet, SubnetBody("10.42.0.0/23"))).Expect(HttpStatusCode.Created);
        (await world.Client.PutAsync(Environment, EnvironmentBody())).Expect(HttpStatusCode.Created);

        Answer gone = await world.Client.DeleteAsync(Subnet), network = await world.Client.DeleteAsync(Network), resized = await world.Client.PutAsync(Subnet, SubnetBody("10.42.0.0/24"));
        Answer second = await world.Client.PutAsync($"{World.Group}/providers/Microsoft.App/managedEnvironments/second", EnvironmentBody());
        Answer moved = await world.Client.PutAsync(Environment, new JsonObject { ["location"] = "local" });

        Assert.Equal("InUseSubnetCannotBeDeleted", gone.ErrorCode);
        Assert.Equal("InUseSubnetCannotBeDeleted", network.ErrorCode);
        Assert.Equal("InUseSubnetCannotBeUpdated", resized.ErrorCode);
        Assert.Equal("ManagedEnvironmentSubnetInUse", second.ErrorCode);
        Assert.Equal("ManagedEnvironmentNetworkImmutable", moved.ErrorCode);
        (await world.Client.GetAsync(Subnet)).Expect(HttpStatusCode.OK);
        (await world.Client.DeleteAsync(Environment)).Expect(HttpStatusCode.OK);
        (await world.Client.DeleteAsync(Network)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AGroupIsDeletedWithTheNetworkAndTheEnvironmentInIt()
    {
        await using World world = await StartAsync();
        (await world.Client.PutAsync(Subnet, SubnetBody("10.42.0.0/23"))).Expect(HttpStatusCode.Created);
        (await world.Client.PutAsync(Environment, EnvironmentBody())).Expect(HttpStatusCode.Created);

        (await world.Client.DeleteAsync(World.Group)).Expect(HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.NotFound, (await world.Client.GetAsync(World.Group)).Status);
    }

    private static JsonObject Body(params string[] prefixes) => new()
    {
        ["location"] = "local",
        ["properties"] = new JsonObject { ["addressSpace"] = new JsonObject { ["addressPrefixes"] = new JsonArray([.. prefixes.Select(prefix => JsonValue.Create(prefix))]) } },
    };

    private static JsonObject SubnetBody(string prefix, bool delegated = true) => new()
    {
        ["properties"] = new JsonObject
        {
            ["addressPrefix"] = prefix,
            ["delegations"] = delegated ? new JsonArray(new JsonObject { ["name"] = "apps", ["properties"] = new JsonObject { ["serviceName"] = "Microsoft.App/environments" } }) : [],
        },
    };

    private static JsonObject Named(string name, string prefix) => new() { ["name"] = name, ["properties"] = new JsonObject { ["addressPrefix"] = prefix } };

    private static JsonObject EnvironmentBody() => new()
    {
        ["location"] = "local",
        ["properties"] = new JsonObject { ["vnetConfiguration"] = new JsonObject { ["infrastructureSubnetId"] = Subnet } },
    };
}
