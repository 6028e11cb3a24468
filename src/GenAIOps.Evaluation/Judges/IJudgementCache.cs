using System.Collections.Concurrent;

namespace GenAIOps.Evaluation.Judges;

/// <summary>Keeps judgements by content, so that the same judge is not asked the same twice. Used from many threads at once.</summary>
public interface IJudgementCache
{
    /// <param name="key">64 hex digits: SHA-256 of the judge's identity, what it is shown, and the number of the sample.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What was kept; null where there is nothing.</returns>
    ValueTask<string?> GetAsync(string key, CancellationToken cancellationToken);

    /// <param name="key">As in <see cref="GetAsync"/>.</param>
    /// <param name="judgement">A small JSON text; only sound judgements are kept, never errors.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask SetAsync(string key, string judgement, CancellationToken cancellationToken);
}

/// <summary>Keeps judgements for the life of the process.</summary>
public sealed class InMemoryJudgementCache : IJudgementCache
{
    private readonly ConcurrentDictionary<string, string> _judgements = new(StringComparer.Ordinal);

    public int Count => _judgements.Count;

    public ValueTask<string?> GetAsync(string key, CancellationToken cancellationToken) => ValueTask.FromResult(_judgements.GetValueOrDefault(key));

    public ValueTask SetAsync(string key, string judgement, CancellationToken cancellationToken)
    {
        _judgements[key] = judgement;
        return ValueTask.CompletedTask;
    }
}
