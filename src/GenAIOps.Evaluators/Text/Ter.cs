namespace GenAIOps.Evaluators.Text;

/// <summary>Translation edit rate: insertions, deletions, substitutions and shifts of blocks, in percent of the reference's words. Lower is better.</summary>
/// <remarks>Snover et al. 2006, with Tercom's limits on shifts, as sacrebleu computes it (lower case, split at white space). At most 1,000 shifts are tried a pair.</remarks>
public static class Ter
{
    private const int MaxShiftSize = 10;

    private const int MaxShiftDistance = 50;

    private const int MaxCandidates = 1000;

    /// <param name="answer">The text.</param>
    /// <param name="references">Right answers, 1 or more; the fewest edits count, over the mean length.</param>
    /// <returns>From 0; over 100 where more is wrong than the reference is long. 100 for words against an empty reference.</returns>
    public static double Score(string answer, IReadOnlyList<string> references)
    {
        ArgumentNullException.ThrowIfNull(references);
        var numbers = new NGrams();
        var has = numbers.Number(Words.Lower(answer));
        int[][] wants = [.. references.Select(reference => numbers.Number(Words.Lower(reference)))];
        var edits = wants.Min(reference => Edits(has, reference));
        var length = wants.Average(reference => reference.Length);
        return length > 0 ? 100 * edits / length : edits > 0 ? 100 : 0;
    }

    /// <summary>Shifts as long as that saves edits, then counts the edits that are left.</summary>
    private static int Edits(int[] answer, int[] reference)
    {
        if (reference.Length == 0)
        {
            return answer.Length;
        }

        var (shifts, tried) = (0, 0);
        while (true)
        {
            var (saved, shifted) = BestShift(answer, reference, ref tried);
            if (tried >= MaxCandidates || saved <= 0)
            {
                return shifts + BeamEditDistance.Distance(answer, reference);
            }

            shifts++;
            answer = shifted;
        }
    }

    private static (int Saved, int[] Shifted) BestShift(int[] answer, int[] reference, ref int tried)
    {
        var before = BeamEditDistance.Align(answer, reference);
        ((int Saved, int Length, int Start, int Target) Rank, int[] Words)? best = null;
        foreach (var (from, to, length) in Matches(answer, reference))
        {
            if (!Array.Exists(before.AnswerErrors[from..(from + length)], error => error)
                || !Array.Exists(before.ReferenceErrors[to..(to + length)], error => error)
                || (before.Aligned[to] >= from && before.Aligned[to] < from + length))
            {
                continue;
            }

            var last = -1;
            for (var offset = -1; offset < length; offset++)
            {
                var target = to + offset < 0 ? 0 : before.Aligned[to + offset] + 1;
                if (target == last)
                {
                    continue;
                }

                last = target;
                tried++;
                var words = Shift(answer, from, length, target);
                var rank = (before.Distance - BeamEditDistance.Distance(words, reference), length, -from, -target);
                if (best is null || rank.CompareTo(best.Value.Rank) > 0)
                {
                    best = (rank, words);
                }
            }

            if (tried >= MaxCandidates)
            {
                break;
            }
        }

        return best is { } found ? (found.Rank.Saved, found.Words) : (0, answer);
    }

    private static IEnumerable<(int From, int To, int Length)> Matches(int[] answer, int[] reference)
    {
        for (var from = 0; from < answer.Length; from++)
        {
            var last = Math.Min(reference.Length - 1, from + MaxShiftDistance);
            for (var to = Math.Max(0, from - MaxShiftDistance); to <= last; to++)
            {
                for (var length = 1; length <= MaxShiftSize && from + length <= answer.Length && to + length <= reference.Length
                    && answer[from + length - 1] == reference[to + length - 1]; length++)
                {
                    yield return (from, to, length);
                }
            }
        }
    }

    private static int[] Shift(int[] words, int from, int length, int target)
    {
        var block = words.AsSpan(from, length);
        var head = words.AsSpan(0, from);
        var tail = words.AsSpan(from + length);
        if (target < from)
        {
            return [.. head[..target], .. block, .. head[target..], .. tail];
        }

        var over = target > from + length ? target - from - length : Math.Min(target - from, tail.Length);
        return [.. head, .. tail[..over], .. block, .. tail[over..]];
    }
}
