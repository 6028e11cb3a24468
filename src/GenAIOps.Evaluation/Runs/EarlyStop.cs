using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Runs;

/// <summary>Why a run ended before its last row.</summary>
/// <param name="Share">Of the items that pass, as far as it is known.</param>
/// <param name="Reason">In words.</param>
public sealed record EarlyStop(Interval Share, string Reason);
