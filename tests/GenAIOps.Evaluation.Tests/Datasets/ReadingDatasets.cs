using System.Text;
using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluation.Tests.Datasets;

public sealed class ReadingDatasets : IDisposable
{
    private const string Row = """{"id":"g-1","query":"How long?","ground_truth":"Thirty days.","context":"Thirty days.","article":"returns","tags":["easy"]}""";
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("\uFEFF" + Row + "\r\n")]
    [InlineData(Row)]
    [InlineData(Row + "\n\n")]
    public void MarksAndLineEndsDoNotMatter(string text) => Assert.Equal("g-1", Assert.Single(Read(text).Rows()).Id);

    [Theory]
    [InlineData("{\"id\":\"g-1\"}", ":1:1: 'query' is missing")]
    [InlineData(Row + "\n{\"id\":", ":2:")]
    [InlineData(Row + "\n" + Row, "stands in line 1 already")]
    [InlineData("", "holds no row")]
    [InlineData("[]", "no JSON object")]
    public void WhatIsWrongIsNamedWithItsPlace(string text, string expected)
    {
        var message = Assert.Throws<InvalidDataException>(() => Read(text)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(_path, message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheHashIsThatOfTheBytes() => Assert.NotEqual(Read(Row).Sha256, Read(Row + "\n").Sha256);

    private Dataset Read(string text)
    {
        File.WriteAllText(_path, text, new UTF8Encoding(false));
        return DatasetReader.Open(_path);
    }
}
