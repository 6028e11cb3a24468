using System.Text.Json;
using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluation.Tests.Datasets;

/// <summary>Files as crashes, exports and other systems leave them: each is read, or refused with its place.</summary>
public sealed class NastyFiles : IDisposable
{
    private readonly SetFolder _folder = new();

    public static TheoryData<string> Names => [.. Files().Select(file => file.GetProperty("name").GetString()!)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void EachIsReadOrRefusedWithItsPlace(string name)
    {
        var file = Files().Single(file => file.GetProperty("name").GetString() == name);
        var path = _folder.Path(name);
        if (file.TryGetProperty("base64", out var bytes)) File.WriteAllBytes(path, bytes.GetBytesFromBase64());
        else File.WriteAllText(path, file.GetProperty("text").GetString());
        if (file.TryGetProperty("rows", out var rows))
        {
            var set = DatasetReader.Open(path);
            Assert.Equal((rows.GetInt32(), rows.GetInt32()), (set.Count, set.Rows().Count()));
            return;
        }

        var message = Assert.Throws<InvalidDataException>(() => DatasetReader.Open(path)).Message;
        Assert.Contains(file.GetProperty("error").GetString()!, message, StringComparison.Ordinal);
        Assert.Matches(@"^.+:\d+:\d+: ", message);
    }

    private static List<JsonElement> Files() =>
        [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "nasty-datasets.json"))).RootElement.EnumerateArray()];
}
