namespace GenAIOps.Scenarios;

/// <summary>Where nothing was provisioned, only Provision makes anything: all else says what is missing.</summary>
public sealed class EmptyCloudScenarios
{
    private const string Digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

    private static readonly (string Target, string Missing)[] s_targets =
    [
        ($"ExplainGate --digest {Digest}", "support-agent-prod"),
        ($"EvaluateQa --skip --digest {Digest}", "support-agent-qa"),
        ("Rollback", "support-agent-prod"),
        ("Drift", "support-agent-prod"),
        ("RegisterAlerts", "support-agent-prod"),
        ($"DeployDev --skip --digest {Digest}", "support-agent-dev"),
        ($"ReleaseProd --skip --digest {Digest}", "support-agent-prod"),
        ($"Waive --digest {Digest} --reason rehearsal --requirement provenance", "support-agent-prod"),
        ($"Experiment --skip --digest {Digest}", "support-agent-dev"),
        ($"RedTeam --skip --digest {Digest}", "support-agent-qa"),
        ($"EvaluateInFoundry --skip --digest {Digest}", "support-agent-dev"),
    ];

    [Fact]
    public async Task WhatIsMissingIsNamedAndNothingIsMade()
    {
        await using var world = World.Create();
        (await world.BuildAsync("LocalUp")).MustEndWith(0);
        using var recorder = await RequestRecorder.StartAsync(world);
        foreach (var (target, group) in s_targets)
        {
            (await world.BuildAsync(target.Split(' '))).MustEndWith(2)
                .Saying($"the Foundry project {World.GroupOf(group["support-agent-".Length..])}/providers/Microsoft.CognitiveServices/accounts/{group}-").Saying("./build.sh Provision");
            Only(await recorder.TakeAsync(), target);
        }

        (await world.BuildAsync("Status")).MustEndWith(0).Saying("PROD: not provisioned, or its identity may not see it");
        Only(await recorder.TakeAsync(), "Status");
        Assert.False(Directory.Exists(Path.Combine(world.Root, ".genaiops", "keys")), "A signing key was made.");
        Assert.Empty((await world.ArmAsync(HttpMethod.Get, "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups"))["value"]!.AsArray());
    }

    private static void Only(IEnumerable<RecordedRequest> requests, string target)
    {
        var all = requests.Where(request => !request.IsNoAccess).ToList();
        Assert.NotEmpty(all);
        var others = all.Where(request => request.Method != "GET" || request.Principal == "owner").ToList();
        Assert.True(others.Count == 0, $"{target} does more than read:\n{string.Join('\n', others)}");
    }
}
