namespace GenAIOps.Evaluators.Text;

/// <summary>Levenshtein's distance within 25 words of the diagonal, as Tercom and sacrebleu search it. O(50 n) time.</summary>
internal static class BeamEditDistance
{
    private const int Width = 25;

    private const int Far = int.MaxValue / 2;

    private enum Edit : byte
    {
        Substitute,
        Delete,
        Insert,
    }

    /// <summary>The number of edits from the answer to the reference.</summary>
    public static int Distance(int[] answer, int[] reference) => Fill(answer, reference, null);

    /// <summary>The edits, word by word. Of equally few: substitution first, then deletion, then insertion.</summary>
    public static EditAlignment Align(int[] answer, int[] reference)
    {
        var edits = new List<(int First, Edit[] Edits)>(answer.Length);
        var distance = Fill(answer, reference, edits);
        var (aligned, answerErrors, referenceErrors) = (new int[reference.Length], new bool[answer.Length], new bool[reference.Length]);
        for (int i = answer.Length, j = reference.Length; i > 0 || j > 0;)
        {
            var edit = i == 0 ? Edit.Insert : edits[i - 1].Edits[j - edits[i - 1].First];
            if (edit == Edit.Insert)
            {
                j--;
                aligned[j] = i - 1;
                referenceErrors[j] = true;
            }
            else if (edit == Edit.Delete)
            {
                i--;
                answerErrors[i] = true;
            }
            else
            {
                i--;
                j--;
                aligned[j] = i;
                answerErrors[i] = referenceErrors[j] = answer[i] != reference[j];
            }
        }

        return new EditAlignment(distance, aligned, answerErrors, referenceErrors);
    }

    private static int Fill(int[] answer, int[] reference, List<(int First, Edit[] Edits)>? edits)
    {
        var ratio = answer.Length > 0 ? (double)reference.Length / answer.Length : 1;
        var width = Width < ratio / 2 ? (int)Math.Ceiling((ratio / 2) + Width) : Width;
        var above = new int[reference.Length + 1];
        var row = new int[reference.Length + 1];
        for (var j = 0; j < above.Length; j++)
        {
            above[j] = j;
        }

        // The row after this one reads a little further: that must be out of reach too.
        int End(int i) => i >= answer.Length ? above.Length : Math.Min(above.Length, (int)Math.Floor(i * ratio) + width);
        for (var i = 1; i <= answer.Length; i++)
        {
            var first = Math.Max(0, (int)Math.Floor(i * ratio) - width);
            var end = End(i);
            var clear = Math.Max(0, first - 1);
            Array.Fill(row, Far, clear, End(i + 1) - clear);
            var chosen = edits is null ? null : new Edit[end - first];
            for (var j = first; j < end; j++)
            {
                var (cost, edit) = j == 0 ? (above[0] + 1, Edit.Delete) : Cheapest(above, row, j, answer[i - 1] == reference[j - 1]);
                row[j] = cost;
                if (chosen is not null)
                {
                    chosen[j - first] = edit;
                }
            }

            if (chosen is not null)
            {
                edits!.Add((first, chosen));
            }

            (above, row) = (row, above);
        }

        return above[^1];
    }

    private static (int Cost, Edit Edit) Cheapest(int[] above, int[] row, int j, bool equal)
    {
        var best = (Cost: above[j - 1] + (equal ? 0 : 1), Edit: Edit.Substitute);
        if (above[j] + 1 < best.Cost)
        {
            best = (above[j] + 1, Edit.Delete);
        }

        return row[j - 1] + 1 < best.Cost ? (row[j - 1] + 1, Edit.Insert) : best;
    }
}
