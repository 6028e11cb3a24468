using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GenAIOps.Pipeline.Agents;

/// <summary>YAML with places: a mistake is told with its file and line.</summary>
internal static class YamlFile
{
    /// <exception cref="InvalidDataException">The file is no YAML, or no single mapping.</exception>
    public static YamlMappingNode Root(string file, string begins)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StringReader(File.ReadAllText(file));
            stream.Load(reader);
        }
        catch (YamlException e)
        {
            throw Wrong(file, e.Start.Line, $"is no YAML: {e.Message}");
        }

        return stream.Documents is [{ RootNode: YamlMappingNode root }] ? root : throw Wrong(file, 1, $"must be one mapping that begins with {begins}");
    }

    /// <summary><c>cpu</c> and <c>memory</c> of a mapping.</summary>
    public static IEnumerable<Setting> Resources(string file, YamlMappingNode node) =>
        from name in new[] { "cpu", "memory" }
        where Scalar(node, name) is not null
        select new Setting(name, Scalar(node, name)!, Place(file, node.Children[name].Start.Line), IsVariable: false);

    public static string? Scalar(YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var value) && value is YamlScalarNode scalar ? scalar.Value : null;

    public static YamlMappingNode? Mapping(YamlMappingNode? node, string key) => node is not null && node.Children.TryGetValue(key, out var value) ? value as YamlMappingNode : null;

    public static string Place(string file, long line) => $"{file}, line {line}";

    public static InvalidDataException Wrong(string file, long line, string what) => Wrong(Place(file, line), what);

    public static InvalidDataException Wrong(string place, string what) => new($"{place}: {what}. Mend it, then run the same command again.");
}
