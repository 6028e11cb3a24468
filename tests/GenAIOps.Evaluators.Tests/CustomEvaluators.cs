using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Tests;

public sealed class CustomEvaluators
{
    [Fact]
    public void FiveLinesAreAnEvaluator()
    {
        Assert.True(Judged.By(new Short(), "Short enough.").Passed);
        Assert.Equal(("short", 501.0, "length is 501, and may be at most 500"), Pick(Judged.By(new Short(), new string('x', 501))));
    }

    [Fact]
    public void OneLineIsToo() =>
        Assert.Equal(("short", 4.0, "length is 4, and may be at most 3"), Pick(Judged.By(new RuleEvaluator("short", (_, answer) => Score.AtMost(answer.Text.Length, 3, "length")), "long")));

    [Fact]
    public void OneThatThrowsErrsTheMetric()
    {
        var judged = Judged.By(new RuleEvaluator("broken", (_, _) => throw new InvalidOperationException("no such table")), "Any.");
        Assert.Equal((null, false, "broken failed: no such table"), (judged.Value, judged.Passed, judged.Error));
    }

    private static (string, double, string) Pick(Judged judged) => (judged.Name, judged.Value!.Value, judged.Reason);

    private sealed class Short() : AnswerEvaluator("short")
    {
        protected override Score Score(EvaluationCase row, AgentAnswer answer) => AtMost(answer.Text.Length, 500, "length");
    }
}
