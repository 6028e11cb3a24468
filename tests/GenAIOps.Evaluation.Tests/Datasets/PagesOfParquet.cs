using CsCheck;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Datasets.Formats;

namespace GenAIOps.Evaluation.Tests.Datasets;

/// <summary>
/// Columns of many pages, with dictionaries that overflow into plain pages. The files were written by parquet-rs 59.3 (by way of parquet-wasm 0.8), one
/// row group each, with pages of 512 bytes; their rows follow a rule.
/// </summary>
public sealed class PagesOfParquet
{
    [Theory]
    [InlineData("pages-v1.parquet")]
    [InlineData("pages-v2.parquet")]
    public void EveryRowIsTheSameHoweverManyPagesAreDecodedAtOnce(string file)
    {
        foreach (var bytes in new[] { 1, 700, 2000, ParquetChunk.Bytes })
        {
            var rows = Rows(file, bytes);
            Assert.Equal(200, rows.Count);
            for (var i = 0; i < rows.Count; i++) AssertRow(i, rows[i], nested: file == "pages-v1.parquet");
        }
    }

    [Fact]
    public void TheFilesHaveTheirPages()
    {
        using var file = File.OpenRead(PathOf("pages-v1.parquet"));
        var pages = ParquetPages.From(file, 4, 200).ToList();
        Assert.Equal(ParquetPageKind.Dictionary, pages[0].Kind);
        Assert.InRange(pages.Count, 5, 50);
        Assert.Equal(200, pages.Skip(1).Sum(page => page.Values));
        Assert.Contains("more than the 100 values", Assert.Throws<InvalidDataException>(() => ParquetPages.From(file, 4, 100).Count()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => ParquetPages.From(file, 5, 100).Count());
    }

    [Fact]
    public void ListsInPagesOfVersionTwoAreRefusedInWords()
    {
        var message = Assert.Throws<InvalidDataException>(() => DatasetReader.Open(PathOf("lists-v2.parquet"))).Message;
        Assert.Contains("lists-v2.parquet:1:5: column 'tags/list/item' cannot be read: lists in data pages of version 2 are not read; write the file with pages of version 1", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pages-v1.parquet")]
    [InlineData("pages-v2.parquet")]
    public void WhateverIsDamagedIsRefusedOrRead(string name)
    {
        var bytes = File.ReadAllBytes(PathOf(name));
        Gen.Select(Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte).Array[1, 4], Gen.Int[1, 3000]).Sample((changes, window) =>
        {
            var changed = bytes.ToArray();
            foreach (var (at, value) in changes) changed[at] = value;
            try
            {
                Read(new MemoryStream(changed), window);
            }
            catch (RowException e)
            {
                Assert.True(e.Line is >= 1 and <= 201 && e.Column >= 1, $"{e.Line}:{e.Column}: {e.Message}");
            }
        }, iter: 200);
    }

    [Fact]
    public void AColumnThatEndsEarlyIsToldWithItsRow()
    {
        var bytes = File.ReadAllBytes(PathOf("pages-v1.parquet"));
        var pages = ParquetPages.From(new MemoryStream(bytes), 4, 200).Skip(1).Select(page => page.Values).ToList();
        var values = pages[0];
        for (var i = 1; values < 64; i++) values += pages[i];
        Assert.InRange(values, 64, 199);

        // The footer says 200 (a field of 64 bits, zigzag varint) of the file's rows first, then of the first column's values; another number of two bytes takes the place of these.
        ReadOnlySpan<byte> twoHundred = [0x16, 0x90, 0x03];
        var at = bytes.Length - 8 - BitConverter.ToInt32(bytes, bytes.Length - 8);
        at += bytes.AsSpan(at).IndexOf(twoHundred) + twoHundred.Length;
        at += bytes.AsSpan(at).IndexOf(twoHundred);
        (bytes[at + 1], bytes[at + 2]) = ((byte)((2 * values & 0x7F) | 0x80), (byte)(2 * values >> 7));
        var trouble = Assert.Throws<RowException>(() => Read(new MemoryStream(bytes), 700));
        Assert.Equal((values + 1, 1, "column 'id' cannot be read: it has fewer values than its row group has rows"), (trouble.Line, trouble.Column, trouble.Message));
    }

    private static void AssertRow(int i, RawRow row, bool nested)
    {
        Assert.Equal(i + 1, row.Line);
        Assert.Equal($"row-{i}", row.Columns["id"].Value.GetString());
        Assert.Equal($"How long do I have to return item number {i} of my order?", row.Columns["query"].Value.GetString());
        Assert.Equal($"You have {i % 60} days to return it.", row.Columns["ground_truth"].Value.GetString());
        Assert.Equal(i % 7 == 3 ? null : $"Items can be returned within {i % 60} days, if they are unused and in their box; item {i} is no exception.", row.Columns.TryGetValue("context", out var context) ? context.Value.GetString() : null);
        if (!nested) return;
        Assert.Equal(Enumerable.Range(0, i % 4).Select(k => $"t{(i + k) % 10}"), row.Columns["tags"].Value.EnumerateArray().Select(tag => tag.GetString()!));
        Assert.Equal(i % 5 == 0 ? null : i, row.Columns.TryGetValue("count", out var count) ? count.Value.GetInt32() : default(int?));
        Assert.Equal(i % 3 == 0, row.Columns["critical"].Value.GetBoolean());
        Assert.Equal(i / 7.0, row.Columns["share"].Value.GetDouble());
    }

    private static List<RawRow> Rows(string name, int bytes)
    {
        using var file = File.OpenRead(PathOf(name));
        return Read(file, bytes);
    }

    private static List<RawRow> Read(Stream file, int bytes) => [.. new ParquetFormat(bytes).Read(file, trouble => throw trouble)];

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Vectors", "parquet", name);
}
