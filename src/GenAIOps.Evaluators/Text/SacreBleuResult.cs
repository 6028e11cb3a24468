namespace GenAIOps.Evaluators.Text;

/// <param name="Score">0 to 100.</param>
/// <param name="Precisions">By order, 0 to 100.</param>
/// <param name="BrevityPenalty">0 to 1.</param>
/// <param name="Length">Tokens of the answers.</param>
/// <param name="ReferenceLength">Tokens of the nearest references.</param>
public sealed record SacreBleuResult(double Score, IReadOnlyList<double> Precisions, double BrevityPenalty, int Length, int ReferenceLength);
