using System.Numerics;

namespace GenAIOps.Evaluation.Statistics;

/// <summary>The random numbers of this folder: the same on every machine and runtime, so that a verdict can be repeated.</summary>
/// <remarks>xoshiro256** 1.0 (Blackman and Vigna 2021, ACM TOMS 47: 36), seeded by SplitMix64; whole numbers by Lemire 2019, ACM TOMACS 29: 3.</remarks>
internal struct Xoshiro256
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <param name="stream">Part of the seed: parts of the work take their own, so that their order does not matter.</param>
    public Xoshiro256(ulong seed, ulong stream)
    {
        var state = seed;
        // The stream is mixed before it joins the seed, so that neighbouring streams share no states.
        var salt = stream + 0x9E3779B97F4A7C15;
        state ^= Mix(ref salt);
        _a = Mix(ref state);
        _b = Mix(ref state);
        _c = Mix(ref state);
        _d = Mix(ref state);
    }

    private Xoshiro256(ulong a, ulong b, ulong c, ulong d) => (_a, _b, _c, _d) = (a, b, c, d);

    /// <summary>From a state, to compare with the reference code. Not all 0.</summary>
    public static Xoshiro256 FromState(ulong a, ulong b, ulong c, ulong d) => new(a, b, c, d);

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A whole number in [0, n), each as likely.</summary>
    public int Index(uint n)
    {
        var product = (Next() >> 32) * n;
        if ((uint)product < n)
        {
            var threshold = (0u - n) % n;
            while ((uint)product < threshold) product = (Next() >> 32) * n;
        }

        return (int)(product >> 32);
    }

    private static ulong Mix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
