using YamlDotNet.RepresentationModel;

namespace GenAIOps.Pipeline.Tests.Ci;

/// <summary>Reads a generated definition by keys.</summary>
internal static class Yaml
{
    public static YamlNode Read(string text)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(text));
        return Assert.Single(stream).RootNode;
    }

    public static YamlNode? At(this YamlNode node, params IEnumerable<string> keys) =>
        keys.Aggregate((YamlNode?)node, (at, key) => at is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null);

    public static string? Text(this YamlNode node, params IEnumerable<string> keys) => (node.At(keys) as YamlScalarNode)?.Value;

    /// <summary>The elements of a list; a lone value is one of one; empty where nothing is.</summary>
    public static IReadOnlyList<YamlNode> List(this YamlNode node, params IEnumerable<string> keys) => node.At(keys) switch
    {
        null => [],
        YamlSequenceNode list => [.. list],
        var one => [one],
    };

    public static IReadOnlyList<string> Texts(this YamlNode node, params IEnumerable<string> keys) => [.. node.List(keys).Select(one => ((YamlScalarNode)one).Value!)];

    public static IReadOnlyList<(string Key, YamlNode Value)> Entries(this YamlNode node, params IEnumerable<string> keys) =>
        [.. ((YamlMappingNode)node.At(keys)!).Select(entry => (((YamlScalarNode)entry.Key).Value!, entry.Value))];
}
