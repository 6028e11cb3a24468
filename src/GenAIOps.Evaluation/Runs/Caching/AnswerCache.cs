using System.Buffers.Binary;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Runs.Journal;

namespace GenAIOps.Evaluation.Runs.Caching;

/// <summary>
/// Answers by content, in <c>answers.store</c> of a folder: the same question to the same agent is asked once. Errors are never
/// kept. One process at a time has it open. In memory it takes about 50 bytes an answer.
/// </summary>
public sealed class AnswerCache : IDisposable
{
    internal const string FileName = "answers.store";
    private const int KeyLength = 32;

    private readonly Dictionary<UInt128, long> _offsets;
    private readonly Lock _lock = new();
    private readonly FrameFile _frames;

    private AnswerCache(FrameFile frames, Dictionary<UInt128, long> offsets) => (_frames, _offsets) = (frames, offsets);

    private static ReadOnlySpan<byte> Magic => "GAOANS1\n"u8;

    /// <summary>Answers that it holds.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _offsets.Count;
            }
        }
    }

    /// <param name="folder">Made where it does not exist.</param>
    /// <param name="time">Measures the wait of a group of writes.</param>
    /// <exception cref="IOException">Another process has it open, or it cannot be made.</exception>
    /// <exception cref="InvalidDataException">The file is something else.</exception>
    public static AnswerCache Open(string folder, TimeProvider time)
    {
        var path = Path.Combine(folder, FileName);
        return Open(RunFiles.Open(path), path, time);
    }

    internal static AnswerCache Open(IAppendFile file, string path, TimeProvider time)
    {
        var offsets = new Dictionary<UInt128, long>();
        try
        {
            return new AnswerCache(FrameFile.Open(file, path, Magic, (offset, payload) => offsets[Short(payload.Span)] = offset, time), offsets);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    internal CachedAnswer? Find(byte[] key)
    {
        long offset;
        lock (_lock)
        {
            if (!_offsets.TryGetValue(Short(key), out offset))
            {
                return null;
            }
        }

        return _frames.Read(offset, payload => payload.Span[..KeyLength].SequenceEqual(key) ? RunJson.Read<CachedAnswer>(payload.Span[KeyLength..]) : null);
    }

    /// <exception cref="IOException">The file can no longer be written.</exception>
    internal void Add(byte[] key, AgentAnswer answer, TimeSpan latency)
    {
        var offset = _frames.Append([.. key, .. RunJson.Write(new CachedAnswer(answer, latency.Ticks))]);
        lock (_lock)
        {
            _offsets[Short(key)] = offset;
        }
    }

    public void Dispose() => _frames.Dispose();

    private static UInt128 Short(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadUInt128LittleEndian(key);
}
