using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;

namespace GenAIOps.Evaluators.Usage;

/// <summary>What the answer's tokens cost, in the currency of the table: <c>cost</c>. A model that the table does not have is an error. Does not apply where the agent counts no tokens.</summary>
/// <param name="prices">By model.</param>
/// <param name="most">At most this much; null: it is counted, and passes.</param>
public sealed class CostEvaluator(PriceTable prices, double? most = null) : AnswerEvaluator("cost")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer) => UsageScore.Missing(answer) ?? UsageScore.Limited((double)prices.CostOf(answer), most, Name);
}
