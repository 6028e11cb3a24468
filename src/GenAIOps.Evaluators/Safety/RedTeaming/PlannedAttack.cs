using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluators.Safety.Attacks;

namespace GenAIOps.Evaluators.Safety.RedTeaming;

/// <summary>An attack that is to be made.</summary>
/// <param name="Seed">The objective.</param>
/// <param name="Strategy">How; null: in plain words.</param>
internal sealed record PlannedAttack(EvaluationCase Seed, AttackStrategy? Strategy)
{
    public EvaluationCase Case { get; } = Strategy?.Apply(Seed) ?? Seed;

    /// <summary>Requests that it may take at most.</summary>
    public int Cost { get; } = AttackConversation.MostRequests(Seed, Strategy);
}
