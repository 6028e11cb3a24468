using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Evaluation.Runs;

namespace GenAIOps.Evaluators.Foundry;

/// <summary>What a cloud evaluation found.</summary>
/// <param name="Result">Every row, in the set's order.</param>
/// <param name="Runs">In the cloud, in the order they were made; the counts there are the service's, not ours.</param>
/// <param name="Confirmed">Rows whose result names the agent version that answered. Others name none; one that names another ends the evaluation.</param>
/// <param name="CouldNotRun">Why the result says nothing, or not all that was asked; null where it does.</param>
public sealed record FoundryResult(RunResult Result, IReadOnlyList<EvaluationRun> Runs, int Confirmed, string? CouldNotRun);
