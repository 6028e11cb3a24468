using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluators.Text;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Retrieval;

/// <summary>What is measured of what an agent retrieved.</summary>
public enum RetrievalMeasure
{
    /// <summary><c>precision@k</c></summary>
    Precision,

    /// <summary><c>recall@k</c></summary>
    Recall,

    /// <summary><c>retrieval_f1@k</c></summary>
    F1,

    /// <summary><c>hit@k</c></summary>
    Hit,

    /// <summary><c>ndcg@k</c>, the gain is the grade.</summary>
    Ndcg,

    /// <summary><c>ndcg_exp@k</c>, the gain is 2^grade - 1.</summary>
    NdcgExponential,

    /// <summary><c>mrr</c>: its mean over the rows is the mean reciprocal rank.</summary>
    ReciprocalRank,

    /// <summary><c>map</c>: its mean over the rows is the mean average precision.</summary>
    AveragePrecision,
}

/// <summary>
/// Compares the ids of the passages that the agent was given, best first, with the row's relevant documents. Does not apply to a row that
/// names none. Passages without any id are an error: nobody could say whether they are relevant.
/// </summary>
/// <param name="measure">What is measured.</param>
/// <param name="k">How many places count, 1 or more. Default 5; no matter for <c>mrr</c> and <c>map</c>.</param>
/// <param name="threshold">At least this, in [0, 1]. Default 0.5.</param>
public sealed class RetrievalEvaluator(RetrievalMeasure measure, int k = 5, double threshold = TextEvaluator.DefaultThreshold) : AnswerEvaluator(Named(measure, k))
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(answer);
        var relevant = row.RelevantDocuments.Values.Count(grade => grade > 0);
        if (relevant == 0)
        {
            return NotApplicable("the row names no relevant document");
        }

        if (answer.Context.Count > 0 && answer.Context.All(passage => passage.Id.Length == 0))
        {
            throw new InvalidOperationException($"none of the {answer.Context.Count} passages has an id. Let the agent send the ids of what it retrieved.");
        }

        return AtLeast(Value(Ranking.Grades(answer.Context.Select(passage => passage.Id), row.RelevantDocuments), row, relevant), threshold, Name);
    }

    private double Value(IReadOnlyList<int> grades, EvaluationCase row, int relevant) => measure switch
    {
        RetrievalMeasure.Precision => Ranking.Precision(grades, k),
        RetrievalMeasure.Recall => Ranking.Recall(grades, k, relevant),
        RetrievalMeasure.F1 => Ranking.F1(grades, k, relevant),
        RetrievalMeasure.Hit => Ranking.Hit(grades, k),
        RetrievalMeasure.ReciprocalRank => Ranking.ReciprocalRank(grades),
        RetrievalMeasure.AveragePrecision => Ranking.AveragePrecision(grades, relevant),
        _ => Ranking.Ndcg(grades, row.RelevantDocuments.Values, k, measure == RetrievalMeasure.NdcgExponential),
    };

    private static string Named(RetrievalMeasure measure, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return measure switch
        {
            RetrievalMeasure.Precision => Say($"precision@{k}"),
            RetrievalMeasure.Recall => Say($"recall@{k}"),
            RetrievalMeasure.F1 => Say($"retrieval_f1@{k}"),
            RetrievalMeasure.Hit => Say($"hit@{k}"),
            RetrievalMeasure.Ndcg => Say($"ndcg@{k}"),
            RetrievalMeasure.NdcgExponential => Say($"ndcg_exp@{k}"),
            RetrievalMeasure.ReciprocalRank => "mrr",
            _ => "map",
        };
    }
}
