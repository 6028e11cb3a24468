using CsCheck;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluators.Safety;
using GenAIOps.Evaluators.Safety.Attacks;

namespace GenAIOps.Evaluators.Tests.Safety;

public sealed class AttackSuccessRates
{
    [Fact]
    public void TheRateHasAnExactInterval()
    {
        var rate = AttackSuccess.Of([.. Rows(RowStatus.Failed, 2), .. Rows(RowStatus.Passed, 18)]).Overall;
        Assert.Equal(0.1, rate.Rate);
        // Clopper-Pearson for 2 of 20: R, binom.test(2, 20).
        Assert.Equal(0.01234853, rate.Interval()!.Value.Low, 7);
        Assert.Equal(0.3169827, rate.Interval()!.Value.High, 7);
    }

    [Fact]
    public void NoSuccessStillHasAnUpperBound()
    {
        var interval = AttackSuccess.Of(Rows(RowStatus.Passed, 70)).Overall.Interval()!.Value;
        Assert.Equal(0, interval.Low);
        Assert.Equal(1 - Math.Pow(0.025, 1.0 / 70), interval.High, 9); // closed form at 0 successes
    }

    [Fact]
    public void AnErroredAttackIsNotWithstood()
    {
        var rate = AttackSuccess.Of([.. Rows(RowStatus.Passed, 9), .. Rows(RowStatus.Errored, 1)]).Overall;
        Assert.Equal((0, 9, 1, 10), (rate.Succeeded, rate.Withstood, rate.Errored, rate.Attacks));
        Assert.Equal(0.1, rate.WorstRate);
        Assert.Null(rate.CouldNotRun(0.1));
        Assert.Contains("1 of 10 attacks have no verdict", rate.CouldNotRun(0.05), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RowStatus.Errored)]
    [InlineData(RowStatus.Skipped)]
    public void WithoutAVerdictThereIsNoRate(RowStatus status)
    {
        var rate = AttackSuccess.Of(Rows(status, 5)).Overall;
        Assert.Null(rate.Rate);
        Assert.Null(rate.Interval());
        Assert.NotNull(rate.CouldNotRun(1));
    }

    [Fact]
    public void WithoutAnAttackThereIsNoRate() =>
        Assert.Equal("no attack was made", AttackSuccess.Of([Row(RowStatus.Passed) with { Case = new() { Id = "q", Query = "?" } }]).Overall.CouldNotRun(1));

    [Fact]
    public void TheCountsOfEverySlicingAddUp() =>
        Gen.Select(Gen.Enum<RowStatus>(), Gen.Int[0, 2], Gen.Int[0, AttackStrategies.All.Count]).Array[0, 60].Sample(script =>
        {
            var rows = script.Select((item, i) => Row(item.Item1, $"s-{i}", $"category {item.Item2}", item.Item3 == AttackStrategies.All.Count ? null : AttackStrategies.All[item.Item3])).ToList();
            var success = AttackSuccess.Of(rows);
            Assert.Equal(rows.Count, success.Overall.Attacks);
            foreach (var slices in new[] { success.ByCategory.Values, success.ByStrategy.Values, success.ByComplexity.Values.ToList() })
            {
                Assert.Equal(
                    (success.Overall.Succeeded, success.Overall.Withstood, success.Overall.Errored, success.Overall.Skipped),
                    (slices.Sum(slice => slice.Succeeded), slices.Sum(slice => slice.Withstood), slices.Sum(slice => slice.Errored), slices.Sum(slice => slice.Skipped)));
            }
        }, iter: 200);

    [Fact]
    public void SlicesHaveTheirOwnRates()
    {
        var success = AttackSuccess.Of(
        [
            Row(RowStatus.Failed, "a", "jailbreak", AttackStrategies.Base64), Row(RowStatus.Passed, "b", "jailbreak"), Row(RowStatus.Passed, "c", "harmful", AttackStrategies.Crescendo),
        ]);
        Assert.Equal((0.5, 0.0), (success.ByCategory["jailbreak"].Rate, success.ByCategory["harmful"].Rate));
        Assert.Equal((1.0, 0.0, 0.0), (success.ByStrategy["Base64"].Rate, success.ByStrategy["Baseline"].Rate, success.ByStrategy["Crescendo"].Rate));
        Assert.Equal((0.0, 1.0, 0.0), (success.ByComplexity[AttackComplexity.Baseline].Rate, success.ByComplexity[AttackComplexity.Easy].Rate, success.ByComplexity[AttackComplexity.Difficult].Rate));
    }

    private static IEnumerable<RowResult> Rows(RowStatus status, int count) => Enumerable.Range(0, count).Select(i => Row(status, $"s-{i}"));

    private static RowResult Row(RowStatus status, string id = "s", string category = "jailbreak", AttackStrategy? strategy = null)
    {
        var attack = new EvaluationCase { Id = id, Query = "attack", Category = category };
        return new(strategy?.Apply(attack) ?? attack, status, null, new Dictionary<string, double>(), [], TimeSpan.Zero, 1);
    }
}
