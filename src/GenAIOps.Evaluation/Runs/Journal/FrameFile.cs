using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;

namespace GenAIOps.Evaluation.Runs.Journal;

/// <summary>
/// A file of frames behind eight bytes that say what it is. Appended frames are written in groups: at once when the
/// caller flushes, at 64 KB, or after 0.1 s. A torn end, as a crash leaves it, is cut off when the file is opened.
/// </summary>
internal sealed class FrameFile : IDisposable
{
    private const int Group = 64 << 10;
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly IAppendFile _file;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly ArrayBufferWriter<byte> _pending = new(Group * 2);
    private readonly FrameReader _reader;
    private long _synced;
    private bool _armed;
    private bool _isClosed;

    private FrameFile(IAppendFile file, string path, TimeProvider time)
    {
        (_file, _path, _time) = (file, path, time);
        _reader = new FrameReader(file);
        _synced = time.GetTimestamp();
        _timer = time.CreateTimer(_ => FlushQuietly(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Why it can no longer be written; null while it can.</summary>
    public IOException? Fault { get; private set; }

    /// <summary>Told once when it can no longer be written.</summary>
    public Action? OnFault { get; set; }

    /// <param name="file">Owned from now on.</param>
    /// <param name="path">For messages.</param>
    /// <param name="magic">Eight bytes.</param>
    /// <param name="each">Given every whole frame in order; the payload is valid during the call.</param>
    /// <param name="time">Measures the wait of a group.</param>
    /// <exception cref="InvalidDataException">It is a file of something else; it is left as it is.</exception>
    public static FrameFile Open(IAppendFile file, string path, ReadOnlySpan<byte> magic, Action<long, ReadOnlyMemory<byte>> each, TimeProvider time)
    {
        var start = new byte[magic.Length];
        var read = file.Read(start, 0);
        if (!magic[..read].SequenceEqual(start.AsSpan(0, read)))
        {
            throw new InvalidDataException($"{path} is no file of this tool: it must begin with '{System.Text.Encoding.ASCII.GetString(magic).TrimEnd()}'. It was left as it is. Name another folder.");
        }

        var length = file.Length;
        long end = magic.Length;
        if (read < magic.Length)
        {
            file.Truncate(0);
            file.Append(magic);
        }
        else
        {
            var reader = new FrameReader(file);
            while (reader.TryRead(end, out var payload, out var next))
            {
                each(end, payload);
                end = next;
            }

            if (end < length)
            {
                file.Truncate(end);
            }
        }

        return new FrameFile(file, path, time);
    }

    /// <returns>Where the frame stands.</returns>
    /// <exception cref="IOException">The file can no longer be written.</exception>
    public long Append(ReadOnlySpan<byte> payload)
    {
        lock (_lock)
        {
            ThrowIfBroken();
            var offset = _file.Length + _pending.WrittenCount;
            var frame = _pending.GetSpan(payload.Length + FrameReader.Overhead);
            BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
            payload.CopyTo(frame[4..]);
            BinaryPrimitives.WriteUInt32LittleEndian(frame[(payload.Length + 4)..], Crc32.HashToUInt32(frame[..(payload.Length + 4)]));
            _pending.Advance(payload.Length + FrameReader.Overhead);
            if (_pending.WrittenCount >= Group)
            {
                WriteOut();
            }
            else if (!_armed)
            {
                _armed = true;
                _timer.Change(Wait, Timeout.InfiniteTimeSpan);
            }

            return offset;
        }
    }

    /// <summary>Hands what was appended to the system: from then on it survives the end of the process.</summary>
    /// <exception cref="IOException">The file can no longer be written.</exception>
    public void Flush()
    {
        lock (_lock)
        {
            ThrowIfBroken();
            WriteOut();
        }
    }

    /// <returns>What <paramref name="read"/> makes of the payload at an offset that <see cref="Append"/> gave.</returns>
    /// <exception cref="InvalidDataException">The frame is damaged.</exception>
    public T Read<T>(long offset, Func<ReadOnlyMemory<byte>, T> read)
    {
        lock (_lock)
        {
            if (offset >= _file.Length)
            {
                WriteOut();
            }

            return _reader.TryRead(offset, out var payload, out _)
                ? read(payload)
                : throw new InvalidDataException($"{_path}: the record at byte {offset} is damaged: its CRC-32 does not match. Delete the file, and run the same command again.");
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            _timer.Dispose();
            try
            {
                if (Fault is null)
                {
                    WriteOut();
                    _file.Sync();
                }
            }
            catch (IOException e)
            {
                Break(e);
            }
            finally
            {
                _file.Dispose();
            }
        }
    }

    private void ThrowIfBroken()
    {
        if (Fault is not null)
        {
            throw new IOException(Fault.Message, Fault);
        }
    }

    private void FlushQuietly()
    {
        lock (_lock)
        {
            try
            {
                if (Fault is null && !_isClosed)
                {
                    WriteOut();
                }
            }
            catch (IOException)
            {
                // Whoever appends next is told, and the run is told now.
            }
        }
    }

    private void WriteOut()
    {
        _armed = false;
        if (_pending.WrittenCount == 0)
        {
            return;
        }

        try
        {
            _file.Append(_pending.WrittenSpan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whole frames of the group that made it are kept; a torn one is cut off when the file is opened again.
            Break(e);
            throw new IOException(Fault!.Message, e);
        }

        _pending.ResetWrittenCount();
        if (_time.GetElapsedTime(_synced) >= SyncEvery)
        {
            _file.Sync();
            _synced = _time.GetTimestamp();
        }
    }

    private void Break(Exception e)
    {
        Fault = new IOException($"{_path} could not be written: {e.Message.TrimEnd('.')}. What was written before is kept. Make room, then run the same command again: it goes on from there.", e);
        OnFault?.Invoke();
    }
}
