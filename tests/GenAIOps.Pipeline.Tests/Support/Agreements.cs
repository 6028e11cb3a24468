using GenAIOps.Infrastructure;
using GenAIOps.Pipeline.Stages;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Tests.Support;

/// <summary>Nothing is written to what is there unless somebody agreed to that very difference.</summary>
public sealed class Agreements
{
    private static readonly EnvironmentDifference s_same = new("prod", [], [], IsFirst: false);
    private static readonly EnvironmentDifference s_changed = new("prod", [], [new ResourceDifference("/subscriptions/s/resourceGroups/g/providers/Microsoft.X/things/one", DifferenceKind.Change, [new("properties.days", "30", "90")], [], [])], IsFirst: false);
    private static readonly EnvironmentDifference s_new = new("prod", ["/subscriptions/s/resourceGroups/g"], [], IsFirst: true);

    [Fact]
    public void WhatIsAsDescribedNeedsNoLeave() => Require(s_same);

    [Fact]
    public void AChangeNeedsAPersonOrAHashAndTellsIt()
    {
        var refused = Refused(s_changed);
        Assert.Contains("prod would change as shown above, and nobody is at a terminal", refused);
        Assert.Contains($"--apply-plan {EnvironmentDifference.HashOf([s_changed])}", refused);
    }

    [Fact]
    public void APersonSaysYesOrNo()
    {
        string? asked = null;
        Agreement.Require([s_changed], [], new(false, null, []), names =>
        {
            asked = names;
            return true;
        });
        Assert.Equal("prod", asked);
        var refused = Assert.Throws<ExitCodeException>(() => Agreement.Require([s_changed], [], new(false, null, []), _ => false));
        Assert.Equal(ExitCodes.GateRefused, refused.ExitCode);
        Assert.Contains("Nobody agreed", refused.Message);
    }

    [Fact]
    public void YesIsLeaveForWhateverDiffers() => Require(s_changed, new(true, null, []));

    [Fact]
    public void AHashIsLeaveForThatVeryDifference()
    {
        Require(s_changed, new(false, EnvironmentDifference.HashOf([s_changed]).ToUpperInvariant(), []));
        Assert.Contains("something changed since it was shown", Refused(s_changed, new(true, EnvironmentDifference.HashOf([s_new]), [])));
    }

    [Fact]
    public void AHashOfSomethingElseIsRefusedAlsoWhereNothingDiffers()
    {
        Require(s_same, new(false, EnvironmentDifference.HashOf([s_same]), []));
        var refused = Refused(s_same, new(false, EnvironmentDifference.HashOf([s_changed]), []));
        Assert.Contains($"the difference is {EnvironmentDifference.HashOf([s_same])} now, which writes nothing", refused);
    }

    [Fact]
    public void AFirstProvisioningNeedsLeaveInAzureAndNoneOnTheEmulator()
    {
        Agreement.Require([s_new], ["prod"], new(false, null, []), null);
        Assert.Contains("nobody is at a terminal", Refused(s_new));
        Assert.Contains("nobody is at a terminal", Assert.Throws<ExitCodeException>(() => Agreement.Require([s_changed], ["prod"], new(false, null, []), null)).Message);
    }

    [Fact]
    public void WhatOpensSomethingIsRefusedWhateverWasAgreed()
    {
        EnvironmentDifference opening = s_same with { Resources = [s_changed.Resources[0] with { Kind = DifferenceKind.None, Changes = [], Lowered = [new("properties.publicNetworkAccess", "\"Disabled\"", "\"Enabled\"")] }] };
        Assert.Contains("--allow things/one", Refused(opening, new(true, EnvironmentDifference.HashOf([opening]), [])));
    }

    [Fact]
    public void TheHashIsOfWhatIsWritten()
    {
        var hash = EnvironmentDifference.HashOf([s_changed]);
        Assert.Equal(hash, EnvironmentDifference.HashOf([s_changed with { Resources = [s_changed.Resources[0] with { Kept = ["tags.owner: \"me\""] }] }]));
        EnvironmentDifference[] others =
        [
            s_same, s_new,
            s_changed with { Environment = "qa" },
            s_changed with { Subscriptions = ["22222222-2222-2222-2222-222222222222"] },
            s_changed with { Resources = [s_changed.Resources[0] with { Changes = [new("properties.days", "31", "90")] }] },
            s_changed with { Resources = [s_changed.Resources[0] with { Changes = [new("properties.days", "30", "91")] }] },
        ];
        Assert.All(others, other => Assert.NotEqual(hash, EnvironmentDifference.HashOf([other])));
    }

    private static void Require(EnvironmentDifference difference, ProvisionOptions? options = null) => Agreement.Require([difference], [], options ?? new(false, null, []), null);

    private static string Refused(EnvironmentDifference difference, ProvisionOptions? options = null)
    {
        var refused = Assert.Throws<ExitCodeException>(() => Require(difference, options));
        Assert.Equal(ExitCodes.GateRefused, refused.ExitCode);
        Assert.Contains("Nothing was written", refused.Message);
        return refused.Message;
    }
}
