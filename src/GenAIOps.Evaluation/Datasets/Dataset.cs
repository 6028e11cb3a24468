namespace GenAIOps.Evaluation.Datasets;

/// <summary>A set of rows that was found to be sound. It holds no rows: they are read again each time they are wanted, so a set may be larger than memory.</summary>
/// <param name="path">The file, as it was named.</param>
/// <param name="sha256">Of its bytes, hex.</param>
/// <param name="count">Its rows.</param>
/// <param name="rows">Reads them, in file order.</param>
public sealed class Dataset(string path, string sha256, int count, Func<IEnumerable<EvaluationCase>> rows)
{
    public string Path { get; } = path;

    public string Sha256 { get; } = sha256;

    public int Count { get; } = count;

    /// <summary>Reads the rows, in file order.</summary>
    public IEnumerable<EvaluationCase> Rows() => rows();

    /// <summary>The first rows of the set, as a set of their own.</summary>
    public Dataset Take(int most) => new(Path, Sha256, Math.Min(most, Count), () => rows().Take(most));

    /// <summary>Rows that stand in no file.</summary>
    public static Dataset Of(string name, params IReadOnlyList<EvaluationCase> rows) =>
        new(name, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(rows))), rows.Count, () => rows);
}
