using System.Collections.Concurrent;
using GenAIOps.Evaluation.Scoring;

namespace GenAIOps.Evaluators.Judges;

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
