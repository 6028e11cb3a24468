using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parquet;
using Parquet.Serialization;

namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>Apache Parquet, one row group in memory at a time. Lists and structures become JSON; a row's line is its number.</summary>
internal sealed class ParquetFormat : IRowFormat
{
    public string Name => "parquet";

    public IEnumerable<RawRow> Read(Stream file, Action<RowException> trouble)
    {
        var groups = Try(1, () => GroupsAsync(file));
        var number = 0;
        for (var group = 0; group < groups; group++)
        {
            foreach (var row in Try(number + 1, () => ReadGroupAsync(file, group)))
            {
                number++;
                yield return Row(number, row);
            }
        }
    }

    private static RawRow Row(int number, IDictionary<string, object?> row)
    {
        Dictionary<string, RawValue> columns = new(StringComparer.Ordinal);
        var column = 0;
        foreach (var (name, value) in row)
        {
            column++;
            if (value is not null) columns.Add(name, new RawValue(JsonSerializer.SerializeToElement(Json(value)), number, column));
        }

        return new RawRow(number, columns);
    }

    private static JsonNode? Json(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag,
        byte[] bytes => Convert.ToBase64String(bytes),
        float number when !float.IsFinite(number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        double number when !double.IsFinite(number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        IDictionary<string, object?> members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Json(member.Value)))),
        IDictionary map => new JsonObject(map.Keys.Cast<object>().Select(key => KeyValuePair.Create(Convert.ToString(key, System.Globalization.CultureInfo.InvariantCulture)!, Json(map[key])))),
        IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(Json)]),
        DateTime time => time.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        _ => JsonSerializer.SerializeToNode(value, value.GetType()),
    };

    private static async Task<int> GroupsAsync(Stream file)
    {
        file.Position = 0;
        await using var reader = await ParquetReader.CreateAsync(file, leaveStreamOpen: true);
        return reader.RowGroupCount;
    }

    private static async Task<IEnumerable<IDictionary<string, object?>>> ReadGroupAsync(Stream file, int group)
    {
        file.Position = 0;
        var read = await ParquetSerializer.DeserializeUntypedAsync(file, rowGroupIndex: group);
        return read.Data.Cast<IDictionary<string, object?>>();
    }

    private static T Try<T>(int row, Func<Task<T>> read)
    {
        try
        {
            return Task.Run(read).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A damaged file makes the library throw whatever the damage leads to.
            throw new RowException(row, 1, $"the file is no Parquet, or damaged: {e.Message.Split('\n')[0].TrimEnd('.')}");
        }
    }
}
