using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Text;

/// <summary>Compares the answer with the row's right answers: <c>ground_truth</c> and the list <c>references</c>. Does not apply to a row that has none.</summary>
/// <param name="name">Of the metric; says the variant, such as <c>f1@squad</c>.</param>
/// <param name="threshold">What passes: at least so much; for an error rate at most.</param>
/// <param name="lowerIsBetter">Whether the metric is an error rate.</param>
public abstract class TextEvaluator(string name, double threshold, bool lowerIsBetter = false) : AnswerEvaluator(name)
{
    /// <summary>The convention for text metrics in [0, 1].</summary>
    public const double DefaultThreshold = 0.5;

    protected sealed override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(answer);
        var references = References.Of(row);
        if (references.Count == 0)
        {
            return NotApplicable("the row has no ground_truth to compare with");
        }

        var value = Compare(answer.Text, references);
        return lowerIsBetter ? AtMost(value, threshold, Name) : AtLeast(value, threshold, Name);
    }

    /// <param name="answer">The answer.</param>
    /// <param name="references">1 or more.</param>
    /// <returns>In [0, 1]; an error rate may be larger.</returns>
    protected abstract double Compare(string answer, IReadOnlyList<string> references);
}
