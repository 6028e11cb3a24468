using System.Text.Json;

namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>A row as its file has it, before it is known what its columns mean.</summary>
/// <param name="Line">From 1; for formats without lines the row's number.</param>
/// <param name="Columns">By name; a column that is null in the file is missing.</param>
internal sealed record RawRow(int Line, IReadOnlyDictionary<string, RawValue> Columns);

/// <param name="Value">Never undefined and never null.</param>
/// <param name="Line">Where it begins.</param>
/// <param name="Column">Where it begins, from 1.</param>
internal readonly record struct RawValue(JsonElement Value, int Line, int Column);

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

/// <summary>A file format: rows, or the problem that stands in a row's place.</summary>
internal interface IRowFormat
{
    /// <summary>Its name in a lock file.</summary>
    string Name { get; }

    /// <summary>Reads the stream to its end. A row that cannot be read is given to <paramref name="trouble"/>; what follows it is read on where the format allows it.</summary>
    IEnumerable<RawRow> Read(Stream file, Action<RowException> trouble);
}
