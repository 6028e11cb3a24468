using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.ResourceManager;
using Azure.ResourceManager.Resources;

namespace GenAIOps.Emulator.Tests.Arm;

/// <summary>Azure's own client as the judge.</summary>
public sealed class ArmClientTests
{
    [Fact]
    public async Task AzuresClientCreatesAGroupAnEnvironmentAndAnAppAndReadsThem()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using World world = await World.WithImageAsync();
        ArmClient arm = Client(world);
        SubscriptionResource subscription = await arm.GetDefaultSubscriptionAsync(stop);
        await subscription.GetResourceGroups().CreateOrUpdateAsync(WaitUntil.Completed, "rg-prod", new ResourceGroupData("local"), stop);
        Assert.True(await subscription.GetResourceGroups().ExistsAsync("rg-prod", stop));
        ResourceIdentifier environment = new($"{TestClient.Subscription}/resourceGroups/rg-prod/providers/Microsoft.App/managedEnvironments/prod");
        await arm.GetGenericResources().CreateOrUpdateAsync(WaitUntil.Completed, environment, new GenericResourceData("local") { Properties = new BinaryData("{}") }, stop);

        ResourceIdentifier app = new($"{TestClient.Subscription}/resourceGroups/rg-prod/providers/Microsoft.App/containerApps/echo");
        var body = world.Body("blue")["properties"]!;
        body["managedEnvironmentId"] = environment.ToString();
        GenericResourceData data = new("local") { Properties = new BinaryData(body.ToJsonString()), Tags = { ["team"] = "support" } };
        ArmOperation<GenericResource> operation = await arm.GetGenericResources().CreateOrUpdateAsync(WaitUntil.Completed, app, data, stop);

        Assert.Contains("\"provisioningState\":\"Succeeded\"", operation.Value.Data.Properties.ToString(), StringComparison.Ordinal);
        Assert.Equal("support", (await arm.GetGenericResource(app).GetAsync(stop)).Value.Data.Tags["team"]);
        List<string> names = [];
        await foreach (GenericResource resource in subscription.GetGenericResourcesAsync("resourceType eq 'Microsoft.App/containerApps'", cancellationToken: stop)) names.Add(resource.Data.Name);
        Assert.Equal(["echo"], names);
        RequestFailedException missing = await Assert.ThrowsAsync<RequestFailedException>(() => arm.GetGenericResource(new ResourceIdentifier(app + "2")).GetAsync(stop));
        Assert.Equal((404, "ResourceNotFound"), (missing.Status, missing.ErrorCode));
        await arm.GetGenericResource(app).DeleteAsync(WaitUntil.Completed, stop);
        await (await subscription.GetResourceGroupAsync("rg-prod", stop)).Value.DeleteAsync(WaitUntil.Completed, cancellationToken: stop);
        Assert.False(await subscription.GetResourceGroups().ExistsAsync("rg-prod", stop));
    }

    [Fact]
    public async Task AzuresClientSeesWhyAnAppFailed()
    {
        await using World world = await World.WithImageAsync();
        var body = world.Body("blue", new Dictionary<string, string> { ["EXIT_AT_START"] = "9" })["properties"]!;

        RequestFailedException failed = await Assert.ThrowsAsync<RequestFailedException>(() => Client(world).GetGenericResources()
            .CreateOrUpdateAsync(WaitUntil.Completed, new ResourceIdentifier(World.App), new GenericResourceData("local") { Properties = new BinaryData(body.ToJsonString()) }, TestContext.Current.CancellationToken));

        Assert.Equal("ContainerAppOperationError", failed.ErrorCode);
        Assert.Contains("exited with code 9", failed.Message, StringComparison.Ordinal);
    }

    /// <summary>Without a version set by hand: the client asks the provider for its versions first.</summary>
    private static ArmClient Client(World world)
    {
        ArmClientOptions options = new()
        {
            Environment = new ArmEnvironment(new Uri(world.Instance.Endpoint), "https://management.azure.com"),
            Transport = new HttpClientTransport(world.Client.Http),
        };
        return new ArmClient(new OwnerCredential(world.Instance.Token), "00000000-0000-0000-0000-000000000001", options);
    }

    private sealed class OwnerCredential(string token) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(token, DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }
}
