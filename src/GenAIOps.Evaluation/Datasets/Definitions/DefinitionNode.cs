using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GenAIOps.Evaluation.Datasets;

/// <summary>A value of a YAML file that knows where it stands.</summary>
internal sealed class DefinitionNode(string file, YamlNode node)
{
    public bool IsText => node is YamlScalarNode;

    public DefinitionNode this[string key] => new(file, ((YamlMappingNode)node).Children[key]);

    public IEnumerable<string> Keys => node is YamlMappingNode map ? map.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "") : [];

    /// <summary>The file's root, a mapping.</summary>
    public static DefinitionNode Load(string file)
    {
        YamlStream stream = [];
        try
        {
            using var reader = new StreamReader(file);
            stream.Load(reader);
        }
        catch (YamlException e)
        {
            throw Error(file, e.Start.Line, e.Start.Column, $"is no YAML: {e.Message.TrimEnd('.')}");
        }

        return stream.Documents is [{ RootNode: YamlMappingNode root }] ? new DefinitionNode(file, root) : throw Error(file, 1, 1, "must be one mapping");
    }

    public bool Has(string key) => node is YamlMappingNode map && map.Children.TryGetValue(key, out var value) && value is not YamlScalarNode { Value: null or "" or "~" or "null" };

    /// <summary>The text, or null where the key is missing.</summary>
    public string? Text(string key) => !Has(key) ? null : this[key].AsText(key);

    public DefinitionNode? Map(string key) => !Has(key) ? null : this[key].Node is YamlMappingNode ? this[key] : throw this[key].Wrong($"'{key}' must be a mapping");

    public IReadOnlyList<DefinitionNode> List(string key) => !Has(key) ? [] : this[key].Node is YamlSequenceNode list ? [.. list.Children.Select(item => new DefinitionNode(file, item))] : throw this[key].Wrong($"'{key}' must be a list");

    /// <summary>Texts by key; numbers are texts too.</summary>
    public IReadOnlyDictionary<string, string> Texts(string key) => Map(key) is { } map ? map.Keys.ToDictionary(name => name, name => map[name].AsText(name)) : new Dictionary<string, string>();

    public string AsText(string key) => node is YamlScalarNode { Value: { } text } ? text : throw Wrong($"'{key}' must be a text");

    public JsonElement AsJson() => JsonSerializer.SerializeToElement(Json(node));

    public InvalidDataException Wrong(string what) => Error(file, node.Start.Line, node.Start.Column, what);

    private YamlNode Node => node;

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(pair.Key.ToString(), Json(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: var text } when text is "true" or "false" => text == "true",
        YamlScalarNode { Style: ScalarStyle.Plain, Value: var text } when double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "" or "~" or "null" } => null,
        _ => node.ToString(),
    };

    private static InvalidDataException Error(string file, long line, long column, string what) =>
        new($"{file}:{line}:{column}: {what}. Nothing was asked. Mend the file, then run the same command again.");
}
