namespace GenAIOps.Scenarios;

/// <summary>What each target does to Azure, whose identity does it, and that all else stays: held against a table, with the requests that the emulator recorded, on a PROD that an operator hardened.</summary>
public sealed class AccessScenarios(ReleasedWorld released)
{
    private const string ContainerAppsContributor = "358470bc-b998-42bd-ab17-a7e34c199c0f";
    private static readonly string[] s_environments = ["dev", "qa", "prod"];

    /// <summary>The image that is live.</summary>
    private static readonly TargetAccess[] s_ofWhatIsLive =
    [
        new("Status", "dev reads dev.app, dev.alerts", "qa reads qa.app, qa.alerts", "prod reads prod.app, prod.alerts"),
        new("ExplainGate", "prod reads prod.app, prod.infra, shared.infra, registry"),
        new("Drift", "prod reads prod.app, prod.infra, shared.infra, registry", "agent in prod asks prod"),
        new("Push --skip", "dev reads dev.infra, shared.infra, registry"),
        new("DeployDev --skip", "dev reads dev.app, dev.foundry, dev.infra, shared.infra", "dev asks dev", "agent in dev asks dev"),
        // Of another environment only what is live in PROD is looked at.
        new("EvaluateQa --skip", "qa reads qa.infra, shared.infra, registry, prod.app"),
        new("ReleaseProd --skip", "prod reads prod.app, prod.infra, shared.infra, registry"),
        new("RegisterAlerts", "prod reads prod.alerts, prod.infra, shared.infra"),
        new("Provision", "owner reads dev.infra, qa.infra, prod.infra, shared.infra"),
        new("GenerateCi --check"),
        new("LockDatasets"),
        new("CheckBase"),
    ];

    /// <summary>A new image, from its sources to PROD and back.</summary>
    private static readonly TargetAccess[] s_ofANewImage =
    [
        new("Containerize --skip"),
        new("Push --skip", "dev reads dev.infra, shared.infra, registry", "dev writes registry"),
        new("DeployDev --skip", "dev reads dev.app, dev.foundry, dev.infra, shared.infra", "dev writes dev.app, dev.foundry", "dev asks dev", "agent in dev asks dev"),
        new("EvaluateQa --skip", "qa reads qa.app, qa.infra, shared.infra, registry, prod.app", "qa writes qa.app, registry", "agent in qa asks qa"),
        new("Waive --reason rehearsal --requirement tests-passed", "prod reads prod.infra, shared.infra, registry", "prod writes registry"),
        new("ReleaseProd --skip", "prod reads prod.app, prod.infra, shared.infra, registry", "prod writes prod.app, registry", "agent in prod asks prod"),
        new("Rollback", "prod reads prod.app, prod.infra, shared.infra, registry", "prod writes prod.app, registry", "agent in prod asks prod"),
        new("Experiment --skip", "dev reads dev.app, dev.infra, shared.infra", "dev writes dev.app", "agent in dev asks dev"),
        new("RedTeam --skip --budget 30", "qa reads qa.app, qa.infra, shared.infra", "agent in qa asks qa"),
        new("EvaluateInFoundry --skip", "dev reads dev.foundry, dev.infra, shared.infra", "dev writes dev.foundry", "service:evaluations asks dev", "agent in dev asks dev"),
        new("AttackInFoundry --skip", "dev reads dev.foundry, dev.infra, shared.infra", "dev writes dev.foundry", "service:evaluations asks dev", "agent in dev asks dev"),
    ];

    private static readonly TargetAccess s_aRuleThatIsGone =
        new("RegisterAlerts", "prod reads prod.alerts, prod.infra, shared.infra", "prod writes prod.alerts");

    private readonly World _world = released.World;

    [Fact]
    public async Task EachTargetDoesWhatTheTableAllowsAndLeavesAllElseByteForByte()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        await HardenedProd.EnsureAsync(_world);
        // The operator's revision got no traffic: a release stops it, unless one of another scenario did.
        (await _world.BuildAsync("ReleaseProd", "--skip")).MustEndWith(0);
        await RunAsync(s_ofWhatIsLive);

        await _world.ChangePromptAsync();
        await RunAsync(s_ofANewImage);

        await _world.ArmAsync(HttpMethod.Delete, $"{World.GroupOf("prod")}/providers/Microsoft.Insights/metricAlerts/support-agent-exceptions");
        await RunAsync([s_aRuleThatIsGone]);
    }

    private async Task RunAsync(IEnumerable<TargetAccess> rows)
    {
        var identities = await IdentitiesAsync();
        var before = await SnapshotsAsync();
        using var recorder = await RequestRecorder.StartAsync(_world);
        foreach (var row in rows)
        {
            await recorder.TakeAsync();
            (await _world.BuildAsync([.. row.Arguments.Select(argument => argument.Replace("tests-passed", "tests passed", StringComparison.Ordinal))])).MustEndWith(row.ExitCode);
            row.Check(await recorder.TakeAsync(), identities);

            var after = await SnapshotsAsync();
            var differences = before.Zip(after, (was, present) => was.Differences(present, row.Writes)).SelectMany(different => different).ToList();
            Assert.True(differences.Count == 0, $"{row.Target} changed:\n{string.Join('\n', differences)}");
            before = after;
        }
    }

    /// <summary>Who may make apps in an environment is who works there: by the object id of its token.</summary>
    private async Task<Dictionary<string, string>> IdentitiesAsync()
    {
        Dictionary<string, string> identities = [];
        foreach (var environment in s_environments)
        {
            var roles = (await _world.ArmAsync(HttpMethod.Get, $"{World.GroupOf(environment)}/providers/Microsoft.Authorization/roleAssignments"))["value"]!.AsArray();
            var deployer = Assert.Single(roles, role => ((string)role!["properties"]!["roleDefinitionId"]!).EndsWith(ContainerAppsContributor, StringComparison.Ordinal));
            // Of another environment it would be there already: then this throws.
            identities.Add((string)deployer!["properties"]!["principalId"]!, environment);
        }

        return identities;
    }

    private async Task<IReadOnlyList<GroupSnapshot>> SnapshotsAsync()
    {
        List<GroupSnapshot> snapshots = [];
        foreach (var group in s_environments.Append("shared")) snapshots.Add(await GroupSnapshot.TakeAsync(_world, group));
        return snapshots;
    }
}
