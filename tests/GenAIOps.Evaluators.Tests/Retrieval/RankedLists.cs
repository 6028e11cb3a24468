using CsCheck;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluators.Retrieval;

namespace GenAIOps.Evaluators.Tests.Retrieval;

public sealed class RankedLists
{
    // Manning, Raghavan and Schütze 2008, exercises of chapter 8: 20 results of which R are relevant, 8 relevant documents in all.
    private static readonly int[] Exercise = [.. "RRNNNNNNRNRNNNRNNNNR".Select(letter => letter == 'R' ? 1 : 0)];

    [Fact]
    public void TheTextbooksExerciseHolds()
    {
        Assert.Equal(6 / 20.0, Ranking.Precision(Exercise, 20), 1e-12);
        Assert.Equal(6 / 8.0, Ranking.Recall(Exercise, 20, 8), 1e-12);
        Assert.Equal(3 / 7.0, Ranking.F1(Exercise, 20, 8), 1e-12);
        Assert.Equal((1 + 1 + (3 / 9.0) + (4 / 11.0) + (5 / 15.0) + (6 / 20.0)) / 8, Ranking.AveragePrecision(Exercise, 8), 1e-12);
        Assert.Equal(0.555, Ranking.AveragePrecision(Exercise, 6), 0.0005);
    }

    // Wikipedia, "Discounted cumulative gain": six results, and two documents of grades 3 and 2 that were not retrieved.
    [Fact]
    public void WikipediasExampleOfNdcgHolds()
    {
        int[] grades = [3, 2, 3, 0, 1, 2];
        Assert.Equal(6.861, Ranking.Dcg(grades, 6), 0.0005);
        Assert.Equal(8.740, Ranking.Dcg([3, 3, 3, 2, 2, 2], 6), 0.0005);
        Assert.Equal(0.785, Ranking.Ndcg(grades, [3, 2, 3, 0, 1, 2, 3, 2], 6), 0.0005);
    }

    [Fact]
    public void ExponentialGainsAreWorkedOutByHand()
    {
        // (2^3-1)/1 + (2^2-1)/log2(3) over the same the other way round.
        var dcg = (3 / 1.0) + (7 / Math.Log2(3));
        Assert.Equal(dcg / ((7 / 1.0) + (3 / Math.Log2(3))), Ranking.Ndcg([2, 3], [2, 3], 2, exponential: true), 1e-12);
    }

    // Wikipedia, "Mean reciprocal rank": first relevant at ranks 3, 2 and 1.
    [Fact]
    public void WikipediasExampleOfReciprocalRanksHolds() =>
        Assert.Equal(11 / 18.0, (Ranking.ReciprocalRank([0, 0, 1]) + Ranking.ReciprocalRank([0, 1, 0]) + Ranking.ReciprocalRank([1, 0, 0])) / 3, 1e-12);

    [Theory]
    [InlineData(RetrievalMeasure.Precision, "precision@2", 0.5)]
    [InlineData(RetrievalMeasure.Recall, "recall@2", 0.5)]
    [InlineData(RetrievalMeasure.F1, "retrieval_f1@2", 0.5)]
    [InlineData(RetrievalMeasure.Hit, "hit@2", 1)]
    [InlineData(RetrievalMeasure.ReciprocalRank, "mrr", 0.5)]
    [InlineData(RetrievalMeasure.AveragePrecision, "map", 0.25)]
    [InlineData(RetrievalMeasure.Ndcg, "ndcg@2", 0.38685)]
    public void AnAnswersPassagesAreCompared(RetrievalMeasure measure, string name, double value)
    {
        // x is irrelevant; a stands twice and counts once; b was not found. nDCG: 0.63093 / (1 + 0.63093), as 1 / log2(3) is 0.63093.
        var row = Judged.Row() with { RelevantDocuments = new Dictionary<string, int> { ["a"] = 1, ["b"] = 1, ["c"] = 0 } };
        var judged = Judged.By(new RetrievalEvaluator(measure, k: 2), row, Retrieved("x", "x", "a", "a"));
        Assert.Equal(name, judged.Name);
        Assert.Equal(value, judged.Value!.Value, 1e-5);
    }

    [Fact]
    public void NothingFoundIsZeroAndNothingToFindIsNotJudged()
    {
        var row = Judged.Row() with { RelevantDocuments = new Dictionary<string, int> { ["a"] = 3 } };
        foreach (var measure in Enum.GetValues<RetrievalMeasure>())
        {
            Assert.Equal((0.0, false), (Judged.By(new RetrievalEvaluator(measure), row, Retrieved()).Value, Judged.By(new RetrievalEvaluator(measure), row, Retrieved()).Passed));
            Assert.False(Judged.By(new RetrievalEvaluator(measure), Judged.Row(), Retrieved("a")).Applies);
        }
    }

    [Fact]
    public void PassagesWithoutIdsAreAnError()
    {
        var row = Judged.Row() with { RelevantDocuments = new Dictionary<string, int> { ["a"] = 1 } };
        Assert.Contains("none of the 2 passages has an id", Judged.By(new RetrievalEvaluator(RetrievalMeasure.Hit), row, Retrieved("", "")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TheBestOrderHasAnNdcgOfOneAndNoOrderMore() =>
        Gen.Int[0, 3].Array[1, 12].Where(grades => grades.Any(grade => grade > 0)).Sample(grades =>
        {
            Assert.Equal(1, Ranking.Ndcg([.. grades.OrderDescending()], grades, 5), 1e-12);
            Assert.InRange(Ranking.Ndcg(grades, grades, 5, exponential: true), 0, 1 + 1e-12);
        });

    private static AgentAnswer Retrieved(params string[] ids) => new("Any.") { Context = [.. ids.Select(id => new Passage(id, "Any."))] };
}
