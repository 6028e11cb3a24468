using CsCheck;
using GenAIOps.Evaluation.Runs.Pacing;

namespace GenAIOps.Evaluation.Tests.Runs;

public sealed class ConcurrencyLimits
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void SingleThrottledRequestsDoNotLowerIt()
    {
        // 5 % at random, 50,000 requests, a hundred seeds: no episode in almost all of them.
        var episodes = Enumerable.Range(0, 100).Sum(seed =>
        {
            var random = new Random(seed);
            var limit = new ConcurrencyLimit(128);
            for (var i = 1; i <= 10_000; i++)
            {
                Tell(limit, random.NextDouble() < 0.05, i);
            }

            return limit.Episodes;
        });
        Assert.InRange(episodes, 0, 5);
    }

    [Fact]
    public void FiveThrottledRequestsInARowHalveItOnce()
    {
        var limit = new ConcurrencyLimit(32);
        for (var i = 0; i < 32; i++)
        {
            // All of them were sent before the first came back.
            var began = limit.OnThrottle(TimeSpan.Zero, Tick * (100 + i));
            Assert.Equal(i == 4, began);
        }

        Assert.Equal((16, 1), (limit.Current, limit.Episodes));
    }

    [Fact]
    public void ThrottlesOfLaterRequestsHalveItAgain()
    {
        var limit = new ConcurrencyLimit(32);
        for (var i = 1; i <= 10; i++)
        {
            limit.OnThrottle(Tick * i, Tick * i);
        }

        Assert.Equal((8, 2), (limit.Current, limit.Episodes));
    }

    [Fact]
    public void AnswersOfEarlierRequestsDoNotRaiseIt()
    {
        var limit = new ConcurrencyLimit(32);
        for (var i = 1; i <= 5; i++)
        {
            limit.OnThrottle(Tick * i, Tick * i);
        }

        for (var i = 0; i < 1000; i++)
        {
            limit.OnAnswer(Tick * 4);
        }

        Assert.Equal(16, limit.Current);
    }

    [Fact]
    public void ItRisesByAboutOneForEachRoundOfAnswers()
    {
        var limit = new ConcurrencyLimit(100);
        for (var i = 1; i <= 5; i++)
        {
            limit.OnThrottle(Tick * i, Tick * i);
        }

        for (var i = 0; i < 50; i++)
        {
            limit.OnAnswer(Tick * 100);
        }

        Assert.InRange(limit.Current, 50, 51);
        for (var i = 0; i < 5000; i++)
        {
            limit.OnAnswer(Tick * 100);
        }

        Assert.Equal(100, limit.Current);
    }

    [Fact]
    public void ItStaysBetweenOneAndTheMostWhateverHappens() =>
        Gen.Select(Gen.Int[1, 200], Gen.Bool.Array[0, 500]).Sample((most, throttles) =>
        {
            var limit = new ConcurrencyLimit(most);
            for (var i = 0; i < throttles.Length; i++)
            {
                Tell(limit, throttles[i], i);
                Assert.InRange(limit.Current, 1, most);
            }
        }, iter: 500);

    private static void Tell(ConcurrencyLimit limit, bool throttle, int at)
    {
        if (throttle)
        {
            limit.OnThrottle(Tick * at, Tick * at);
        }
        else
        {
            limit.OnAnswer(Tick * at);
        }
    }
}
