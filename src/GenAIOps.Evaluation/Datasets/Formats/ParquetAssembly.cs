using System.Text.Json;
using Parquet.Schema;

namespace GenAIOps.Evaluation.Datasets.Formats;

/// <summary>Puts records together from the columns of a row group and their levels.</summary>
/// <remarks>Melnik et al., Dremel: Interactive Analysis of Web-Scale Datasets (VLDB 2010), section 4.3; the levels as in the Parquet format's description of nested encoding.</remarks>
internal sealed class ParquetAssembly(IReadOnlyDictionary<DataField, ParquetLeaf> leaves)
{
    private readonly Dictionary<Field, ParquetLeaf[]> _under = [];

    /// <summary>Writes the field's value in the next row, as JSON.</summary>
    public void Write(Field field, Utf8JsonWriter json) => Write(field, json, 0);

    /// <summary>The columns that hold a field.</summary>
    public static IEnumerable<DataField> Leaves(Field field) => field switch
    {
        DataField data => [data],
        ListField list => Leaves(list.Item),
        MapField map => Leaves(map.Key).Concat(Leaves(map.Value)),
        StructField structure => structure.Fields.SelectMany(Leaves),
        _ => throw new NotSupportedException($"a field of kind {field.SchemaType} is not read"),
    };

    /// <param name="field">What is written.</param>
    /// <param name="json">Where to.</param>
    /// <param name="above">The definition level of what holds the field.</param>
    private void Write(Field field, Utf8JsonWriter json, int above)
    {
        if (IsMissing(field, above))
        {
            Skip(field);
            json.WriteNullValue();
            return;
        }

        switch (field)
        {
            case DataField { IsArray: true } data:
                Items(data, json, '[', () => leaves[data].Write(json));
                break;
            case DataField data:
                leaves[data].Write(json);
                break;
            case ListField list:
                Items(list, json, '[', () => Write(list.Item, json, list.MaxDefinitionLevel));
                break;
            case MapField { Key: DataField key } map:
                Items(map, json, '{', () =>
                {
                    json.WritePropertyName(leaves[key].Key());
                    Write(map.Value, json, map.MaxDefinitionLevel);
                });
                break;
            case StructField structure:
                Members(structure, json);
                break;
            default:
                throw new NotSupportedException($"a field of kind {field.SchemaType} is not read");
        }
    }

    /// <summary>Files have the members of all rows in each row; what a row does not have is left out.</summary>
    private void Members(StructField structure, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var member in structure.Fields)
        {
            if (IsMissing(member, structure.MaxDefinitionLevel))
            {
                Skip(member);
                continue;
            }

            json.WritePropertyName(member.Name);
            Write(member, json, structure.MaxDefinitionLevel);
        }

        json.WriteEndObject();
    }

    private void Items(Field field, Utf8JsonWriter json, char bracket, Action item)
    {
        if (bracket == '[') json.WriteStartArray();
        else json.WriteStartObject();
        var first = Under(field)[0];
        if (first.Definition < field.MaxDefinitionLevel) Skip(field);
        else do item(); while (first.Repetition == field.MaxRepetitionLevel);
        if (bracket == '[') json.WriteEndArray();
        else json.WriteEndObject();
    }

    /// <summary>A list may be there and empty; everything else is there or not.</summary>
    private bool IsMissing(Field field, int above) => field is ListField or MapField or DataField { IsArray: true }
        ? field.IsNullable && Under(field)[0].Definition <= above
        : Under(field)[0].Definition < field.MaxDefinitionLevel;

    private void Skip(Field field)
    {
        foreach (var leaf in Under(field)) leaf.Skip();
    }

    private ParquetLeaf[] Under(Field field)
    {
        if (_under.TryGetValue(field, out var found)) return found;
        return _under[field] = [.. Leaves(field).Select(leaf => leaves[leaf])];
    }
}
