namespace GenAIOps.Evaluators.Judges;

/// <summary>One level of a scale.</summary>
/// <param name="Definition">What an answer at this level is like.</param>
/// <param name="Example">An anchor: a short case that stands exactly here, and why. Empty: none.</param>
public sealed record RubricLevel(string Definition, string Example = "")
{
    /// <summary>A level without an example.</summary>
    public static implicit operator RubricLevel(string definition) => FromString(definition);

    /// <summary>A level without an example.</summary>
    public static RubricLevel FromString(string definition) => new(definition);
}
