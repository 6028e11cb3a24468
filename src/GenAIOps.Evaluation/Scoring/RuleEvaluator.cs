using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluation.Scoring;

/// <summary>An evaluator of one line.</summary>
/// <param name="name">Of the metric.</param>
/// <param name="rule">Scores a row's answer. An exception becomes an error of this metric in this row.</param>
/// <example><code>new RuleEvaluator("short", (row, answer) => Score.AtMost(answer.Text.Length, 500, "length"))</code></example>
public sealed class RuleEvaluator(string name, Func<EvaluationCase, AgentAnswer, Score> rule) : AnswerEvaluator(name)
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer) => rule(row, answer);
}
