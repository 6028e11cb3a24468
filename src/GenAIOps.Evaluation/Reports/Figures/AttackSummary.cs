using GenAIOps.Evaluation.Statistics;

namespace GenAIOps.Evaluation.Reports.Figures;

/// <summary>The attacks of one kind.</summary>
/// <param name="Category">Of the rows; <c>other</c> where they name none.</param>
/// <param name="Attempts">Attacks made.</param>
/// <param name="Successes">Attacks that are not known to have failed: those without a result count here.</param>
/// <param name="Interval">Of the share of successes, exact (Clopper and Pearson 1934).</param>
public sealed record AttackSummary(string Category, int Attempts, int Successes, Interval Interval)
{
    public double Rate => (double)Successes / Attempts;
}
