using System.Text.Json;

namespace GenAIOps.Evaluation.Datasets;

/// <summary>What sets were when somebody looked at them last: <c>datasets.lock.json</c>, beside them in version control, so that a changed row is seen in review.</summary>
/// <param name="Schema"><c>urn:genaiops:datasets-lock:v1</c>.</param>
/// <param name="Sets">By file, relative to the lock's folder, with forward slashes.</param>
public sealed record DatasetLock(string Schema, IReadOnlyDictionary<string, LockedSet> Sets)
{
    public const string FileName = "datasets.lock.json";
    private const string Version = "urn:genaiops:datasets-lock:v1";
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, NewLine = "\n" };

    public static DatasetLock Of(string folder, params IEnumerable<Dataset> sets) => new(
        Version,
        new SortedDictionary<string, LockedSet>(sets.ToDictionary(set => Key(folder, set), set => new LockedSet(set.Sha256, set.Count, set.Format) { Columns = set.Columns }), StringComparer.Ordinal));

    /// <exception cref="InvalidDataException">The file is no lock.</exception>
    public static DatasetLock? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<DatasetLock>(File.ReadAllBytes(path), s_json) is { Schema: Version, Sets: not null } read
                ? read
                : throw new InvalidDataException($"{path} is not of the form {Version}. Nothing was asked. Delete it, and lock the sets again.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}:{(e.LineNumber ?? 0) + 1}:{(e.BytePositionInLine ?? 0) + 1}: the lock cannot be read. Nothing was asked. Delete it, and lock the sets again.", e);
        }
    }

    public void Write(string folder)
    {
        var path = Path.Combine(folder, FileName);
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(this, s_json) + "\n");
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>What is not as it was locked, one sentence each; empty where all is.</summary>
    public IEnumerable<string> Differences(string folder, params IEnumerable<Dataset> sets)
    {
        foreach (var set in sets)
        {
            var key = Key(folder, set);
            if (!Sets.TryGetValue(key, out var locked)) yield return $"{key} is not in {FileName}";
            else if (locked.Sha256 != set.Sha256) yield return $"{key} has {set.Count} rows and the hash {set.Sha256}, and was locked with {locked.Rows} rows and {locked.Sha256}{Columns(locked.Columns, set.Columns)}";
        }
    }

    /// <summary>Nothing where the sets are as they were locked, or the folder has no lock.</summary>
    /// <param name="folder">Where the lock stands.</param>
    /// <param name="accept">The command that locks the sets as they are now, for the message.</param>
    /// <param name="sets">As they are now.</param>
    /// <exception cref="InvalidDataException">A set is not as it was locked, or the lock cannot be read.</exception>
    public static void Verify(string folder, string accept, params IReadOnlyList<Dataset> sets)
    {
        if (Read(folder)?.Differences(folder, sets).ToList() is not { Count: > 0 } differences) return;
        throw new InvalidDataException($"{string.Join('\n', differences.Select(difference => difference + "."))}\nNothing was asked. Undo the change, or accept it: {accept}, and commit {FileName} with the set.");
    }

    private static string Columns(IReadOnlyList<string> before, IReadOnlyList<string> now)
    {
        var (added, removed) = (now.Except(before, StringComparer.Ordinal).ToList(), before.Except(now, StringComparer.Ordinal).ToList());
        return (added.Count > 0 ? $"; columns that are new: {string.Join(", ", added)}" : "") + (removed.Count > 0 ? $"; columns that are gone: {string.Join(", ", removed)}" : "");
    }

    private static string Key(string folder, Dataset set) => Path.GetRelativePath(folder, set.Path).Replace('\\', '/');
}
