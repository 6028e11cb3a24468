using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluation.Runs;

/// <summary>What an agent answered.</summary>
/// <param name="Text">The answer.</param>
public sealed record AgentAnswer(string Text)
{
    /// <summary>False where it abstained or refused.</summary>
    public bool Answered { get; init; } = true;

    /// <summary>Ids of the documents that it names.</summary>
    public IReadOnlyList<string> Citations { get; init; } = [];

    /// <summary>What it was given to answer from, best first.</summary>
    public IReadOnlyList<Passage> Context { get; init; } = [];

    /// <summary>The calls that it made, in order.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>As the model counts.</summary>
    public long InputTokens { get; init; }

    /// <summary>As the model counts.</summary>
    public long OutputTokens { get; init; }

    /// <summary>The deployment that answered; null where nobody says.</summary>
    public string? Model { get; init; }
}

/// <param name="Id">Of the document; empty where nobody says.</param>
/// <param name="Text">The passage.</param>
public sealed record Passage(string Id, string Text);

/// <summary>An agent to ask.</summary>
public interface IAnswerSource
{
    /// <summary>Who answers, exactly: such as the digest of an image. Null where nobody knows; then a run's identity has the type's name, and no answer is cached.</summary>
    string? Identity => null;

    /// <exception cref="AnswerException">It gave no usable answer.</exception>
    Task<AgentAnswer> AskAsync(EvaluationCase row, CancellationToken cancellationToken);
}

/// <summary>No usable answer.</summary>
/// <param name="message">Why.</param>
/// <param name="isTransient">Whether another attempt may succeed.</param>
/// <param name="retryAfter">How long the agent asks to wait.</param>
/// <param name="isThrottle">Whether the agent has more to do than it can (429, or 503 with <c>Retry-After</c>).</param>
public sealed class AnswerException(string message, bool isTransient, TimeSpan? retryAfter = null, bool isThrottle = false) : Exception(message)
{
    public bool IsTransient { get; } = isTransient;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    public bool IsThrottle { get; } = isThrottle;
}
