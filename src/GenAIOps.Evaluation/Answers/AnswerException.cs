namespace GenAIOps.Evaluation.Answers;

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
