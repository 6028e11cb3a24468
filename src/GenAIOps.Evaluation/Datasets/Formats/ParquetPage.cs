namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>A page of a column: where it is in the file, its header included.</summary>
/// <param name="Offset">Of its header.</param>
/// <param name="Length">Bytes, header included.</param>
/// <param name="Uncompressed">Bytes of what it holds.</param>
/// <param name="Values">Values, nulls included; of a dictionary its entries.</param>
/// <param name="Kind">What it holds.</param>
internal readonly record struct ParquetPage(long Offset, long Length, int Uncompressed, int Values, ParquetPageKind Kind);
