using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Evaluators;

/// <summary>Whether the agent says that it does not know exactly where the knowledge base has no answer.</summary>
public sealed class AbstentionEvaluator() : AnswerEvaluator("abstention")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        var answerable = row.Article is not null;
        return answerable == answer.Answered ? Evaluators.Score.Pass()
            : Evaluators.Score.Fail(0, answerable ? "it did not answer although an article does" : "it answered although no article does");
    }
}

/// <summary>The share of the right answer's words that the answer has.</summary>
public sealed class CorrectnessEvaluator() : AnswerEvaluator("correctness")
{
    /// <summary>At least this share of the reference's words, in [0, 1].</summary>
    public const double Threshold = 0.6;

    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        if (row.Article is null)
        {
            return Evaluators.Score.NotApplicable("the right answer is that there is none");
        }

        var recall = TokenOverlap.Recall(answer.Text, row.GroundTruth);
        return recall >= Threshold ? Evaluators.Score.Pass(recall) : Evaluators.Score.Fail(recall, Say($"it has {recall:P0} of the right answer's words, and needs {Threshold:P0}"));
    }
}

/// <summary>The share of the answer's sentences that stand in what was retrieved; everything else is made up.</summary>
public sealed class GroundednessEvaluator() : AnswerEvaluator("groundedness")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        if (!answer.Answered)
        {
            return Evaluators.Score.NotApplicable("it did not answer");
        }

        var context = string.Join(' ', answer.Context.Select(passage => string.Join(' ', TokenOverlap.Tokens(passage.Text))));
        var sentences = Sentences.Of(answer.Text);
        var grounded = sentences.Count(sentence => context.Contains(string.Join(' ', TokenOverlap.Tokens(sentence)), StringComparison.Ordinal));
        var share = sentences.Count == 0 ? 0 : (double)grounded / sentences.Count;
        return share >= 1 ? Evaluators.Score.Pass(share) : Evaluators.Score.Fail(share, $"{sentences.Count - grounded} of {sentences.Count} sentences stand in no retrieved article");
    }
}

/// <summary>Whether the article that holds the answer is cited.</summary>
public sealed class CitationEvaluator() : AnswerEvaluator("citation")
{
    protected override Score Score(EvaluationCase row, AgentAnswer answer) =>
        row.Article is null ? Evaluators.Score.NotApplicable("no article holds the answer")
        : answer.Citations.Contains(row.Article) ? Evaluators.Score.Pass()
        : Evaluators.Score.Fail(0, $"it cites {(answer.Citations.Count == 0 ? "nothing" : string.Join(", ", answer.Citations))} instead of {row.Article}");
}
