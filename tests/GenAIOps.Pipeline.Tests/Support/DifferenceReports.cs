using GenAIOps.Infrastructure;
using GenAIOps.Pipeline.Support;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>A difference as people read it, and as programs do.</summary>
public sealed class DifferenceReports
{
    private const string Group = "/subscriptions/s/resourceGroups/help-prod";

    [Fact]
    public void EachMarkIsALine()
    {
        EnvironmentDifference difference = new("prod", [], [
            Resource("accounts/ai", DifferenceKind.None) with { Kept = ["tags.owner: \"me\""] },
            Resource("workspaces/logs", DifferenceKind.Change) with { Changes = [new("properties.retentionInDays", "365", "90")] },
            Resource("roleAssignments/r", DifferenceKind.Replace) with { Changes = [new("properties.principalId", "\"a\"", "\"b\"")] },
            Resource("vaults/v", DifferenceKind.Create),
            Resource("storageAccounts/s", DifferenceKind.None) with { Lowered = [new("properties.allowSharedKeyAccess", null, "true")] },
        ], IsFirst: false);
        Assert.Equal(
        [
            "prod: = accounts/ai: tags.owner: \"me\" stays",
            "prod: ~ workspaces/logs: properties.retentionInDays: 365 -> 90",
            "prod: replace roleAssignments/r: properties.principalId: \"a\" -> \"b\"",
            "prod: + vaults/v",
            "prod: ! storageAccounts/s: properties.allowSharedKeyAccess: not set -> true would open it",
        ], DifferenceReport.Lines([difference]));
    }

    [Fact]
    public void AFirstProvisioningIsSummedUp()
    {
        EnvironmentDifference difference = new("prod", [Group], [Resource("accounts/ai", DifferenceKind.Create), Resource("roleAssignments/a", DifferenceKind.Create), Resource("roleAssignments/b", DifferenceKind.Create)], IsFirst: true)
        { Subscriptions = ["22222222-2222-2222-2222-222222222222"] };
        Assert.Equal(
        [
            "prod: + subscription 22222222-2222-2222-2222-222222222222",
            "prod: + resource group help-prod",
            "prod: + 3 resources: accounts, 2 roleAssignments",
        ], DifferenceReport.Lines([difference]));
    }

    [Fact]
    public void TheArtifactHasAllOfIt()
    {
        EnvironmentDifference difference = new("prod", [Group], [Resource("accounts/ai", DifferenceKind.Change) with { Changes = [new("a", null, "1")], Kept = ["k"], Lowered = [new("b", "2", "3")] }], IsFirst: false) { Subscriptions = ["s"] };
        Assert.Equal(
            $$"""{"hash":"h","environments":[{"name":"prod","subscriptions":["s"],"groups":["{{Group}}"],"resources":[{"id":"{{Group}}/providers/Microsoft.X/accounts/ai","action":"change","changes":[{"path":"a","old":null,"new":"1"}],"kept":["k"],"lowered":[{"path":"b","old":"2","new":"3"}]}]}]}""",
            DifferenceReport.Json([difference], "h").ToJsonString());
    }

    private static ResourceDifference Resource(string name, DifferenceKind kind) => new($"{Group}/providers/Microsoft.X/{name}", kind, [], [], []);
}
