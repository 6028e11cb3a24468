using System.Text;
using System.Text.Json;
using GenAIOps.Evaluation.Datasets.Formats;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GenAIOps.Evaluation.Datasets.Definitions;

/// <summary>Reads a definition's file as nodes with their places.</summary>
internal static class DefinitionFile
{
    private const int Deepest = 64;
    private const int Most = 100_000;

    /// <summary>The file's root, a mapping.</summary>
    /// <exception cref="InvalidDataException">The file is no YAML or JSON, or its root is something else.</exception>
    public static DefinitionNode Load(string file)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"{file} does not exist. Give agentops.yaml, azure.eval.yaml, eval.yaml, or the JSON of ai-agent-evals.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{file} cannot be read: {e.Message}", e);
        }

        var root = Path.GetExtension(file).Equals(".json", StringComparison.OrdinalIgnoreCase) ? Json(file, bytes) : Yaml(file, bytes);
        return root.Members is not null ? root : throw root.Wrong("the file must be one mapping");
    }

    private static DefinitionNode Yaml(string file, byte[] bytes)
    {
        using StreamReader text = new(new MemoryStream(bytes), new UTF8Encoding(false, throwOnInvalidBytes: true));
        Parser parser = new(text);
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _)) throw DefinitionNode.Error(file, 1, 1, "the file is empty");
            var root = new YamlNodes(file, parser).Read(0);
            parser.Consume<DocumentEnd>();
            return parser.TryConsume<StreamEnd>(out _) ? root : throw DefinitionNode.Error(file, (int)parser.Current!.Start.Line, 1, "the file has a second document, and must have one");
        }
        catch (YamlException e)
        {
            throw DefinitionNode.Error(file, Math.Max(1, (int)e.Start.Line), Math.Max(1, (int)e.Start.Column), $"is no YAML: {e.Message.Split('\n')[0].TrimEnd('.', '\r')}");
        }
        catch (InvalidOperationException)
        {
            // The parser's own, for some flow mappings that do not end.
            throw DefinitionNode.Error(file, Math.Max(1, (int)(parser.Current?.End.Line ?? 1)), Math.Max(1, (int)(parser.Current?.End.Column ?? 1)), "is no YAML from here on");
        }
        catch (DecoderFallbackException)
        {
            throw DefinitionNode.Error(file, 1, 1, "the file is no UTF-8; save it as UTF-8");
        }
    }

    private static DefinitionNode Json(string file, byte[] bytes)
    {
        var json = bytes.AsSpan();
        if (json.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) json = json[3..];
        Utf8JsonReader reader = new(json, JsonRow.Options);
        try
        {
            reader.Read();
            var root = Json(file, json, ref reader, isRoot: true);
            reader.Read();
            return root;
        }
        catch (JsonException e)
        {
            throw DefinitionNode.Error(file, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1, $"is no JSON: {JsonMessage.Of(e)}");
        }
        catch (InvalidOperationException)
        {
            throw Node(file, json, reader.TokenStartIndex).Wrong("a text is no valid UTF-8, or holds an escape that is half a character");
        }
    }

    /// <summary>The rows of the root are left out: they are read as a set.</summary>
    private static DefinitionNode Json(string file, ReadOnlySpan<byte> json, ref Utf8JsonReader reader, bool isRoot)
    {
        var node = Node(file, json, reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Dictionary<string, DefinitionNode> members = new(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var (name, at) = (reader.GetString()!, reader.TokenStartIndex);
                    reader.Read();
                    var isRows = isRoot && name is "data" && reader.TokenType == JsonTokenType.StartArray;
                    var value = isRows ? Node(file, json, reader.TokenStartIndex) with { Items = [] } : Json(file, json, ref reader, isRoot: false);
                    if (isRows) reader.Skip();
                    if (!members.TryAdd(name, value)) throw Node(file, json, at).Wrong($"'{name}' stands twice");
                }

                return node with { Members = members };
            case JsonTokenType.StartArray:
                List<DefinitionNode> items = [];
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Json(file, json, ref reader, isRoot: false));
                return node with { Items = items };
            case JsonTokenType.Null:
                return node;
            case JsonTokenType.String:
                return node with { Scalar = reader.GetString(), IsQuoted = true };
            default:
                return node with { Scalar = Encoding.UTF8.GetString(reader.ValueSpan) };
        }
    }

    private static DefinitionNode Node(string file, ReadOnlySpan<byte> json, long at)
    {
        var before = json[..(int)at];
        return new DefinitionNode(file, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1);
    }

    /// <summary>Nodes of a YAML document. An alias is its anchor's node; what has grown too large by aliases, or is nested too deeply, is refused.</summary>
    private sealed class YamlNodes(string file, Parser parser)
    {
        private readonly Dictionary<AnchorName, (DefinitionNode Node, int Size)> _anchors = [];
        private int _size;

        public DefinitionNode Read(int depth)
        {
            var begin = parser.Current!;
            DefinitionNode node = new(file, (int)begin.Start.Line, (int)begin.Start.Column);
            var before = _size;
            if (depth > Deepest) throw node.Wrong($"the file is nested more than {Deepest} deep");
            switch (parser.Consume<ParsingEvent>())
            {
                case AnchorAlias alias:
                    if (!_anchors.TryGetValue(alias.Value, out var found)) throw node.Wrong($"'*{alias.Value}' names no anchor before it");
                    _size += found.Size;
                    node = found.Node;
                    break;
                case Scalar { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" }:
                    break;
                case Scalar scalar:
                    node = node with { Scalar = scalar.Value, IsQuoted = scalar.Style != ScalarStyle.Plain };
                    break;
                case SequenceStart:
                    List<DefinitionNode> items = [];
                    while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Read(depth + 1));
                    node = node with { Items = items };
                    break;
                case MappingStart:
                    node = node with { Members = Members(depth) };
                    break;
            }

            if (++_size > Most) throw node.Wrong($"the file has more than {Most} values");
            if (begin is NodeEvent { Anchor.IsEmpty: false } anchored) _anchors[anchored.Anchor] = (node, _size - before);
            return node;
        }

        private Dictionary<string, DefinitionNode> Members(int depth)
        {
            Dictionary<string, DefinitionNode> members = new(StringComparer.Ordinal);
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                var key = Read(depth + 1);
                if (key.Scalar is null) throw key.Wrong("a key must be a text");
                if (!members.TryAdd(key.Scalar, Read(depth + 1))) throw key.Wrong($"'{key.Scalar}' stands twice");
            }

            return members;
        }
    }
}
