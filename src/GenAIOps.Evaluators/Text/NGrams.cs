using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GenAIOps.Evaluators.Text;

/// <summary>Counts runs of tokens. Texts that are compared share one instance, so that a word has one number.</summary>
internal sealed class NGrams
{
    /// <summary>The longest run.</summary>
    public const int MaxOrder = 6;

    private const int Bits = 21;

    /// <summary>Room that is taken at once; more words than that grow it.</summary>
    private const int Expected = 1024;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>The words as numbers, from 1.</summary>
    /// <exception cref="ArgumentException">More different words than 2^21.</exception>
    public int[] Number(IReadOnlyList<string> words)
    {
        var numbers = new int[words.Count];
        for (var at = 0; at < numbers.Length; at++)
        {
            if (!_numbers.TryGetValue(words[at], out var number))
            {
                _numbers[words[at]] = number = _numbers.Count + 1;
            }

            numbers[at] = number;
        }

        return _numbers.Count >= 1 << Bits
            ? throw new ArgumentException($"The texts have {_numbers.Count} different words; at most {1 << Bits} can be counted.", nameof(words))
            : numbers;
    }

    /// <summary>How often each run of <paramref name="order"/> tokens occurs. A token is a number under 2^21, such as a character.</summary>
    public static Dictionary<UInt128, int> Count(ReadOnlySpan<int> tokens, int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, MaxOrder);
        var counts = new Dictionary<UInt128, int>(Math.Min(Total(tokens.Length, order), Expected));
        var kept = (UInt128.One << (Bits * order)) - 1;
        var key = UInt128.Zero;
        for (var at = 0; at < tokens.Length; at++)
        {
            key = ((key << Bits) | (uint)tokens[at]) & kept;
            if (at >= order - 1)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;
            }
        }

        return counts;
    }

    /// <summary>How many runs of that order a text of that length has.</summary>
    public static int Total(int length, int order) => Math.Max(0, length - order + 1);

    /// <summary>Runs that both have, each as often as the text that has it less. O(n + m).</summary>
    public static int Shared(ReadOnlySpan<int> one, ReadOnlySpan<int> other, int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, MaxOrder);
        if (one.Length < order || other.Length < order)
        {
            return 0;
        }

        // Most texts have few different tokens, so that a run fits into 64 bits, which is much faster.
        var bits = 64 / order;
        var most = Math.Max(MaxOf(one), MaxOf(other));
        return bits >= 31 || most < 1 << bits ? Shared<ulong>(one, other, order, bits) : Shared<UInt128>(one, other, order, Bits);
    }

    /// <summary>Runs of a text that some reference has, each at most as often as the reference that has it most (Papineni et al. 2002).</summary>
    public static int Clipped(int[] text, IReadOnlyList<int[]> references, int order)
    {
        if (references.Count == 1)
        {
            return Shared(text, references[0], order);
        }

        var most = Count(references[0], order);
        foreach (var reference in references.Skip(1))
        {
            foreach (var (key, count) in Count(reference, order))
            {
                most[key] = Math.Max(count, most.GetValueOrDefault(key));
            }
        }

        return Count(text, order).Sum(run => Math.Min(run.Value, most.GetValueOrDefault(run.Key)));
    }

    private static int MaxOf(ReadOnlySpan<int> tokens)
    {
        var most = 0;
        foreach (var token in tokens)
        {
            most = Math.Max(most, token);
        }

        return most;
    }

    private static int Shared<TKey>(ReadOnlySpan<int> one, ReadOnlySpan<int> other, int order, int bits)
        where TKey : struct, IBinaryInteger<TKey>
    {
        var left = new Dictionary<TKey, int>(Math.Min(Total(other.Length, order), Expected));
        var kept = bits * order == 64 ? TKey.Zero - TKey.One : (TKey.One << (bits * order)) - TKey.One;
        var key = TKey.Zero;
        for (var at = 0; at < other.Length; at++)
        {
            key = ((order == 1 ? TKey.Zero : key << bits) | TKey.CreateTruncating(other[at])) & kept;
            if (at >= order - 1)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(left, key, out _)++;
            }
        }

        var shared = 0;
        key = TKey.Zero;
        for (var at = 0; at < one.Length; at++)
        {
            key = ((order == 1 ? TKey.Zero : key << bits) | TKey.CreateTruncating(one[at])) & kept;
            if (at < order - 1)
            {
                continue;
            }

            ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(left, key);
            if (!Unsafe.IsNullRef(ref count) && count > 0)
            {
                count--;
                shared++;
            }
        }

        return shared;
    }
}
