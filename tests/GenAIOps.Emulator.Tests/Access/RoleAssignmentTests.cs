using System.Net;
using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Tests.Access;

public sealed class RoleAssignmentTests
{
    private const string App = World.App, Identity = $"{World.Group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/app";

    private static async Task<World> StartAsync()
    {
        World world = await World.EmptyAsync();
        (await world.Client.PutAsync(World.Group, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        return world;
    }

    [Fact]
    public async Task WhatAzureRefusesIsRefused()
    {
        await using World world = await StartAsync();
        string principal = Guid.NewGuid().ToString(), name = Guid.NewGuid().ToString();
        (await world.AssignAsync(World.Group, SignIn.Reader, principal, name: name)).Expect(HttpStatusCode.Created);

        Answer unknown = await world.AssignAsync(World.Group, "00000000-1111-2222-3333-444444444444", principal);
        Answer malformed = await world.AssignAsync(World.Group, SignIn.Reader, "dev");
        Answer badName = await world.AssignAsync(World.Group, SignIn.Reader, principal, name: "reader");
        Answer twice = await world.AssignAsync(World.Group, SignIn.Reader, principal);
        Answer changed = await world.AssignAsync(World.Group, SignIn.Owner, principal, name: name);
        Answer again = await world.AssignAsync(World.Group, SignIn.Reader, principal, name: name);

        Assert.Equal((HttpStatusCode.BadRequest, "RoleDefinitionDoesNotExist"), (unknown.Status, unknown.ErrorCode));
        Assert.Equal("The specified role definition with ID '00000000-1111-2222-3333-444444444444' does not exist.", unknown.ErrorMessage);
        Assert.Equal((HttpStatusCode.BadRequest, "InvalidPrincipalId"), (malformed.Status, malformed.ErrorCode));
        Assert.Equal((HttpStatusCode.BadRequest, "InvalidRoleAssignmentId"), (badName.Status, badName.ErrorCode));
        Assert.Equal((HttpStatusCode.Conflict, "RoleAssignmentExists"), (twice.Status, twice.ErrorCode));
        Assert.Equal((HttpStatusCode.BadRequest, "RoleAssignmentUpdateNotPermitted"), (changed.Status, changed.ErrorCode));
        Assert.Equal(HttpStatusCode.OK, again.Status);
    }

    [Fact]
    public async Task AnAssignmentCountsAtOnceAndNoLongerWhenItIsDeleted()
    {
        await using World world = await StartAsync();
        using SignedIn who = await world.SignInAsync();
        string name = Guid.NewGuid().ToString();

        Assert.Equal(HttpStatusCode.Forbidden, (await who.Client.GetAsync(World.Group)).Status);
        (await world.AssignAsync(World.Group, SignIn.Reader, who.ObjectId, name: name)).Expect(HttpStatusCode.Created);
        (await who.Client.GetAsync(World.Group)).Expect(HttpStatusCode.OK);
        await world.RestartAsync();
        (await who.Client.GetAsync(World.Group)).Expect(HttpStatusCode.OK);
        (await world.Client.DeleteAsync($"{World.Group}/providers/Microsoft.Authorization/roleAssignments/{name}")).Expect(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Forbidden, (await who.Client.GetAsync(World.Group)).Status);
    }

    [Theory]
    [InlineData("/")]
    [InlineData(TestClient.Subscription)]
    [InlineData(World.Group)]
    public async Task AScopeIsInheritedByWhatIsBelowIt(string scope)
    {
        await using World world = await StartAsync();
        using SignedIn who = await world.SignInAsAsync(SignIn.Reader, scope);

        (await who.Client.GetAsync($"{World.Group}/providers/Microsoft.App/containerApps")).Expect(HttpStatusCode.OK);
        (await who.Client.GetAsync(TestClient.Subscription)).Expect(HttpStatusCode.OK);
        Assert.Equal(scope is World.Group ? HttpStatusCode.Forbidden : HttpStatusCode.OK, (await who.Client.GetAsync($"{TestClient.Subscription}/providers/Microsoft.App/containerApps")).Status);
    }

    [Fact]
    public async Task AListHasTheAssignmentsAboveAndBelowAndCanBeNarrowed()
    {
        await using World world = await StartAsync();
        string one = Guid.NewGuid().ToString(), two = Guid.NewGuid().ToString();
        (await world.AssignAsync(TestClient.Subscription, SignIn.Reader, one)).Expect(HttpStatusCode.Created);
        (await world.AssignAsync(World.Group, SignIn.Contributor, two)).Expect(HttpStatusCode.Created);
        string[] both = [.. new[] { one, two }.Order()];
        async Task<string[]> PrincipalsAsync(string scope, string filter = "") =>
            [.. (await world.Client.GetAsync($"{scope}/providers/Microsoft.Authorization/roleAssignments{filter}")).Expect(HttpStatusCode.OK).Json["value"]!.AsArray().Select(each => (string)each!["properties"]!["principalId"]!).Order()];

        Assert.Equal(both, await PrincipalsAsync(World.Group));
        Assert.Equal(both, await PrincipalsAsync(TestClient.Subscription));
        Assert.Equal(new[] { one }, await PrincipalsAsync(TestClient.Subscription, "?$filter=atScope()"));
        Assert.Equal(new[] { two }, await PrincipalsAsync(World.Group, $"?$filter=principalId eq '{two}'"));
    }

    [Fact]
    public async Task ContributorsDoNotGiveRolesAndAdministratorsOfRolesDo()
    {
        await using World world = await StartAsync();
        using SignedIn contributor = await world.SignInAsAsync(SignIn.Contributor, World.Group), administrator = await world.SignInAsAsync(SignIn.RoleAdministrator, World.Group);
        string someone = Guid.NewGuid().ToString();

        Answer refused = await world.AssignAsync(World.Group, SignIn.Reader, someone, contributor.Client);
        Answer above = await world.AssignAsync(TestClient.Subscription, SignIn.Reader, someone, administrator.Client);

        Assert.Equal((HttpStatusCode.Forbidden, "AuthorizationFailed"), (refused.Status, refused.ErrorCode));
        Assert.Equal((HttpStatusCode.Forbidden, "AuthorizationFailed"), (above.Status, above.ErrorCode));
        (await world.AssignAsync(World.Group, SignIn.Reader, someone, administrator.Client)).Expect(HttpStatusCode.Created);
    }

    [Fact]
    public async Task ConditionsBoundWhichRolesMayBeGivenAndTakenAway()
    {
        const string condition = "((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR (@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {" + SignIn.AcrPull
            + "})) AND ((!(ActionMatches{'Microsoft.Authorization/roleAssignments/delete'})) OR (@Resource[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {" + SignIn.AcrPull + "}))";
        await using World world = await StartAsync();
        using SignedIn administrator = await world.SignInAsync();
        (await world.AssignAsync(World.Group, SignIn.RoleAdministrator, administrator.ObjectId, condition: condition)).Expect(HttpStatusCode.Created);
        string kept = Guid.NewGuid().ToString(), given = Guid.NewGuid().ToString();
        (await world.AssignAsync(World.Group, SignIn.Reader, Guid.NewGuid().ToString(), name: kept)).Expect(HttpStatusCode.Created);

        Answer refused = await world.AssignAsync(World.Group, SignIn.Owner, administrator.ObjectId, administrator.Client);
        Answer kind = await world.AssignAsync(World.Group, SignIn.Reader, Guid.NewGuid().ToString(), condition: "@Resource[Microsoft.Storage/x:y] StringEquals 'z'");

        Assert.Equal((HttpStatusCode.Forbidden, "AuthorizationFailed"), (refused.Status, refused.ErrorCode));
        Assert.Equal((HttpStatusCode.BadRequest, "InvalidCondition"), (kind.Status, kind.ErrorCode));
        (await world.AssignAsync(World.Group, SignIn.AcrPull, Guid.NewGuid().ToString(), administrator.Client, name: given)).Expect(HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.Forbidden, (await administrator.Client.DeleteAsync($"{World.Group}/providers/Microsoft.Authorization/roleAssignments/{kept}")).Status);
        (await administrator.Client.DeleteAsync($"{World.Group}/providers/Microsoft.Authorization/roleAssignments/{given}")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AnAppNeedsTheRightToJoinItsEnvironmentAndToAssignItsIdentity()
    {
        await using World world = await World.WithImageAsync();
        (await world.Client.PutAsync(Identity, new JsonObject { ["location"] = "local" })).Expect(HttpStatusCode.Created);
        using SignedIn who = await world.SignInAsAsync(await world.MakeRoleAsync("Writes apps", "Microsoft.App/containerApps/*"), World.Group);
        JsonObject body = world.Body("one");
        body["identity"] = new JsonObject { ["type"] = "UserAssigned", ["userAssignedIdentities"] = new JsonObject { [Identity] = new JsonObject() } };

        Answer identity = await who.Client.PutAsync(App, body);
        (await world.AssignAsync(Identity, SignIn.IdentityOperator, who.ObjectId)).Expect(HttpStatusCode.Created);
        Answer environment = await who.Client.PutAsync(App, body);
        (await world.AssignAsync(World.Environment, SignIn.AppsContributor, who.ObjectId)).Expect(HttpStatusCode.Created);
        Answer made = await who.Client.PutAsync(App, body);

        Assert.Equal((HttpStatusCode.Forbidden, "LinkedAuthorizationFailed"), (identity.Status, identity.ErrorCode));
        Assert.Equal($"The client '{who.ClientId}' with object id '{who.ObjectId}' has permission to perform action 'Microsoft.App/containerApps/write' on scope '{App}'; however, it does not have permission to perform action(s) "
            + $"'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action' on the linked scope(s) '{Identity}' (respectively) or the linked scope(s) are invalid.", identity.ErrorMessage);
        Assert.Contains($"'Microsoft.App/managedEnvironments/join/action' on the linked scope(s) '{World.Environment}'", environment.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal("Succeeded", await world.FinishedAsync());
        // Whoever may write the app may ask how its operation goes.
        (await who.Client.GetAsync(new Uri(made.Headers.GetValues("Azure-AsyncOperation").Single()).PathAndQuery)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AnIdentityThatIsNotThereIsNotAssigned()
    {
        await using World world = await World.WithImageAsync();
        JsonObject body = world.Body("one");
        body["identity"] = new JsonObject { ["type"] = "UserAssigned", ["userAssignedIdentities"] = new JsonObject { [Identity] = new JsonObject() } };

        Answer answer = await world.Client.PutAsync(App, body);

        Assert.Equal((HttpStatusCode.BadRequest, "FailedIdentityOperation"), (answer.Status, answer.ErrorCode));
    }
}
