using GenAIOps.Evaluation.Answers;

namespace GenAIOps.Evaluation.Runs.Caching;

/// <param name="Answer">As it was given.</param>
/// <param name="Ticks">Its latency then, in ticks of 100 ns.</param>
internal sealed record CachedAnswer(AgentAnswer Answer, long Ticks);
