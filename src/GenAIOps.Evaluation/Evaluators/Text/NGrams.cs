namespace GenAIOps.Evaluation.Evaluators;

/// <summary>Counts runs of tokens. Texts that are compared share one instance, so that a word has one number.</summary>
internal sealed class NGrams
{
    /// <summary>The longest run.</summary>
    public const int MaxOrder = 6;

    private const int Bits = 21;

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
        var counts = new Dictionary<UInt128, int>();
        var kept = (UInt128.One << (Bits * order)) - 1;
        var key = UInt128.Zero;
        for (var at = 0; at < tokens.Length; at++)
        {
            key = ((key << Bits) | (uint)tokens[at]) & kept;
            if (at >= order - 1)
            {
                System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;
            }
        }

        return counts;
    }

    /// <summary>How many runs of that order a text of that length has.</summary>
    public static int Total(int length, int order) => Math.Max(0, length - order + 1);

    /// <summary>Runs that both have, each as often as the one that has it less.</summary>
    public static int Shared(Dictionary<UInt128, int> one, Dictionary<UInt128, int> other)
    {
        var shared = 0;
        foreach (var (key, count) in one)
        {
            shared += Math.Min(count, other.GetValueOrDefault(key));
        }

        return shared;
    }

    /// <summary>Runs of a text that some reference has, each at most as often as the reference that has it most (Papineni et al. 2002).</summary>
    public static int Clipped(int[] text, IReadOnlyList<int[]> references, int order)
    {
        var counts = Count(text, order);
        var most = Count(references[0], order);
        foreach (var reference in references.Skip(1))
        {
            foreach (var (key, count) in Count(reference, order))
            {
                most[key] = Math.Max(count, most.GetValueOrDefault(key));
            }
        }

        return Shared(counts, most);
    }
}
