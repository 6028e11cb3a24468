namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>Something in a file that cannot be used.</summary>
/// <param name="line">From 1.</param>
/// <param name="column">From 1.</param>
/// <param name="message">What is wrong and what to do.</param>
internal sealed class RowException(int line, int column, string message) : Exception(message)
{
    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>It is the same in other rows, so it is told of the first and counted once.</summary>
    public bool IsOfTheFile { get; init; }
}
