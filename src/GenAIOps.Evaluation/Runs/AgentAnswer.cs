using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluation.Runs;

/// <summary>What an agent answered.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Answered">False where it abstained or refused.</param>
/// <param name="Citations">Ids of the articles it names.</param>
/// <param name="Context">Texts that it was given.</param>
/// <param name="InputTokens">As the model counts.</param>
/// <param name="OutputTokens">As the model counts.</param>
public sealed record AgentAnswer(string Text, bool Answered, IReadOnlyList<string> Citations, IReadOnlyList<string> Context, long InputTokens, long OutputTokens);

/// <summary>An agent to ask.</summary>
public interface IAnswerSource
{
    /// <exception cref="AnswerException">It gave no usable answer.</exception>
    Task<AgentAnswer> AskAsync(EvaluationCase row, CancellationToken cancellationToken);
}

/// <summary>No usable answer.</summary>
/// <param name="message">Why.</param>
/// <param name="isTransient">Whether another attempt may succeed.</param>
/// <param name="retryAfter">How long the agent asks to wait.</param>
public sealed class AnswerException(string message, bool isTransient, TimeSpan? retryAfter = null) : Exception(message)
{
    public bool IsTransient { get; } = isTransient;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
