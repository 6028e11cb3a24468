using Parquet;
using Parquet.Data;
using Parquet.Meta;
using Parquet.Schema;

namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>
/// A column of a row group, decoded some pages at a time: with pages of a megabyte, as most writers make them, a group of any size is read in little
/// memory. A page is the least that can be decoded.
/// </summary>
internal sealed class ParquetChunk
{
    /// <summary>What is decoded at once, uncompressed, unless a single page holds more.</summary>
    public const int Bytes = 1 << 20;

    private const int Values = 1 << 16;

    private readonly ParquetRowGroupReader _group;
    private readonly DataField _column;
    private readonly ParquetWindow _window;
    private readonly int _bytes;
    private readonly ColumnMetaData _chunk;
    private readonly IEnumerator<ParquetPage> _pages;
    private ParquetPage? _dictionary;
    private bool _hasPage;

    public ParquetChunk(ParquetRowGroupReader group, DataField column, ParquetWindow window, int bytes)
    {
        (_group, _column, _window, _bytes) = (group, column, window, bytes);
        _chunk = group.GetMetadata(column)?.MetaData ?? throw new InvalidDataException("a row group does not have it");
        // Some writers give an offset of 0 for what is not there, and some one that is not of the first page.
        long[] offsets = [_chunk.DictionaryPageOffset ?? 0, _chunk.DataPageOffset, _chunk.IndexPageOffset ?? 0];
        _pages = ParquetPages.From(window.File, offsets.Where(offset => offset != 0).DefaultIfEmpty(long.MaxValue).Min(), _chunk.NumValues).GetEnumerator();
        // The library decodes them for each read, and they are of the whole column.
        _chunk.Statistics = null;
        Advance();
    }

    /// <summary>Bytes of the next page, uncompressed.</summary>
    public int NextSize => _hasPage ? _pages.Current.Uncompressed : 0;

    /// <summary>Decodes the next pages.</summary>
    /// <returns>null: there are no more.</returns>
    public RawColumnData? Next()
    {
        if (!_hasPage) return null;
        List<(long Offset, long Length)> parts = [];
        if (_dictionary is { } dictionary) parts.Add((dictionary.Offset, dictionary.Length));
        long values = 0, bytes = 0;
        do
        {
            parts.Add((_pages.Current.Offset, _pages.Current.Length));
            values += _pages.Current.Values;
            bytes += _pages.Current.Uncompressed;
            Advance();
        }
        while (_hasPage && bytes + _pages.Current.Uncompressed <= _bytes && values + _pages.Current.Values <= Values);

        _window.Show(parts);
        (_chunk.NumValues, _chunk.IndexPageOffset, _chunk.DictionaryPageOffset) = (values, null, null);
        _chunk.DataPageOffset = ParquetWindow.Start;
        return _group.ReadRawColumnDataBaseAsync(_column).AsTask().GetAwaiter().GetResult();
    }

    private void Advance()
    {
        while (_hasPage = _pages.MoveNext())
        {
            if (_pages.Current.Kind == ParquetPageKind.Dictionary) _dictionary = _pages.Current;
            else if (_pages.Current.Kind == ParquetPageKind.DataV2 && _column.MaxRepetitionLevel > 0) throw new InvalidDataException("lists in data pages of version 2 are not read; write the file with pages of version 1 (pyarrow: data_page_version='1.0')");
            else if (_pages.Current.Kind != ParquetPageKind.Index) return;
        }
    }
}
