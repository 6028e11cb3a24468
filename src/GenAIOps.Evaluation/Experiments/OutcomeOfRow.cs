using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluation.Experiments;

/// <param name="Id">The row's.</param>
/// <param name="Key">Of id and content.</param>
/// <param name="Statuses">By repeat.</param>
/// <param name="Scores">By metric and repeat.</param>
public sealed record OutcomeOfRow(string Id, string Key, IReadOnlyList<RowStatus> Statuses, IReadOnlyDictionary<string, IReadOnlyList<double>> Scores);
