using System.IO.Hashing;
using System.Runtime.InteropServices;
using GenAIOps.Evaluation.Datasets.Formats;

namespace GenAIOps.Evaluation.Datasets;

/// <summary>
/// Opens a set: JSON Lines, JSON, CSV or Parquet. The whole file is read once, row by row, so that everything that is wrong is said before anybody is
/// asked; the rows are read again when they are wanted.
/// </summary>
public static class DatasetReader
{
    /// <param name="path">The file; its extension says the format.</param>
    /// <param name="options">How it is read where its own names do not say it.</param>
    /// <exception cref="InvalidDataException">Lists every bad row with file, line and column.</exception>
    public static Dataset Open(string path, DatasetOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var given = options ?? new DatasetOptions();
        var reader = new CaseReader(new ColumnNames(given.Columns));
        var format = FormatOf(path);
        Problems problems = new(path, given.ShownProblems);
        List<ulong> ids = [];
        Columns columns = new();
        string sha256;
        long length;
        using (var file = OpenFile(path))
        {
            foreach (var row in Cases(file, format, reader, columns, problems)) ids.Add(Hash(row.Id));
            (sha256, length) = (file.Finish(), file.Length);
        }

        if (problems.Count == 0 && ids.Count == 0) problems.Add(new RowException(1, 1, "the file holds no row, so nothing could be judged. Add rows with query and ground_truth"));
        Duplicates(path, format, reader, ids, problems);
        problems.ThrowIfAny();
        return new Dataset(path, sha256, ids.Count, () => Again(path, format, reader, sha256, length)) { Format = format.Name, Columns = columns.Names };
    }

    internal static IRowFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".jsonl" or ".ndjson" => new JsonLinesFormat(),
        ".json" => new JsonDocumentFormat(),
        ".csv" or ".tsv" => new CsvFormat(),
        ".parquet" => new ParquetFormat(),
        var other => throw new InvalidDataException($"{path}: '{other}' is no format of a set. Nothing was asked. Give .jsonl, .json, .csv, .tsv or .parquet."),
    };

    private static HashedFile OpenFile(string path)
    {
        try
        {
            return new HashedFile(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"{path} does not exist. An agent needs a golden set and a safety set: JSON Lines with query, ground_truth and context.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{path} cannot be read: {e.Message} Nothing was asked.", e);
        }
    }

    private static IEnumerable<EvaluationCase> Cases(Stream file, IRowFormat format, CaseReader reader, Columns columns, Problems problems)
    {
        using var rows = format.Read(file, problems.Add).GetEnumerator();
        while (true)
        {
            EvaluationCase? row = null;
            try
            {
                if (!rows.MoveNext()) yield break;
                columns.Add(rows.Current);
                row = reader.Read(rows.Current);
            }
            catch (RowException e)
            {
                // One row is bad, or the format gave up: then there is no next one.
                problems.Add(e);
            }

            if (row is not null) yield return row;
        }
    }

    /// <summary>Ids are compared by hash; what looks the same is looked at again, in full.</summary>
    private static void Duplicates(string path, IRowFormat format, CaseReader reader, List<ulong> ids, Problems problems)
    {
        HashSet<ulong> suspects = [];
        ids.Sort();
        for (var i = 1; i < ids.Count; i++)
        {
            if (ids[i] == ids[i - 1]) suspects.Add(ids[i]);
        }

        if (suspects.Count == 0) return;
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        using var file = OpenFile(path);
        foreach (var (row, raw) in Sound(format.Read(file, _ => { }), reader))
        {
            if (!suspects.Contains(Hash(row.Id)) || seen.TryAdd(row.Id, raw.Line)) continue;
            problems.Add(new RowException(raw.Line, 1, reader.HasId(raw)
                ? $"id '{row.Id}' stands in line {seen[row.Id]} already; give each row its own"
                : $"the row is the same as that of line {seen[row.Id]}; give each an id if both are meant"));
        }
    }

    /// <summary>The rows that can be read, up to where the format gives up.</summary>
    private static IEnumerable<(EvaluationCase Row, RawRow Raw)> Sound(IEnumerable<RawRow> raws, CaseReader reader)
    {
        using var rows = raws.GetEnumerator();
        while (true)
        {
            EvaluationCase? row = null;
            try
            {
                if (!rows.MoveNext()) yield break;
                row = reader.Read(rows.Current);
            }
            catch (RowException)
            {
                // Told already.
            }

            if (row is not null) yield return (row, rows.Current);
        }
    }

    private static IEnumerable<EvaluationCase> Again(string path, IRowFormat format, CaseReader reader, string sha256, long length)
    {
        using var file = OpenFile(path);
        if (file.Length != length) throw Changed(path);
        using var rows = format.Read(file, problem => throw problem).GetEnumerator();
        while (true)
        {
            EvaluationCase row;
            try
            {
                if (!rows.MoveNext()) break;
                row = reader.Read(rows.Current);
            }
            catch (RowException)
            {
                throw Changed(path);
            }

            yield return row;
        }

        if (file.Finish() != sha256) throw Changed(path);
    }

    private static InvalidDataException Changed(string path) =>
        new($"{path} was changed while it was in use, so its rows no longer are those that were checked. What was answered is kept. Run the same command again.");

    private static ulong Hash(string id) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(id.AsSpan()));

    /// <summary>Names of columns in the order in which they are met; of a file that makes up new ones in each row, the first.</summary>
    private sealed class Columns
    {
        private const int Most = 1000;
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
        private readonly List<string> _names = [];

        public IReadOnlyList<string> Names => _names;

        public void Add(RawRow row)
        {
            foreach (var name in row.Columns.Keys)
            {
                if (_names.Count < Most && _seen.Add(name)) _names.Add(name);
            }
        }
    }

    /// <summary>What is wrong with a file.</summary>
    private sealed class Problems(string path, int shown)
    {
        private readonly List<string> _shown = [];
        private readonly HashSet<string> _ofTheFile = new(StringComparer.Ordinal);

        public int Count { get; private set; }

        public void Add(RowException problem)
        {
            if (problem.IsOfTheFile && !_ofTheFile.Add(problem.Message)) return;
            if (Count++ < shown) _shown.Add($"{path}:{problem.Line}:{problem.Column}: {problem.Message.TrimEnd('.')}.");
        }

        public void ThrowIfAny()
        {
            if (Count == 0) return;
            var more = Count > _shown.Count ? $"\n... and {Count - _shown.Count} more" : "";
            throw new InvalidDataException($"{string.Join('\n', _shown)}{more}\nNothing was asked. Mend the rows, then run the same command again.");
        }
    }
}
