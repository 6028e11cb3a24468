using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Verdicts;

/// <summary>What the rows say of one thing that is asked.</summary>
public enum Outcome
{
    /// <summary>Shown to be better than the baseline.</summary>
    Better,

    /// <summary>Shown, or met.</summary>
    Met,

    /// <summary>Shown not to be so.</summary>
    Missed,

    /// <summary>The rows do not suffice to tell.</summary>
    Open,
}

/// <summary>One thing that is asked, and what the rows say of it.</summary>
/// <param name="Name">Such as <c>pass rate</c>, or a metric's name.</param>
/// <param name="Outcome">What the rows say.</param>
/// <param name="Estimate">The candidate's, or the difference to the baseline.</param>
/// <param name="Interval">Of the estimate.</param>
/// <param name="Limit">What it is held against.</param>
/// <param name="Rows">That say something of it.</param>
/// <param name="Reason">In words.</param>
public sealed record Finding(string Name, Outcome Outcome, double Estimate, Interval Interval, double Limit, int Rows, string Reason)
{
    /// <summary>How the interval was made, with its source.</summary>
    public string Method { get; init; } = "";

    /// <summary>Which released agent it is about, by <see cref="Baseline.Name"/>; null where there is one, and of what is asked of the candidate alone.</summary>
    public string? Baseline { get; init; }

    /// <summary>For an open question: the rows that would answer it, if they go on as these; null where no number is known.</summary>
    public int? RowsNeeded { get; init; }
}
