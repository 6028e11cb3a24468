using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GenAIOps.Pipeline.Agents;

/// <summary>YAML with places: a mistake is told with its file and line.</summary>
internal static class YamlFile
{
    /// <summary>Anchors and merge keys (<c>&lt;&lt;</c>) are resolved.</summary>
    /// <exception cref="InvalidDataException">The file is no YAML, or no single mapping.</exception>
    public static YamlMappingNode Root(string file, string begins)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StringReader(File.ReadAllText(file));
            stream.Load(new MergingParser(new Parser(reader)));
        }
        catch (YamlException e)
        {
            throw Wrong(file, e.Start.Line, $"is no YAML: {e.Message}");
        }

        return stream.Documents is [{ RootNode: YamlMappingNode root }] ? root : throw Wrong(file, 1, $"must be one mapping that begins with {begins}");
    }

    /// <returns>Null where it is absent, null, or a list or mapping.</returns>
    public static string? Scalar(YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var value) && value is YamlScalarNode scalar && !IsNull(scalar) ? scalar.Value : null;

    /// <summary>What a variable gets: null is the empty text.</summary>
    public static string? Text(YamlNode? node) => node is YamlScalarNode scalar ? IsNull(scalar) ? "" : scalar.Value : null;

    /// <returns>Null where it is absent or null.</returns>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static YamlMappingNode? Mapping(string file, YamlMappingNode? node, string key) => Child(node, key) switch
    {
        null => null,
        YamlMappingNode mapping => mapping,
        var other => throw Wrong(file, other.Start.Line, $"{key} must be a mapping"),
    };

    /// <returns>Null where it is absent or null.</returns>
    public static YamlNode? Child(YamlMappingNode? node, string key) => node is not null && node.Children.TryGetValue(key, out var value) && !IsNull(value) ? value : null;

    public static string Place(string file, long line) => $"{file}, line {line}";

    public static InvalidDataException Wrong(string file, long line, string what) => Wrong(Place(file, line), what);

    public static InvalidDataException Wrong(string place, string what) => new($"{place}: {what}. Mend it, then run the same command again.");

    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" or "Null" or "NULL" };
}
