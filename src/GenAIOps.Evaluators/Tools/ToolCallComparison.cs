namespace GenAIOps.Evaluators.Tools;

/// <summary>How the calls of an answer compare with those that a good answer makes.</summary>
/// <param name="Matched">Calls that are as expected.</param>
/// <param name="Expected">Calls that were expected.</param>
/// <param name="Made">Calls that were made.</param>
/// <param name="Differences">Missing, extra and wrong calls, in words.</param>
public sealed record ToolCallComparison(int Matched, int Expected, int Made, IReadOnlyList<string> Differences)
{
    /// <summary>The matched share of the longer list, in [0, 1]; 1 where both are empty. So a missing call lowers it, and so does one too many.</summary>
    public double Accuracy => Math.Max(Expected, Made) == 0 ? 1 : (double)Matched / Math.Max(Expected, Made);
}
