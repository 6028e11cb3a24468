namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>A file format: rows, or the problem that stands in a row's place.</summary>
internal interface IRowFormat
{
    /// <summary>Its name in a lock file.</summary>
    string Name { get; }

    /// <summary>Reads the stream to its end. A row that cannot be read is given to <paramref name="trouble"/>; what follows it is read on where the format allows it.</summary>
    IEnumerable<RawRow> Read(Stream file, Action<RowException> trouble);
}
