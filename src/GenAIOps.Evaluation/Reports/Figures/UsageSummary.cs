using GenAIOps.Evaluation.Scoring;

namespace GenAIOps.Evaluation.Reports.Figures;

/// <summary>What answers took.</summary>
/// <param name="Answers">That came.</param>
/// <param name="Seconds">Sum of the latencies.</param>
/// <param name="LatencyMs">Of the attempts that succeeded, in milliseconds; null without answers.</param>
/// <param name="InputTokens">Sum, as the model counts.</param>
/// <param name="OutputTokens">Sum, as the model counts.</param>
/// <param name="Requests">Sent, repeated attempts included.</param>
public sealed record UsageSummary(int Answers, double Seconds, Percentiles? LatencyMs, long InputTokens, long OutputTokens, long Requests)
{
    /// <summary>Of the tokens of an answer, input and output; null where the agent counts none.</summary>
    public Percentiles? Tokens { get; init; }

    /// <summary>Sum of the metric <c>cost</c>, in the currency of its price table; null where it is not scored.</summary>
    public double? Cost { get; init; }

    /// <summary>Of the cost of an answer; null where it is not scored.</summary>
    public Percentiles? CostOfAnswer { get; init; }

    /// <summary>What judges spent on the answers; null where none was asked.</summary>
    public JudgeUsage? Judges { get; init; }
}
