namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>The words of a text as numbers, so that runs of words are compared in no time: lower case, without punctuation and articles, as SQuAD normalises.</summary>
internal readonly struct WordRuns
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211; // FNV-1a, 64 bits

    private readonly string _text;
    private readonly List<(ulong Hash, int Start, int End)> _words;

    public WordRuns(string text)
    {
        _text = text;
        _words = [];
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            var hash = Offset;
            while (i < text.Length && (char.IsLetterOrDigit(text[i]) || (text[i] is '\'' or '\u2019' && i + 1 < text.Length && char.IsLetter(text[i + 1]))))
            {
                hash = text[i] is '\'' or '\u2019' ? hash : (hash ^ char.ToLowerInvariant(text[i])) * Prime;
                i++;
            }

            if (!IsArticle(text.AsSpan(start, i - start)))
            {
                _words.Add((hash, start, i));
            }
        }
    }

    public int Count => _words.Count;

    /// <summary>Every run of so many words.</summary>
    public IEnumerable<ulong> Of(int length)
    {
        for (var i = 0; i + length <= _words.Count; i++)
        {
            yield return Hash(i, length);
        }
    }

    /// <summary>The first run of so many words that is among some and not among others, as it stands in the text; null where there is none.</summary>
    public string? First(int length, HashSet<ulong> among, HashSet<ulong> except)
    {
        for (var i = 0; i + length <= _words.Count; i++)
        {
            if (Hash(i, length) is var hash && among.Contains(hash) && !except.Contains(hash))
            {
                return _text[_words[i].Start.._words[i + length - 1].End];
            }
        }

        return null;
    }

    private ulong Hash(int start, int length)
    {
        var hash = Offset;
        for (var i = start; i < start + length; i++)
        {
            hash = (hash ^ _words[i].Hash) * Prime;
        }

        return hash;
    }

    private static bool IsArticle(ReadOnlySpan<char> word) =>
        word.Equals("a", StringComparison.OrdinalIgnoreCase) || word.Equals("an", StringComparison.OrdinalIgnoreCase) || word.Equals("the", StringComparison.OrdinalIgnoreCase);
}
