using System.Diagnostics;
using System.Text;

namespace GenAIOps.Emulator.Hosting;

/// <summary>What a workload prints, in a file that is kept from start to start and rolled over when large.</summary>
internal sealed class WorkloadLog : IDisposable
{
    private const long KeptBytes = 8 << 20;
    private const int TailLines = 50, LongestLine = 16_384;
    private readonly Queue<string> _tail = new();
    private readonly Lock _writes = new();
    private StreamWriter? _file;

    public WorkloadLog(string path)
    {
        Path = path;
        if (new FileInfo(path) is { Exists: true, Length: > KeptBytes }) File.Move(path, path + ".1", overwrite: true);
        FileStreamOptions options = new() { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _file = new StreamWriter(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), options) { AutoFlush = true };
    }

    public string Path { get; }

    public void Follow(Process process)
    {
        process.OutputDataReceived += (_, line) => Write(line.Data);
        process.ErrorDataReceived += (_, line) => Write(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Tail(int lines)
    {
        lock (_writes) return string.Join('\n', _tail.TakeLast(lines));
    }

    public void Dispose()
    {
        lock (_writes)
        {
            try { _file?.Dispose(); }
            catch (IOException) { }
            _file = null;
        }
    }

    private void Write(string? line)
    {
        if (line is null) return;
        if (line.Length > LongestLine) line = line[..LongestLine];
        lock (_writes)
        {
            _tail.Enqueue(line);
            if (_tail.Count > TailLines) _tail.Dequeue();
            try { _file?.WriteLine(line); }
            catch (IOException) { } // The disk is full: the workload goes on, its lines are lost.
        }
    }
}
