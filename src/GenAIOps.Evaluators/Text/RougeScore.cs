namespace GenAIOps.Evaluators.Text;

/// <param name="Precision">Of the answer's words or runs, the share that the reference has, in [0, 1].</param>
/// <param name="Recall">Of the reference's, the share that the answer has, in [0, 1].</param>
public readonly record struct RougeScore(double Precision, double Recall)
{
    /// <summary>The harmonic mean of both; 0 where both are 0.</summary>
    public double F1 => Precision + Recall > 0 ? 2 * Precision * Recall / (Precision + Recall) : 0;

    internal static RougeScore Of(int shared, int answer, int reference) =>
        new(answer == 0 ? 0 : (double)shared / answer, reference == 0 ? 0 : (double)shared / reference);
}
