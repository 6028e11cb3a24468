using Nuke.Common;
using static Nuke.Embedded.Tests.Steps;

namespace Nuke.Embedded.Tests;

public sealed class Callbacks : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private sealed class Build : NukeBuild
    {
        public List<string> Seen { get; } = [];

        public Target Good => _ => _.Executes(Say("Good"));
        public Target Left => _ => _.After(Good).OnlyWhenStatic(() => false).Executes(Say("Left"));
        public Target Bad => _ => _.After(Good, Left).Executes(() => throw new InvalidOperationException("No luck"));

        protected override void OnBuildCreated() => Seen.Add($"created {ExecutionPlan.Count}");

        protected override void OnBuildInitialized() => Seen.Add($"initialized {ExecutionPlan.Count}");

        protected override void OnTargetRunning(string target) => Seen.Add($"running {target}");

        protected override void OnTargetSkipped(string target) => Seen.Add($"skipped {target}");

        protected override void OnTargetSucceeded(string target) => Seen.Add($"succeeded {target} {IsSucceeding}");

        protected override void OnTargetFailed(string target) => Seen.Add($"failed {target} {IsSucceeding}");

        protected override void OnBuildFinished() => Seen.Add($"finished {IsSuccessful}");
    }

    [Fact]
    public async Task TheBuildIsToldWhatHappens()
    {
        var result = await _world.RunAsync<Build>("Good Left Bad --parallel 1");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            ["created 0", "initialized 3", "running Good", "succeeded Good True", "skipped Left", "running Bad", "failed Bad False", "finished False"],
            ((Build)result.Build!).Seen);
    }

    [Fact]
    public async Task APlanIsNoRun()
    {
        var result = await _world.RunAsync<Build>("Good --plan");
        Assert.Equal(["created 0"], ((Build)result.Build!).Seen);
    }

    private interface IPack : INukeBuild
    {
        Target Pack => _ => _
            .TryDependentFor<IShip>(x => x.Ship)
            .TryBefore<ISign>(x => x.Sign)
            .TryTriggers<INotify>(x => x.Notify)
            .Executes(Say("Pack"));
    }

    private interface IShip : INukeBuild
    {
        Target Ship => _ => _.Executes(Say("Ship"));
    }

    private interface ISign : INukeBuild
    {
        Target Sign => _ => _.TryDependentFor<IShip>().Executes(Say("Sign"));
    }

    private interface INotify : INukeBuild
    {
        Target Notify => _ => _.Executes(Say("Notify"));

        Target Count => _ => _.TryTriggeredBy<IShip>().TryAfter<INotify>(x => x.Notify).Executes(Say("Count"));
    }

    private sealed class Alone : NukeBuild, IPack;

    private sealed class Together : NukeBuild, IPack, IShip, ISign, INotify;

    [Fact]
    public async Task ComponentsMeetIfTheyAreThere()
    {
        Assert.Equal("Pack", (await _world.RunAsync<Alone>("Pack")).Ran);

        var ran = (await _world.RunAsync<Together>("Ship --parallel 1")).Ran.Split(' ');
        Assert.Equal(["Count", "Notify", "Pack", "Ship", "Sign"], ran.Order(StringComparer.Ordinal));
        Assert.Equal(["Pack", "Sign", "Ship"], ran.Where(x => x is "Pack" or "Sign" or "Ship"));
        Assert.Equal(["Pack", "Notify", "Count"], ran.Where(x => x is "Pack" or "Notify" or "Count"));
        Assert.True(Array.IndexOf(ran, "Ship") < Array.IndexOf(ran, "Count"));
    }
}
