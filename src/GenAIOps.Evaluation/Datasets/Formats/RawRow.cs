namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>A row as its file has it, before it is known what its columns mean.</summary>
/// <param name="Line">From 1; for formats without lines the row's number.</param>
/// <param name="Columns">By name; a column that is null in the file is missing.</param>
internal sealed record RawRow(int Line, IReadOnlyDictionary<string, RawValue> Columns);
