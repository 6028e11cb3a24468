namespace GenAIOps.Evaluation.Scoring;

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
