namespace GenAIOps.Evaluators.Text;

/// <summary>What becomes of a precision without a match, by the names of sacrebleu.</summary>
public enum SacreBleuSmoothing
{
    /// <summary>It stays 0, and so does the score.</summary>
    None,

    /// <summary>A fixed number of matches, 0.1 unless said otherwise.</summary>
    Floor,

    /// <summary>A fixed number is added to matches and totals of 2 and more words, 1 unless said otherwise.</summary>
    AddK,

    /// <summary>Half a match, then a quarter, and so on: sacrebleu's default.</summary>
    Exp,
}

/// <summary>BLEU as sacrebleu 2 computes it, of one answer or of many together, from 0 to 100.</summary>
/// <remarks>Post 2018. A corpus score is not the mean of its sentences' scores: the counts are added up first.</remarks>
public static class SacreBleu
{
    /// <param name="answer">The text.</param>
    /// <param name="references">Right answers, 1 or more.</param>
    /// <param name="options">Null: sacrebleu's for a sentence, with the effective order.</param>
    public static SacreBleuResult Sentence(string answer, IReadOnlyList<string> references, SacreBleuOptions? options = null) =>
        Corpus([(answer, references)], options ?? new SacreBleuOptions { EffectiveOrder = true });

    /// <param name="pairs">Each answer with its right answers, 1 or more; read once.</param>
    /// <param name="options">Null: sacrebleu's for a corpus.</param>
    /// <exception cref="ArgumentException">A text has no reference, or the order is none of 1 to 6.</exception>
    public static SacreBleuResult Corpus(IEnumerable<(string Answer, IReadOnlyList<string> References)> pairs, SacreBleuOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        options ??= new SacreBleuOptions();
        var matches = new long[options.MaxOrder];
        var totals = new long[options.MaxOrder];
        var (length, referenceLength) = (0, 0);
        foreach (var (answer, references) in pairs)
        {
            var numbers = new NGrams();
            int[] Tokens(string text) => numbers.Number(options.Tokenizer(options.Lowercase ? text.ToLowerInvariant() : text));
            int[][] wanted = references.Count > 0 ? [.. references.Select(Tokens)] : throw new ArgumentException($"The text \"{answer}\" has no reference.", nameof(pairs));
            var has = Tokens(answer);
            length += has.Length;
            referenceLength += Bleu.ClosestLength([.. wanted.Select(tokens => tokens.Length)], has.Length);
            for (var order = 1; order <= options.MaxOrder; order++)
            {
                matches[order - 1] += NGrams.Clipped(has, wanted, order);
                totals[order - 1] += NGrams.Total(has.Length, order);
            }
        }

        return Score(matches, totals, length, referenceLength, options);
    }

    private static SacreBleuResult Score(long[] matches, long[] totals, int length, int referenceLength, SacreBleuOptions options)
    {
        var brevity = length >= referenceLength ? 1 : length > 0 ? Math.Exp(1 - ((double)referenceLength / length)) : 0;
        var precisions = new double[matches.Length];
        if (matches.All(count => count == 0))
        {
            return new SacreBleuResult(0, precisions, brevity, length, referenceLength);
        }

        var (halved, orders) = (1.0, matches.Length);
        for (var at = 0; at < matches.Length; at++)
        {
            var added = options.Smoothing == SacreBleuSmoothing.AddK && at > 0 ? options.SmoothingValue ?? 1 : 0;
            var (match, total) = (matches[at] + added, totals[at] + added);
            if (total <= 0)
            {
                break;
            }

            orders = options.EffectiveOrder ? at + 1 : orders;
            precisions[at] = 100 / total * (match > 0 ? match
                : options.Smoothing == SacreBleuSmoothing.Exp ? 1 / (halved *= 2)
                : options.Smoothing == SacreBleuSmoothing.Floor ? options.SmoothingValue ?? 0.1 : 0);
        }

        var score = brevity * Math.Exp(precisions.Take(orders).Sum(precision => Math.Log(precision)) / orders);
        return new SacreBleuResult(score, precisions, brevity, length, referenceLength);
    }
}
