using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Experiments;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluation.Tests.Runs;

namespace GenAIOps.Evaluation.Tests.Experiments;

public sealed class ComparedVariants
{
    private const int Rows = 120;

    [Fact]
    public void EachVariantIsComparedWithTheFirstRowByRow()
    {
        var result = Of(("plain", i => i % 4 != 0), ("better", _ => true), ("same", i => i % 4 != 1));
        Assert.Equal(["plain", "better", "same"], result.Variants.Select(variant => variant.Name));
        Assert.Null(PassRate(result, 0).Difference);
        Assert.Equal(0.25, PassRate(result, 1).Difference!.Mean, 12);
        Assert.True(PassRate(result, 1).Difference!.IsClear(0.95));
        Assert.Equal(0, PassRate(result, 2).Difference!.Mean, 12);
        Assert.False(PassRate(result, 2).Difference!.IsClear(0.95));
        Assert.All(result.Variants, variant => Assert.Equal(Rows, variant.Counts.Values.Sum()));
    }

    [Fact]
    public void LookingAtManyVariantsMakesEachClaimHarder()
    {
        // Ten rows better, two worse: clear alone (p 0.022), and not among eight.
        (string, Func<int, bool>) variant = ("one", i => i is not (10 or 11) && (i < 10 || i % 4 != 0));
        (string, Func<int, bool>) first = ("first", i => i >= 10 && (i is 10 or 11 || i % 4 != 0));
        var alone = PassRate(Of(first, variant), 1).Difference!;
        var among = PassRate(Of([first, variant, .. Enumerable.Range(0, 7).Select(i => ($"other-{i}", first.Item2))]), 1).Difference!;
        Assert.True(alone.IsClear(0.95));
        Assert.Equal(alone.P, among.P, 12);
        Assert.True(among.AdjustedP > alone.AdjustedP);
        Assert.False(among.IsClear(0.95));
    }

    [Fact]
    public void SlicesAreTheTagsOfTheRows()
    {
        var result = Of(("plain", i => i % 4 != 0), ("better", i => i % 4 != 0 || i % 2 == 0));
        var even = result.Variants[1].Slices.Single(slice => slice.Tag == "even");
        Assert.Equal((Rows / 2, 1.0, 0.5), (even.Rows, even.PassRate, even.Difference!.Value));
        var odd = result.Variants[1].Slices.Single(slice => slice.Tag == "odd");
        Assert.Equal((0.0, 1.0), (odd.Difference!.Value, odd.AdjustedP!.Value));
    }

    [Fact]
    public void RowsThatFlippedComeBeforeRowsWhoseScoreMoved()
    {
        var set = Set();
        RunResult before = Run(set, _ => true, i => 0.5), after = Run(set, i => i != 7, i => i == 9 ? 0.9 : i == 11 ? 0.6 : 0.5);
        var changed = ChangedRows.Between(before, after, most: 2);
        Assert.Equal(["g-7", "g-9"], changed.Select(row => row.Id));
        Assert.Equal(-1, changed[0].Change);
        Assert.Equal(0.4, changed[1].Change, 12);
    }

    [Fact]
    public void OneVariantAloneIsDescribed()
    {
        var alone = Assert.Single(Of(("only", i => i % 4 != 0)).Variants);
        Assert.Equal(0.75, alone.Metrics[0].Mean, 12);
        Assert.Null(alone.Metrics[0].Difference);
        Assert.Equal(2, alone.Slices.Count);
    }

    [Fact]
    public void ArmsOfDifferentRowsAreNotCompared()
    {
        var set = Set();
        var short_ = RunResult.Of([.. Run(set, _ => true, _ => 1).Read().Take(10)]);
        var error = Assert.Throws<ArgumentException>(() => ExperimentResult.Of("x", set, [new("a", Run(set, _ => true, _ => 1)), new("b", short_)]));
        Assert.Contains("'b' was asked 10 times and 'a' 120", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnExperimentThatCannotBeRunIsNamedWhole()
    {
        var error = Assert.Throws<InvalidDataException>(() => new Experiment("My test", new Variant("a"), new Variant("a")) { Repeats = 0 }.Checked());
        foreach (var part in new[] { "'My test'", "'a' is the name of several", "Repeats: 0" }) Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    private static MetricOfVariant PassRate(ExperimentResult result, int variant) => result.Variants[variant].Metrics[0];

    private static ExperimentResult Of(params (string Name, Func<int, bool> Passes)[] variants)
    {
        var set = Set();
        return ExperimentResult.Of("test", set, [.. variants.Select(variant => new VariantRun(variant.Name, Run(set, variant.Passes, i => i % 5)))]);
    }

    private static Dataset Set() => Dataset.Of("set", [.. Enumerable.Range(0, Rows).Select(i => Some.Question(i) with { Tags = [i % 2 == 0 ? "even" : "odd"] })]);

    private static RunResult Run(Dataset set, Func<int, bool> passes, Func<int, double> score) => RunResult.Of([.. set.Rows().Select((row, i) =>
        new RowResult(row, passes(i) ? RowStatus.Passed : RowStatus.Failed, Some.Good, new Dictionary<string, double> { ["score"] = score(i) }, [], TimeSpan.Zero, 1))]);
}
