using System.Globalization;
using System.Text;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Monitor;

/// <summary>What a component received, as JSON lines: one file for a day, more when it grows; only ever appended to.</summary>
/// <remarks>
/// Not flushed to the disk item by item: after a power cut the last lines may be missing or torn, and a torn line is skipped. Files older than
/// <see cref="Retention"/> and, past <see cref="MostBytes"/>, the oldest are deleted.
/// </remarks>
internal sealed class TelemetryLog
{
    public static readonly TimeSpan Retention = TimeSpan.FromDays(7);
    public const long MostBytes = 128 << 20;
    public const long MostBytesOfFile = 8 << 20;

    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly long _mostBytes, _mostBytesOfFile;
    private string? _checked;

    public TelemetryLog(string folder, TimeProvider time, long mostBytes = MostBytes, long mostBytesOfFile = MostBytesOfFile)
    {
        (_folder, _time, _mostBytes, _mostBytesOfFile) = (folder, time, mostBytes, mostBytesOfFile);
        StateFile.CreateFolder(folder);
    }

    /// <returns>Every whole line, oldest file first.</returns>
    public IEnumerable<string> ReadLines()
    {
        DeleteOld();
        foreach (string path in Files())
        {
            using StreamReader reader = new(path, Encoding.UTF8);
            while (reader.ReadLine() is { } line)
            {
                if (line.Length > 0) yield return line;
            }
        }
    }

    /// <summary>One call at a time.</summary>
    /// <param name="lines">Without line breaks in them.</param>
    public void Append(IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) return;
        byte[] bytes = Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
        string path = CurrentFile();
        using FileStream file = Open(path);
        long before = file.Length;
        try
        {
            if (_checked != path && before > 0 && !EndsWithLine(file)) file.WriteByte((byte)'\n');
            _checked = path;
            file.Seek(0, SeekOrigin.End);
            file.Write(bytes);
            file.Flush();
        }
        catch (IOException)
        {
            file.SetLength(before);
            throw;
        }
    }

    private string CurrentFile()
    {
        string day = _time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string? last = Files().LastOrDefault(path => Path.GetFileName(path).StartsWith(day, StringComparison.Ordinal));
        int part = last is null ? 1 : int.Parse(Path.GetFileNameWithoutExtension(last)[^4..], CultureInfo.InvariantCulture);
        if (last is not null && new FileInfo(last).Length < _mostBytesOfFile) return last;
        DeleteOld();
        return Path.Combine(_folder, $"{day}.{(last is null ? 1 : part + 1):0000}.jsonl");
    }

    private void DeleteOld()
    {
        string oldest = (_time.GetUtcNow() - Retention).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        long total = 0;
        foreach (string path in Files().Reverse())
        {
            total += new FileInfo(path).Length;
            if (string.CompareOrdinal(Path.GetFileName(path)[..10], oldest) < 0 || total > _mostBytes - _mostBytesOfFile) StateFile.TryDelete(path);
        }
    }

    private string[] Files() => [.. Directory.EnumerateFiles(_folder, "????-??-??.????.jsonl").Order(StringComparer.Ordinal)];

    private static FileStream Open(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private static bool EndsWithLine(FileStream file)
    {
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n';
    }
}
