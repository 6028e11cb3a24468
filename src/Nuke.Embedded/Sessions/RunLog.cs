using System.Globalization;
using System.Text;
using Nuke.Common.IO;

namespace Nuke.Common.Sessions;

/// <summary>
/// All that a run said, also what the screen did not show: one file a run under <c>.nuke/temp/logs</c>, one line for each, with time and target.
/// Every line is on the disk when it has been written, so that a killed build leaves its log.
/// </summary>
internal sealed class RunLog : IDisposable
{
    /// <summary>How many runs are kept.</summary>
    private const int Newest = 20;
    private const string TimeFormat = "HH:mm:ss.fff";

    private readonly StreamWriter _writer;
    private readonly TimeProvider _time;

    private RunLog(AbsolutePath file, TimeProvider time)
    {
        _time = time;
        Path = file;
        _writer = new StreamWriter(new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
    }

    public AbsolutePath Path { get; }

    /// <exception cref="IOException">The file cannot be made.</exception>
    public static RunLog Open(AbsolutePath root, TimeProvider time)
    {
        var folder = root / ".nuke" / "temp" / "logs";
        folder.CreateDirectory();
        Forget(folder);
        var name = time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture);
        RunLog log = new(folder / $"{name}-{Environment.ProcessId}.log", time);
        return log;
    }

    public void Write(string line, Tone tone, string? target)
    {
        var level = tone switch { Tone.Bad => "error", Tone.Warning => "warn", Tone.Dim => "debug", _ => "" };
        _writer.WriteLine($"{_time.GetUtcNow().UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)} {level,-5} {(target is null ? "" : target + " | ")}{line}");
    }

    /// <summary>Removes the file: what was read is of no interest to anybody.</summary>
    public void Discard()
    {
        Dispose();
        Path.DeleteFile();
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>Makes room for one more. Names begin with the time, so the oldest come first.</summary>
    private static void Forget(AbsolutePath folder)
    {
        var logs = Directory.GetFiles(folder, "*.log");
        if (logs.Length < Newest) return;
        Array.Sort(logs, StringComparer.Ordinal);
        foreach (var log in logs.AsSpan(0, logs.Length - Newest + 1))
        {
            try
            {
                File.Delete(log);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody reads it, or it is somebody else's: it goes with a later run.
            }
        }
    }
}
