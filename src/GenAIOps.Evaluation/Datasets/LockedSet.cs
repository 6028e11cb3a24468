namespace GenAIOps.Evaluation.Datasets;

/// <param name="Sha256">Of the file's bytes, hex.</param>
/// <param name="Rows">How many.</param>
/// <param name="Format">As <see cref="Dataset.Format"/>.</param>
public sealed record LockedSet(string Sha256, int Rows, string Format)
{
    /// <summary>As <see cref="Dataset.Columns"/>.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];
}
