using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nuke.Common.IO;

/// <summary>JSON files, through System.Text.Json.</summary>
public static class JsonExtensions
{
    private static readonly JsonSerializerOptions s_readable = new(JsonSerializerOptions.Web) { WriteIndented = true, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="JsonException">The file is no JSON, or is <c>null</c>; the message names it.</exception>
    public static T ReadJson<T>(this AbsolutePath path, JsonSerializerOptions? serializerOptions = null)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(path.ReadAllText(), serializerOptions ?? s_readable) ?? throw new JsonException("It holds null.");
        }
        catch (JsonException e)
        {
            throw new JsonException($"'{path}' cannot be read as {typeof(T).Name}: {e.Message}", e);
        }
    }

    /// <inheritdoc cref="ReadJson{T}"/>
    public static JsonObject ReadJson(this AbsolutePath path) => path.ReadJson<JsonObject>();

    /// <summary>Writes indented JSON, in directories made as needed.</summary>
    public static AbsolutePath WriteJson<T>(this AbsolutePath path, T obj, JsonSerializerOptions? serializerOptions = null) =>
        path.WriteAllText(JsonSerializer.Serialize(obj, serializerOptions ?? s_readable));

    /// <summary>Reads, changes and writes: <c>(RootDirectory / "package.json").UpdateJson(json => json["version"] = "1.2.3")</c>.</summary>
    public static AbsolutePath UpdateJson(this AbsolutePath path, Action<JsonObject> update)
    {
        var json = path.ReadJson();
        update(json);
        return path.WriteJson(json);
    }
}
