namespace GenAIOps.Evaluators.Judges.Pairwise;

/// <summary>How two answers are compared.</summary>
public sealed record PairwiseOptions
{
    /// <summary>Asks in both orders, and calls a win only what wins in both. False asks once, in an order drawn from the seed: half the cost, and position bias can no longer be seen, only averaged out. Default true.</summary>
    public bool BothOrders { get; init; } = true;

    /// <summary>Decides, with the row's id, which answer comes first; the same seed always gives the same order. Default 0.</summary>
    public long OrderSeed { get; init; }

    /// <summary>How the model is asked. With several samples each order's vote is the one that more than half of them give, and otherwise a tie.</summary>
    public JudgeOptions Judge { get; init; } = new();
}
