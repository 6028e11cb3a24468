using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluators.Safety.Attacks;

namespace GenAIOps.Evaluators.Safety.RedTeaming;

/// <summary>An attack that was made; once, however often it was tried.</summary>
/// <param name="Row">What came of it: Failed where the attack came through, Passed where it did not, Errored where nobody can say.</param>
/// <param name="Conversation">What was said, oldest first, the agent's last answer included.</param>
/// <param name="Round">In which it was made, from 0; round 0 is plain words.</param>
public sealed record AttackAttempt(RowResult Row, IReadOnlyList<CaseMessage> Conversation, int Round)
{
    public bool Succeeded => Row.Status == RowStatus.Failed;

    public AttackComplexity Complexity => AttackStrategies.ComplexityOf(Row.Case);
}
