namespace GenAIOps.Evaluation.Statistics;

/// <summary>What is known of a mean difference, candidate minus baseline; larger is better.</summary>
/// <param name="Estimate">The mean difference with its standard error.</param>
/// <param name="Alpha">The level of each bound.</param>
/// <param name="Margin">The drop that is still acceptable, above 0.</param>
/// <param name="LowerBound">One-sided: the difference is below it with a chance of at most about <paramref name="Alpha"/>.</param>
/// <param name="UpperBound">One-sided, above.</param>
public sealed record NonInferiorityResult(MeanEstimate Estimate, double Alpha, double Margin, double LowerBound, double UpperBound, BoundMethod Method)
{
    /// <summary>The drop is shown to be less than the margin.</summary>
    public bool NotInferior => LowerBound > -Margin;

    /// <summary>The drop is shown to be more than the margin.</summary>
    public bool Inferior => UpperBound < -Margin;

    /// <summary>The candidate is shown to be better.</summary>
    public bool Superior => LowerBound > 0;
}
