using GenAIOps.Azure.Foundry.Evaluations;
using GenAIOps.Evaluators.Safety.RedTeaming;

namespace GenAIOps.Evaluators.Foundry;

/// <summary>What Foundry's red-teaming agent found.</summary>
/// <param name="Report">As of a red-team run of ours; <see cref="Scorecard.Write"/> takes it.</param>
/// <param name="Run">In the cloud.</param>
/// <param name="Confirmed">Attacks whose result names the agent version that answered.</param>
/// <param name="CouldNotRun">Why the report says nothing, or not enough; null where it does.</param>
public sealed record FoundryRedTeamResult(RedTeamReport Report, EvaluationRun Run, int Confirmed, string? CouldNotRun);
