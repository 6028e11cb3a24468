using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Hosting;

/// <summary>Every request to the APIs, a line each in <c>requests.jsonl</c>: who, what, the answer's status. No query, no header, no body.</summary>
/// <remarks>Requests only queue their line; one writer appends them. Beyond <see cref="KeptBytes"/> the file becomes <c>requests.1.jsonl</c>, and the one before that is gone.</remarks>
internal sealed class RequestLog : IBackgroundWork, IAsyncDisposable
{
    public const long KeptBytes = 32 << 20;

    private sealed record Entry(long Sequence, string? Line, TaskCompletionSource? Flushed);

    private readonly string _path;
    private readonly long _keptBytes;
    private readonly TimeProvider _time;
    private readonly ILogger<RequestLog> _logger;
    private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _order = new();
    private long _sequence;
    private Task _writer = Task.CompletedTask;

    public RequestLog(EmulatorInstance instance, TimeProvider time, ILogger<RequestLog> logger) : this(instance.State, KeptBytes, time, logger) { }

    internal RequestLog(string state, long keptBytes, TimeProvider time, ILogger<RequestLog> logger)
    {
        (_path, _keptBytes, _time, _logger) = (Path.Combine(state, "requests.jsonl"), keptBytes, time, logger);
        _sequence = Read(long.MinValue).Select(each => each.Sequence).DefaultIfEmpty().Max();
    }

    private string OldPath => Path.ChangeExtension(_path, ".1.jsonl");

    public Task StartAsync(CancellationToken stopping)
    {
        _writer = Task.Run(WriteAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public void Add(HttpContext http)
    {
        Caller? caller = Caller.Of(http);
        JsonObject line = new()
        {
            ["seq"] = 0,
            ["time"] = _time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["principal"] = caller?.Name ?? "anonymous",
            ["method"] = http.Request.Method,
            ["path"] = http.Request.Path.Value,
            ["status"] = http.Response.StatusCode,
        };
        if (caller?.ObjectId is { Length: > 0 } objectId) line["oid"] = objectId;
        // The default host says nothing; a vault's host is half of the address.
        if (http.Request.Host.Host is not "127.0.0.1" and { Length: > 0 } host) line["host"] = host;
        lock (_order)
        {
            line["seq"] = ++_sequence;
            _entries.Writer.TryWrite(new Entry(_sequence, line.ToJsonString(), null));
        }
    }

    /// <summary>The lines with a sequence number above this one, oldest first, those of the requests that have just ended included.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(long after, CancellationToken cancellationToken)
    {
        TaskCompletionSource flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_entries.Writer.TryWrite(new Entry(0, null, flushed))) await flushed.Task.WaitAsync(cancellationToken);
        return [.. Read(after).Select(each => each.Line)];
    }

    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        await _writer;
    }

    private IEnumerable<(long Sequence, string Line)> Read(long after)
    {
        foreach (string path in (string[])[OldPath, _path])
        {
            if (!File.Exists(path)) continue;
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using StreamReader reader = new(file);
            while (reader.ReadLine() is { } line)
            {
                // A line that a crash cut off is skipped.
                if (SequenceOf(line) is { } sequence && sequence > after) yield return (sequence, line);
            }
        }
    }

    /// <summary>Lines start with <c>{"seq":N,</c>.</summary>
    private static long? SequenceOf(string line)
    {
        const string start = "{\"seq\":";
        int comma = line.IndexOf(',', StringComparison.Ordinal);
        return comma > start.Length && line.EndsWith('}') && line.StartsWith(start, StringComparison.Ordinal)
            && long.TryParse(line.AsSpan(start.Length, comma - start.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long sequence) ? sequence : null;
    }

    private async Task WriteAsync()
    {
        StringBuilder lines = new();
        List<TaskCompletionSource> waiting = [];
        while (await _entries.Reader.WaitToReadAsync())
        {
            while (_entries.Reader.TryRead(out Entry? entry))
            {
                if (entry.Line is { } line) lines.Append(line).Append('\n');
                if (entry.Flushed is { } flushed) waiting.Add(flushed);
            }
            Append(lines.ToString());
            lines.Clear();
            waiting.ForEach(flushed => flushed.SetResult());
            waiting.Clear();
        }
    }

    private void Append(string lines)
    {
        if (lines.Length == 0) return;
        try
        {
            if (new FileInfo(_path) is { Exists: true } file && file.Length > _keptBytes) File.Move(_path, OldPath, overwrite: true);
            FileStreamOptions options = new() { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using FileStream stream = new(_path, options);
            stream.Write(Encoding.UTF8.GetBytes(lines));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _logger.LogError(error, "{Count} lines of the request log could not be written.", lines.Count(c => c == '\n'));
        }
    }
}
