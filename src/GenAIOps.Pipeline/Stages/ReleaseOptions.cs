namespace GenAIOps.Pipeline.Stages;

/// <summary>How a release was asked for.</summary>
/// <param name="Approve">The digest that is approved, several separated by commas, or <c>ask</c>; null: nobody approved.</param>
/// <param name="By">Who approves, as evidence has it.</param>
internal sealed record ReleaseOptions(string? Approve, string By)
{
    /// <summary>Names what is released together; null: an agent alone.</summary>
    public string? Set { get; init; }
}
