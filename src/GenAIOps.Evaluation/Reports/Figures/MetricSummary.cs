using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Reports.Figures;

/// <summary>A metric of the candidate on the questions, beside the released agent's.</summary>
/// <param name="Name">As evaluators name it; <c>pass rate</c> for the share of rows that pass.</param>
/// <param name="Unit"><c>share</c>, <c>ms</c>, <c>tokens</c>, <c>tokens/s</c>, <c>cost</c>, or <c>score</c> in the evaluator's own scale.</param>
/// <param name="Rows">That it was scored on.</param>
/// <param name="Mean">Over rows; a row asked several times counts once, by its mean.</param>
/// <param name="Interval">Of the mean; ends may be infinite where nothing can be said.</param>
public sealed record MetricSummary(string Name, string Unit, int Rows, double Mean, Interval Interval)
{
    /// <summary>The released agent's mean on the rows that both have; null without one.</summary>
    public double? BaselineMean { get; init; }

    /// <summary>Candidate minus released, row by row; null without a released agent.</summary>
    public double? Difference { get; init; }

    /// <summary>Of the difference.</summary>
    public Interval? DifferenceInterval { get; init; }

    /// <summary>What the mean must reach, or must not exceed; null: nothing is asked.</summary>
    public double? Limit { get; init; }

    /// <summary>Whether more is better; null where nobody says.</summary>
    public bool? LargerIsBetter { get; init; }

    /// <summary>What the verdict says of it: <c>better</c>, <c>met</c>, <c>missed</c>, <c>open</c>; <c>measured</c> where nothing is asked of it.</summary>
    public string Verdict { get; init; } = "measured";
}
