using CsCheck;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Runs.Pacing;

namespace GenAIOps.Evaluation.Tests.Runs;

public sealed class WaitsAndRates
{
    private static readonly RunOptions Options = new() { RetryDelay = TimeSpan.FromMilliseconds(200), RetryCap = TimeSpan.FromSeconds(3) };

    [Fact]
    public void ABucketLetsThroughItsRateAndOneBurst() =>
        Gen.Select(Gen.Double[1, 6000], Gen.Double[0, 3].Array[1, 200]).Sample((perMinute, gaps) =>
        {
            var bucket = new TokenBucket(perMinute);
            var (now, sent) = (TimeSpan.Zero, 0);
            foreach (var gap in gaps)
            {
                now += TimeSpan.FromSeconds(gap);
                now += bucket.WaitFor(1, now);
                Assert.Equal(TimeSpan.Zero, bucket.WaitFor(1, now));
                bucket.Take(1, now);
                sent++;
                Assert.True(sent <= now.TotalSeconds * perMinute / 60 + Math.Max(1, perMinute / 60) + 1e-6);
            }
        }, iter: 200);

    [Fact]
    public void WhatTurnsOutDearerIsMadeGoodBeforeTheNext()
    {
        var bucket = new TokenBucket(600);
        bucket.Take(25, TimeSpan.Zero);
        Assert.Equal(2.5, bucket.WaitFor(10, TimeSpan.Zero).TotalSeconds, 3);
    }

    [Fact]
    public void WhatIsMoreThanABurstPassesWhenTheBucketIsFull()
    {
        var bucket = new TokenBucket(60);
        Assert.Equal(TimeSpan.Zero, bucket.WaitFor(500, TimeSpan.Zero));
        bucket.Take(500, TimeSpan.Zero);
        Assert.Equal(500, bucket.WaitFor(500, TimeSpan.Zero).TotalSeconds, 3);
    }

    [Fact]
    public void TheWaitIsUniformBelowADoublingBound()
    {
        for (var failures = 1; failures <= 6; failures++)
        {
            var bound = Math.Min(3, 0.2 * Math.Pow(2, failures - 1));
            var waits = Enumerable.Range(0, 20_000).Select(item => Backoff.Of(Options, item, failures, null).TotalSeconds / bound).ToList();
            Assert.InRange(waits.Min(), 0, 0.001);
            Assert.InRange(waits.Max(), 0.999, 1);
            // Standard error of the mean of 20,000 uniform numbers: 0.002.
            Assert.InRange(waits.Average(), 0.49, 0.51);
        }
    }

    [Fact]
    public void AnAgentIsNeverAskedBeforeTheTimeThatItNames() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 60], Gen.Double[0, 100]).Sample((item, failures, seconds) =>
        {
            var asked = TimeSpan.FromSeconds(seconds);
            var wait = Backoff.Of(Options, item, failures, asked);
            Assert.True(wait >= asked && wait <= asked + Options.RetryCap);
        }, iter: 1000);

    [Fact]
    public void EverythingThatIsOutOfRangeIsNamedAtOnce()
    {
        var options = new RunOptions { Concurrency = 0, Repeats = 0, Attempts = 0, Throttles = 0, JudgeConcurrency = 0, RequestsPerMinute = 0, TokensPerMinute = -1, RetryDelay = TimeSpan.FromSeconds(-1), AttemptTimeout = TimeSpan.Zero };
        var message = Assert.Throws<ArgumentException>(options.Checked).Message;
        Assert.All(
            ["Concurrency: 0", "Repeats: 0", "Attempts: 0", "Throttles: 0", "JudgeConcurrency: 0", "RequestsPerMinute: 0", "TokensPerMinute: -1", "RetryDelay: -00:00:01", "AttemptTimeout: 00:00:00"],
            part => Assert.Contains(part, message, StringComparison.Ordinal));
    }
}
