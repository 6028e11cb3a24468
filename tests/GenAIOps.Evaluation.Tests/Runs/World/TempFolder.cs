namespace GenAIOps.Evaluation.Tests.Runs;

/// <summary>A folder for one test.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("genaiops-runs-").FullName;
    private int _next;

    /// <summary>A folder in it that nobody had before.</summary>
    public string Next() => Path.Combine(_path, Interlocked.Increment(ref _next).ToString(System.Globalization.CultureInfo.InvariantCulture));

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
