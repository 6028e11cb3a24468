using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using GenAIOps.Pipeline.Stages.Testing;

namespace GenAIOps.Pipeline.Support;

/// <summary>Reads and writes the JSON files of <c>artifacts/</c> and <c>.genaiops/</c>: snake_case, indented, replaced atomically.</summary>
internal static class JsonFile
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(KnownJson.Default, new DefaultJsonTypeInfoResolver()),
    };

    public static void Write<T>(string path, T value) => WriteText(path, JsonSerializer.Serialize(value, Options) + "\n");

    /// <summary>The former content stays whole until the new one is on the disk.</summary>
    public static void WriteText(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + ".new";
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Null where the file is absent or is not what it should be: the caller then does the work again.</summary>
    public static T? Read<T>(string path)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), Options);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>What every run reads, by code that is compiled ahead.</summary>
[JsonSerializable(typeof(TestSummary))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class KnownJson : JsonSerializerContext;
