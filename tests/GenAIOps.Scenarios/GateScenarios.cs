namespace GenAIOps.Scenarios;

/// <summary>The gate explained, and a requirement of it waived for a while.</summary>
public sealed class GateScenarios(ReleasedWorld released)
{
    private readonly World _world = released.World;

    [Fact]
    public async Task WhatIsMissingIsExplainedAndMayBeWaivedButForThePerson()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var before = await _world.LiveAsync();
        await _world.ChangePromptAsync();
        (await _world.BuildAsync("EvaluateQa", "--skip", "Test")).MustEndWith(0);
        (await _world.BuildAsync("ExplainGate")).MustEndWith(0).Saying("missing  tests passed").Saying("met      evaluation").Saying("missing  approval");
        (await _world.BuildAsync("ReleaseProd", "--skip")).MustEndWith(3).Saying("tests passed");
        Assert.Equal(before, await _world.LiveAsync());

        (await _world.BuildAsync("Waive", "--requirement", "approval", "--reason", "in a hurry")).MustEndWith(2).Saying("tests passed; bill of materials");
        (await _world.BuildAsync("Waive", "--requirement", "tests passed")).MustEndWith(2).Saying("--reason is missing");
        (await _world.BuildAsync("Waive", "--requirement", "tests passed", "--reason", "rehearsal", "--hours", "1")).MustEndWith(0);
        (await _world.BuildAsync("ReleaseProd", "--skip", "--approve", "ask")).MustEndWith(3).Saying("waived by").Saying("approval");
        (await _world.BuildAsync("ReleaseProd", "--skip")).MustEndWith(0);
        Assert.NotEqual(before, await _world.LiveAsync());
    }

    /// <summary>Who looks needs public keys only.</summary>
    [Fact]
    public async Task TheGateIsExplainedWithoutASigningKey()
    {
        (await _world.BuildAsync()).MustEndWith(0);
        var key = Path.Combine(_world.Root, ".genaiops", "keys", "evidence.pem");
        File.Move(key, key + ".away");
        try
        {
            (await _world.BuildAsync("ExplainGate")).MustEndWith(0).Saying("met      tests passed").Saying("met      evaluation");
            Assert.False(File.Exists(key));
        }
        finally
        {
            File.Move(key + ".away", key);
        }
    }
}
