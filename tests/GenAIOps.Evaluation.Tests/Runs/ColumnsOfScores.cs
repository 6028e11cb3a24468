using CsCheck;
using GenAIOps.Evaluation.Runs.Journal;

namespace GenAIOps.Evaluation.Tests.Runs;

public sealed class ColumnsOfScores
{
    [Fact]
    public void HoldWhatWasWrittenLastHoweverManyDifferentScoresThereAre() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int[1, 600]).SelectMany((items, different) => Gen.Select(Gen.Const(items), Gen.Select(Gen.Int[0, items - 1], Score(different)).Array[0, 1000])).Sample((items, writes) =>
        {
            ScoreColumn column = new(items);
            double[] expected = [.. Enumerable.Repeat(double.NaN, items)];
            foreach (var (item, score) in writes) column[item] = expected[item] = score;
            Assert.Equal(items, column.Count);
            Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), column.Select(BitConverter.DoubleToInt64Bits));
        }, iter: 500);

    [Fact]
    public void TheScoreThatIsOneTooManyLosesNoneOfTheOthers()
    {
        ScoreColumn column = new(300);
        for (var i = 0; i < 300; i++) column[i] = i / 7.0;
        Assert.Equal(Enumerable.Range(0, 300).Select(i => i / 7.0), column);
    }

    private static Gen<double> Score(int different) => Gen.Frequency(
        (1, Gen.OneOf(Gen.Const(double.NaN), Gen.Const(0.0), Gen.Const(-0.0), Gen.Const(double.PositiveInfinity))),
        (9, Gen.Int[0, different].Select(i => i * 0.1)));
}
