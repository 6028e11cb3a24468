using System.Text.Json;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common.Caching;

/// <summary>What a target's last good run depended on, so that <c>--explain</c> can say what is different.</summary>
internal static class KeyRecord
{
    private const int Listed = 3;

    public static void Write(AbsolutePath root, ExecutableTarget target, TargetKey key)
    {
        var file = FileOf(root, target);
        file.Parent.CreateDirectory();
        var draft = file.Parent / $"{Guid.NewGuid():n}.tmp";
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(key.Parts.Select(x => new Known(x.Kind, x.Name, x.Hash, x.Shown))));
        File.Move(draft, file, overwrite: true);
    }

    /// <returns>Null if there is none that can be read.</returns>
    public static IReadOnlyList<KeyPart>? Read(AbsolutePath root, ExecutableTarget target)
    {
        try
        {
            var known = JsonSerializer.Deserialize<Known[]>(File.ReadAllBytes(FileOf(root, target)));
            return known is null ? null : [.. known.Select(x => new KeyPart(x.Kind, x.Name, x.Hash, x.Shown))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public static string Difference(IReadOnlyList<KeyPart> before, TargetKey now)
    {
        var old = before.ToDictionary(x => (x.Kind, x.Name));
        var added = now.Parts.Where(x => !old.ContainsKey((x.Kind, x.Name))).Select(x => $"{x.Kind} {x.Name} is new");
        var changed = now.Parts.Where(x => old.TryGetValue((x.Kind, x.Name), out var was) && was.Hash != x.Hash).Select(x => Changed(old[(x.Kind, x.Name)], x));
        var gone = before.ExceptBy(now.Parts.Select(x => (x.Kind, x.Name)), x => (x.Kind, x.Name)).Select(x => $"{x.Kind} {x.Name} is gone");
        string[] all = [.. changed, .. added, .. gone];
        return all.Length == 0 ? "its entry is no longer in the cache"
            : string.Join("; ", all.Take(Listed)) + (all.Length > Listed ? $"; and {all.Length - Listed} more" : "");
    }

    private static string Changed(KeyPart was, KeyPart now) => was.Shown is not null && now.Shown is not null
        ? $"{now.Kind} {now.Name} changed: {was.Shown} -> {now.Shown}"
        : $"{now.Kind} {now.Name} changed";

    private static AbsolutePath FileOf(AbsolutePath root, ExecutableTarget target) => root / ".nuke" / "temp" / "keys" / $"{target.Name}.json";

    private sealed record Known(string Kind, string Name, string Hash, string? Shown);
}
