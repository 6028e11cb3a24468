namespace GenAIOps.Evaluation.Statistics;

/// <summary>An interval: of a share in [0, 1], of a difference of shares in [-1, 1], or of a mean in the unit of its values.</summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Whether a value lies inside; the ends belong to the interval.</summary>
    public bool Contains(double value) => value >= Low && value <= High;
}

/// <summary>What a test looks for, against the null hypothesis.</summary>
public enum Alternative
{
    /// <summary>A difference either way.</summary>
    TwoSided,

    /// <summary>A value below.</summary>
    Less,

    /// <summary>A value above.</summary>
    Greater,
}
