using System.Collections;

namespace GenAIOps.Evaluators.Text;

/// <summary>The longest run of tokens that both texts have in the same order, with gaps.</summary>
internal static class LongestCommonSubsequence
{
    /// <summary>Its length. O(nm) time, one row of the shorter text as memory.</summary>
    public static int Length(int[] one, int[] other)
    {
        var (longer, shorter) = one.Length >= other.Length ? (one, other) : (other, one);
        var row = new int[shorter.Length + 1];
        foreach (var token in longer)
        {
            var diagonal = 0;
            for (var j = 1; j < row.Length; j++)
            {
                var above = row[j];
                row[j] = token == shorter[j - 1] ? diagonal + 1 : Math.Max(above, row[j - 1]);
                diagonal = above;
            }
        }

        return row[^1];
    }

    /// <summary>Marks which tokens of the reference, and of the answer, belong to it. Of several that are equally long it takes the one that rouge-score takes. One bit for each pair of tokens.</summary>
    public static void Mark(int[] reference, int[] answer, bool[] marked, bool[]? markedInAnswer = null)
    {
        var width = answer.Length;
        var goLeft = new BitArray(checked(reference.Length * width));
        var (above, row) = (new int[width + 1], new int[width + 1]);
        for (var i = 0; i < reference.Length; i++)
        {
            for (var j = 1; j <= width; j++)
            {
                row[j] = reference[i] == answer[j - 1] ? above[j - 1] + 1 : Math.Max(above[j], row[j - 1]);
                goLeft[(i * width) + j - 1] = row[j - 1] > above[j];
            }

            (above, row) = (row, above);
        }

        for (int i = reference.Length - 1, j = width - 1; i >= 0 && j >= 0;)
        {
            if (reference[i] == answer[j])
            {
                marked[i] = true;
                if (markedInAnswer is not null)
                {
                    markedInAnswer[j] = true;
                }

                i--;
                j--;
            }
            else if (goLeft[(i * width) + j])
            {
                j--;
            }
            else
            {
                i--;
            }
        }
    }
}
