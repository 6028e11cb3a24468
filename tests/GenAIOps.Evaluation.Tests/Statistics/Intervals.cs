using CsCheck;
using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Tests.Statistics;

/// <summary>What holds of intervals whatever the counts.</summary>
public sealed class Intervals
{
    private static readonly Gen<(int Successes, int N)> s_shares = Gen.Int[1, 400].SelectMany(n => Gen.Int[0, n].Select(k => (k, n)));

    private static readonly Gen<(int Both, int B, int C, int Neither)> s_tables = Gen.Select(Gen.Int[0, 80], Gen.Int[0, 20], Gen.Int[0, 20], Gen.Int[1, 80]);

    private static readonly Func<int, int, double, Interval>[] s_ofShare =
    [
        (k, n, c) => Proportions.Wilson(k, n, c), (k, n, c) => Proportions.Wilson(k, n, c, true), Proportions.ClopperPearson, Proportions.MidP, Proportions.AgrestiCoull, Proportions.Wald,
    ];

    private static readonly Func<int, int, int, int, double, Interval>[] s_ofPair =
    [
        (_, b, c, rest, level) => Proportions.Tango(b, c, b + c + rest, level),
        (both, b, c, neither, level) => Proportions.NewcombePaired(both, b, c, neither, level),
        (_, b, c, rest, level) => Proportions.WaldPaired(b, c, b + c + rest, level),
        (_, b, c, rest, level) => Proportions.BonettPrice(b, c, b + c + rest, level),
    ];

    [Fact]
    public void AnIntervalHoldsTheShareSeen() => s_shares.Sample(x =>
        Assert.All(s_ofShare, of => Assert.InRange((double)x.Successes / x.N, of(x.Successes, x.N, 0.9).Low - 1e-12, of(x.Successes, x.N, 0.9).High + 1e-12)), iter: 300);

    [Fact]
    public void MoreConfidenceWidensTheIntervalOfAShare() => s_shares.Sample(x =>
        Assert.All(s_ofShare, of => Within(of(x.Successes, x.N, 0.8), of(x.Successes, x.N, 0.95))), iter: 300);

    [Fact]
    public void CountingFailuresMirrorsTheInterval() => s_shares.Sample(x => Assert.All(s_ofShare, of =>
    {
        var (passed, failed) = (of(x.Successes, x.N, 0.95), of(x.N - x.Successes, x.N, 0.95));
        Assert.Equal(1 - failed.High, passed.Low, 10);
        Assert.Equal(1 - failed.Low, passed.High, 10);
    }), iter: 300);

    [Fact]
    public void AnIntervalHoldsThePairedDifferenceSeen() => s_tables.Sample(x => Assert.All(s_ofPair, of =>
    {
        // Bonett and Price move the centre towards 0, so theirs holds the moved one.
        if (of == s_ofPair[3]) return;
        var rest = of == s_ofPair[1] ? x.Both + x.Neither : x.Neither;
        var difference = (double)(x.B - x.C) / (x.B + x.C + rest);
        var interval = of(x.Both, x.B, x.C, x.Neither, 0.9);
        Assert.InRange(difference, interval.Low - 1e-9, interval.High + 1e-9);
    }), iter: 300);

    [Fact]
    public void MoreConfidenceWidensTheIntervalOfAPair() => s_tables.Sample(x =>
        Assert.All(s_ofPair, of => Within(of(x.Both, x.B, x.C, x.Neither, 0.8), of(x.Both, x.B, x.C, x.Neither, 0.95))), iter: 300);

    [Fact]
    public void SwappingTheArmsMirrorsTheInterval() => s_tables.Sample(x => Assert.All(s_ofPair, of =>
    {
        var (one, other) = (of(x.Both, x.B, x.C, x.Neither, 0.95), of(x.Both, x.C, x.B, x.Neither, 0.95));
        Assert.Equal(-other.High, one.Low, 9);
        Assert.Equal(-other.Low, one.High, 9);
    }), iter: 300);

    [Fact]
    public void TangosIntervalEndsWhereItsTestBeginsToReject() => s_tables.Sample(x =>
    {
        var n = x.B + x.C + x.Neither;
        var low = Proportions.Tango(x.B, x.C, n, 0.9).Low;
        if (low is < 0 and > -0.999) Assert.Equal(0.05, Proportions.NonInferiorityP(x.B, x.C, n, -low), 6);
    }, iter: 300);

    [Fact]
    public void ALargerMarginIsEasierToShow() => Gen.Select(s_tables, Gen.Double[0.01, 0.2], Gen.Double[0.01, 0.2]).Sample((x, m, more) =>
    {
        var n = x.B + x.C + x.Neither;
        Assert.True(Proportions.NonInferiorityP(x.B, x.C, n, m + more) <= Proportions.NonInferiorityP(x.B, x.C, n, m) + 1e-12);
    }, iter: 300);

    [Fact]
    public void TheExactIntervalHoldsTheOthersTails() => s_shares.Sample(x => Within(Proportions.MidP(x.Successes, x.N, 0.95), Proportions.ClopperPearson(x.Successes, x.N, 0.95)), iter: 300);

    private static void Within(Interval inner, Interval outer) =>
        Assert.True(outer.Low <= inner.Low + 1e-9 && outer.High >= inner.High - 1e-9, $"{inner} is not within {outer}.");
}
