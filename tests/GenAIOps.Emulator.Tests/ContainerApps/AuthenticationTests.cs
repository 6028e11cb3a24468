using System.Net;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Tests.Access;

namespace GenAIOps.Emulator.Tests.ContainerApps;

/// <summary>An app with authentication takes requests with a token of the directory for its application, and no others.</summary>
public sealed class AuthenticationTests
{
    private const string Settings = $"{World.App}/authConfigs/current";
    private const string Application = "e1111111-0000-0000-0000-000000000001";

    [Fact]
    public async Task OnlyTokensForOneOfTheAudiencesAreTaken()
    {
        await using World world = await StartAsync(Body);

        Answer nobody = await world.AskAsync("/who");
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.Status);
        Assert.Contains($"resource_id=\"{Application}\"", Assert.Single(nobody.Headers.WwwAuthenticate).ToString());
        Assert.Equal(HttpStatusCode.OK, await AskAsync(world, $"api://{Application}/.default"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(world, $"{Application}/.default"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(world, "https://management.azure.com/.default"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await world.Client.SendAsync(HttpMethod.Get, world.Url("echo", "/who"))).Status);
        // Revisions and labels have addresses of their own.
        Assert.Equal(HttpStatusCode.Unauthorized, (await world.AskAsync("/who", "echo--one")).Status);
    }

    [Fact]
    public async Task WithoutTheConfigurationEverybodyIsLetIn()
    {
        await using World world = await StartAsync(Body);
        Assert.Equal(HttpStatusCode.Unauthorized, (await world.AskAsync("/who")).Status);

        JsonObject disabled = Body(world);
        disabled["properties"]!["platform"]!["enabled"] = false;
        (await world.Client.PutAsync(Settings, disabled)).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, (await world.AskAsync("/who")).Status);

        (await world.Client.PutAsync(Settings, Body(world))).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, (await world.AskAsync("/who")).Status);
        await world.RestartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await world.AskAsync("/who")).Status);
        (await world.Client.DeleteAsync(Settings)).Expect(HttpStatusCode.OK);
        await Eventually.TrueAsync("the app answers", async () => (await world.AskAsync("/who")).Status == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Return403", "", "application/json", 403)]
    [InlineData("AllowAnonymous", "", "application/json", 200)]
    [InlineData("AllowAnonymous", "Bearer x", "application/json", 401)]
    [InlineData("RedirectToLoginPage", "", "text/html", 302)]
    [InlineData("RedirectToLoginPage", "", "application/json", 401)]
    public async Task WhoIsNotLetInIsAnsweredAsConfigured(string action, string authorization, string accept, int status)
    {
        await using World world = await StartAsync(world =>
        {
            JsonObject body = Body(world);
            body["properties"]!["globalValidation"]!["unauthenticatedClientAction"] = action;
            return body;
        });

        Answer answer = await world.Client.SendAsync(HttpMethod.Get, world.Url("echo", "/who"), authorization: authorization, headers: new Dictionary<string, string> { ["Accept"] = accept });

        Assert.Equal(status, (int)answer.Status);
    }

    [Fact]
    public async Task TokensOfAnotherIssuerAndPathsThatAreExcluded()
    {
        await using World world = await StartAsync(world =>
        {
            JsonObject body = Body(world);
            body["properties"]!["identityProviders"]!["azureActiveDirectory"]!["registration"]!["openIdIssuer"] = "https://login.microsoftonline.com/elsewhere/v2.0";
            body["properties"]!["globalValidation"]!["excludedPaths"] = new JsonArray("/healthz");
            return body;
        });

        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(world, $"api://{Application}/.default"));
        Assert.NotEqual(HttpStatusCode.Unauthorized, (await world.AskAsync("/healthz")).Status);
    }

    [Theory]
    [InlineData("current", "globalValidation/unauthenticatedClientAction", "\"Shrug\"")]
    [InlineData("other", "", "")]
    [InlineData("current", "identityProviders/azureActiveDirectory/registration/clientId", "null")]
    [InlineData("current", "identityProviders/azureActiveDirectory/registration/openIdIssuer", "\"somewhere\"")]
    [InlineData("current", "identityProviders/azureActiveDirectory/registration/clientSecretSettingName", "\"no-secret\"")]
    [InlineData("current", "identityProviders/google", "{}")]
    public async Task AConfigurationThatCannotHoldIsRefused(string name, string path, string value)
    {
        await using World world = await StartAsync();
        JsonObject body = Body(world);
        if (path is not "")
        {
            JsonNode at = body["properties"]!;
            foreach (string part in path.Split('/')[..^1]) at = at[part]!;
            at[path.Split('/')[^1]] = JsonNode.Parse(value);
        }

        Answer answer = await world.Client.PutAsync($"{World.App}/authConfigs/{name}", body);

        Assert.Equal((HttpStatusCode.BadRequest, "AuthConfigInvalid"), (answer.Status, answer.ErrorCode));
        Assert.Equal(HttpStatusCode.OK, (await world.AskAsync("/who")).Status);
    }

    [Fact]
    public async Task AnAppThatAllowsAnAddressThatNobodyHasIsClosed()
    {
        await using World world = await StartAsync();
        JsonArray Rules(string range) => [new JsonObject { ["name"] = "closed", ["ipAddressRange"] = range, ["action"] = "Allow" }];
        JsonObject Change(JsonArray rules) => new() { ["properties"] = new JsonObject { ["configuration"] = new JsonObject { ["ingress"] = new JsonObject { ["ipSecurityRestrictions"] = rules } } } };

        (await world.Client.PatchAsync(World.App, Change(Rules("192.0.2.1/32")))).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Forbidden, (await world.AskAsync("/who")).Status);
        (await world.Client.PatchAsync(World.App, Change(Rules("203.0.113.0/24")))).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, (await world.AskAsync("/who")).Status);
    }

    private static async Task<World> StartAsync(Func<World, JsonObject>? settings = null)
    {
        World world = await World.WithImageAsync();
        Assert.Equal("Succeeded", await world.DeployAsync(world.Body("one")));
        if (settings is not null) (await world.Client.PutAsync(Settings, settings(world))).Expect(HttpStatusCode.OK);
        return world;
    }

    private static async Task<HttpStatusCode> AskAsync(World world, string scope)
    {
        using TestClient client = (await world.SignInAsync(scope: scope)).Client;
        return (await client.SendAsync(HttpMethod.Get, world.Url("echo", "/who"))).Status;
    }

    private static JsonObject Body(World world) => new()
    {
        ["properties"] = new JsonObject
        {
            ["platform"] = new JsonObject { ["enabled"] = true },
            ["globalValidation"] = new JsonObject { ["unauthenticatedClientAction"] = "Return401" },
            ["identityProviders"] = new JsonObject
            {
                ["azureActiveDirectory"] = new JsonObject
                {
                    ["registration"] = new JsonObject { ["clientId"] = Application, ["openIdIssuer"] = $"{world.Instance.Endpoint}/{SignIn.Tenant}/v2.0" },
                    ["validation"] = new JsonObject { ["allowedAudiences"] = new JsonArray($"api://{Application}") },
                },
            },
        },
    };
}
