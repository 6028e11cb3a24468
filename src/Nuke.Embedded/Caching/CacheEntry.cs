using System.Text.Json;
using System.Text.Json.Serialization;
using Nuke.Common.IO;

namespace Nuke.Common.Caching;

/// <summary>What a target left behind, by its key.</summary>
/// <param name="Schema">1.</param>
/// <param name="Target">Its name.</param>
/// <param name="Created">UTC.</param>
/// <param name="Outputs">Every file that its patterns name.</param>
/// <param name="Summary">What it reported for the closing table.</param>
/// <param name="Result">What it returned; null for nothing.</param>
internal sealed record CacheEntry(
    int Schema, string Target, DateTimeOffset Created, IReadOnlyList<FileState> Outputs, IReadOnlyDictionary<string, string> Summary, TargetResult? Result)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, s_options);

    /// <exception cref="InvalidDataException">It is not an entry of this target, or names what is not below the root, or not an output.</exception>
    public static CacheEntry Parse(byte[] json, string target, FileSet outputs)
    {
        CacheEntry? entry;
        try
        {
            entry = JsonSerializer.Deserialize<CacheEntry>(json, s_options);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"the entry is not JSON of its schema: {e.Message}", e);
        }

        if (entry is not { Schema: 1, Outputs: not null, Summary: not null } || entry.Target != target) throw new InvalidDataException("the entry is of another schema or target");
        foreach (var file in entry.Outputs)
        {
            if (file is null || !IsBelow(file.Path) || !outputs.Contains(file.Path)) throw new InvalidDataException($"the entry names '{file?.Path}', which is no output of {target}");
            if (file.Link is null ? !IsDigest(file.Digest) : !IsLinkBelow(file)) throw new InvalidDataException($"the entry has no valid content for '{file.Path}'");
        }

        if (entry.Outputs.DistinctBy(x => x.Path).Count() != entry.Outputs.Count) throw new InvalidDataException("the entry names a file twice");
        return entry;
    }

    public static bool IsDigest(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);

    private static bool IsBelow(string? path) =>
        path is { Length: > 0 } && !path.Contains('\\', StringComparison.Ordinal) && path.Split('/').All(x => x is not ("" or "." or "..")) && !Path.IsPathRooted(path);

    /// <summary>A link may point to where its own folder allows, and never above the root.</summary>
    public static bool IsLinkBelow(FileState file)
    {
        if (file.Link is not { Length: > 0 } link || Path.IsPathRooted(link)) return false;
        var depth = file.Path.Count(x => x == '/');
        foreach (var segment in link.Replace('\\', '/').Split('/'))
        {
            depth += segment switch { ".." => -1, "" or "." => 0, _ => 1 };
            if (depth < 0) return false;
        }

        return true;
    }
}
