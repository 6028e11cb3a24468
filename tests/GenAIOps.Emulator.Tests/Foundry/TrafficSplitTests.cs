using GenAIOps.Emulator.Foundry;

namespace GenAIOps.Emulator.Tests.Foundry;

public sealed class TrafficSplitTests
{
    [Theory]
    [InlineData(100, 0)]
    [InlineData(95, 5)]
    [InlineData(50, 50)]
    [InlineData(1, 99)]
    public void EveryHundredCallsHaveExactlyTheShares(int first, int second)
    {
        TrafficSplit split = new([new VersionRule("1", first), new VersionRule("2", second)]);
        for (int hundred = 0; hundred < 3; hundred++)
        {
            string[] served = [.. Enumerable.Range(0, 100).Select(_ => split.Next())];
            Assert.Equal((first, second), (served.Count(version => version == "1"), served.Count(version => version == "2")));
        }
    }

    [Fact]
    public void SmallSharesAreSpreadOut()
    {
        TrafficSplit split = new([new VersionRule("1", 75), new VersionRule("2", 25)]);
        string served = string.Concat(Enumerable.Range(0, 8).Select(_ => split.Next()));
        Assert.Equal(2, served.Count(version => version == '2'));
        Assert.DoesNotContain("22", served, StringComparison.Ordinal);
    }
}
