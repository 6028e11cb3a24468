using Nuke.Common;
using Nuke.Common.CI;

namespace Nuke.Embedded.Tests;

public sealed class Partitions : IDisposable
{
    private readonly World _world = new();

    public void Dispose() => _world.Dispose();

    private sealed class Build : NukeBuild
    {
        [Partition(2)] public readonly Partition? Browsers;

        public Target Test => _ => _.Partition(3).Executes(() => Serilog.Log.Information("ran {Values}",
            $"{string.Join(',', Partition.GetCurrent(Enumerable.Range(1, 7)))} {Partition} {Partition.IsIn(2)} {string.Join(',', Browsers!.GetCurrent(["a", "b", "c"]))}"));
    }

    private sealed class Mistaken : NukeBuild
    {
        public Target Test => _ => _.Partition(0);
    }

    [Theory]
    [InlineData("", "1,2,3,4,5,6,7 1/1 True a,b,c")]
    [InlineData("--partition 1/3", "1,4,7 1/3 False a,b,c")]
    [InlineData("--partition 2/3 --browsers 2", "2,5 2/3 True b")]
    [InlineData("--partition 3/3 --browsers 1", "3,6 3/3 False a,c")]
    public async Task APartDoesWhatIsItsTurn(string arguments, string ran) =>
        Assert.Equal(ran, (await _world.RunAsync<Build>($"Test {arguments}")).Ran);

    [Fact]
    public async Task TheEnvironmentNamesThePartToo()
    {
        _world.Variables["NUKE_PARTITION"] = "3/3";
        Assert.StartsWith("3,6 3/3", (await _world.RunAsync<Build>("Test")).Ran);
    }

    [Theory]
    [InlineData("--partition 4/3", "--partition: 4 is not a part of 3; parts are numbered 1 to 3.")]
    [InlineData("--partition 0/3", "--partition: 0 is not a part of 3")]
    [InlineData("--partition two", "--partition: 'two' must be of the form part/total, such as 2/3.")]
    [InlineData("--browsers 3", "--browsers: '3' must be a whole number from 1 to 2")]
    public async Task APartThatIsNoneIsRefused(string arguments, string message)
    {
        var result = await _world.RunAsync<Build>($"Test {arguments}");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, result.Output);
        Assert.Equal("", result.Ran);
    }

    [Fact]
    public async Task ATargetHasAtLeastOnePart()
    {
        var result = await _world.RunAsync<Mistaken>("Test");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Target 'Test': Partition(0) needs a number of 1 or more.", result.Output);
    }
}
