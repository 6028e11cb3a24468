using System.Buffers.Binary;
using System.IO.Hashing;

namespace GenAIOps.Evaluation.Runs.Journal;

/// <summary>
/// Reads frames, each of them <c>length (4 bytes, little endian) | payload | CRC-32 of both (4 bytes, little endian)</c>.
/// Fast where offsets rise, as it reads ahead. For one thread at a time.
/// </summary>
internal sealed class FrameReader(IAppendFile file)
{
    /// <summary>Bytes of a frame that are not payload.</summary>
    public const int Overhead = 8;

    /// <summary>The longest payload; a length beyond it is damage.</summary>
    public const int MaxPayload = 64 << 20;

    private const int Ahead = 64 << 10;

    private byte[] _window = [];
    private long _start;
    private int _filled;

    /// <param name="offset">Where the frame begins.</param>
    /// <param name="payload">Valid until the next call.</param>
    /// <param name="next">Where the frame after it begins.</param>
    /// <returns>False where no whole, undamaged frame stands.</returns>
    public bool TryRead(long offset, out ReadOnlyMemory<byte> payload, out long next)
    {
        (payload, next) = (default, offset);
        if (!Has(offset, 4))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(At(offset, 4).Span);
        // Empty payloads do not occur: a run of zeros, which a crash may leave, is no frame.
        if (length is <= 0 or > MaxPayload || !Has(offset, length + Overhead))
        {
            return false;
        }

        var frame = At(offset, length + Overhead);
        if (Crc32.HashToUInt32(frame.Span[..(length + 4)]) != BinaryPrimitives.ReadUInt32LittleEndian(frame.Span[(length + 4)..]))
        {
            return false;
        }

        (payload, next) = (frame.Slice(4, length), offset + length + Overhead);
        return true;
    }

    private ReadOnlyMemory<byte> At(long offset, int length) => _window.AsMemory((int)(offset - _start), length);

    private bool Has(long offset, int length)
    {
        if (offset >= _start && offset + length <= _start + _filled)
        {
            return true;
        }

        if (_window.Length < length)
        {
            _window = new byte[Math.Max(length, Ahead)];
        }

        (_start, _filled) = (offset, file.Read(_window, offset));
        return _filled >= length;
    }
}
