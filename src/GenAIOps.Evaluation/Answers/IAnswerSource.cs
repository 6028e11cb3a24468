using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluation.Answers;

/// <summary>An agent to ask.</summary>
public interface IAnswerSource
{
    /// <summary>Who answers, exactly: such as the digest of an image. Null where nobody knows; then a run's identity has the type's name, and no answer is cached.</summary>
    string? Identity => null;

    /// <exception cref="AnswerException">It gave no usable answer.</exception>
    Task<AgentAnswer> AskAsync(EvaluationCase row, CancellationToken cancellationToken);
}
