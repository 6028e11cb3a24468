namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>A request that may have worked or not: the connection broke, stood still, or the registry asks to come again later.</summary>
/// <param name="message">A clause, without a full stop.</param>
/// <param name="retryAfter">What the registry asks for; null if it asks for nothing.</param>
internal sealed class BrokenConnectionException(string message, TimeSpan? retryAfter = null, Exception? innerException = null) : Exception(message, innerException)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
