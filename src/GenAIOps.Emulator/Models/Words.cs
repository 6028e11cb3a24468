namespace GenAIOps.Emulator.Models;

/// <summary>English text as terms: lower case, no function words, inflections removed.</summary>
internal static class Words
{
    private static readonly HashSet<string> Stop = new(StringComparer.Ordinal)
    {
        "a", "about", "above", "after", "again", "all", "also", "am", "an", "and", "any", "anybody", "anyone", "anything", "are", "as", "at", "be", "because", "been",
        "before", "being", "below", "between", "both", "but", "by", "can", "cannot", "could", "did", "do", "does", "doing", "done", "down", "during", "each", "either",
        "else", "ever", "few", "for", "from", "further", "get", "gets", "getting", "go", "goes", "going", "gone", "got", "had", "has", "have", "having", "he", "hello",
        "help", "her", "here", "hers", "hey", "hi", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "just", "kindly", "know", "let", "like", "ll",
        "lot", "many", "may", "me", "might", "mine", "more", "most", "much", "must", "my", "need", "needs", "no", "nor", "not", "now", "of", "off", "on", "once", "only", "or",
        "other", "our", "ours", "out", "over", "own", "please", "quite", "re", "really", "same", "shall", "she", "should", "so", "some", "somebody", "someone",
        "something", "still", "such", "tell", "than", "thank", "thanks", "that", "the", "their", "theirs", "them", "then", "there", "these", "they", "thing", "things",
        "this", "those", "through", "to", "too", "under", "until", "up", "us", "ve", "very", "want", "was", "we", "were", "what", "when", "where", "which", "while",
        "who", "whom", "whose", "why", "will", "with", "without", "wonder", "wondering", "would", "yes", "yet", "you", "your", "yours",
    };

    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["bought"] = "buy",
        ["paid"] = "pay",
        ["sent"] = "send",
        ["lost"] = "lose",
        ["broke"] = "break",
        ["broken"] = "break",
        ["wore"] = "wear",
        ["worn"] = "wear",
        ["kept"] = "keep",
        ["gave"] = "give",
        ["given"] = "give",
        ["chose"] = "choose",
        ["chosen"] = "choose",
        ["torn"] = "tear",
        ["tore"] = "tear",
        ["sold"] = "sell",
        ["found"] = "find",
        ["forgot"] = "forget",
        ["forgotten"] = "forget",
        ["took"] = "take",
        ["taken"] = "take",
        ["made"] = "make",
        ["held"] = "hold",
        ["stolen"] = "steal",
        ["stole"] = "steal",
        ["grew"] = "grow",
        ["wrote"] = "write",
        ["written"] = "write",
        ["came"] = "come",
        ["left"] = "leave",
        ["people"] = "person",
        ["children"] = "child",
        ["women"] = "woman",
        ["men"] = "man",
        ["feet"] = "foot",
        ["knives"] = "knife",
        ["lasts"] = "last",
        ["lives"] = "life",
        ["shoes"] = "shoe",
        ["older"] = "old",
        ["oldest"] = "old",
        ["longer"] = "long",
        ["longest"] = "long",
        ["cheaper"] = "cheap",
    };

    /// <summary>"How long" asks for a duration: the answer says "3 days" and seldom "long".</summary>
    private static readonly HashSet<string> Measures = new(StringComparer.Ordinal) { "big", "far", "high", "large", "long", "often", "old", "quickly", "soon" };

    /// <summary>The terms of a text in order, repeated as often as they occur.</summary>
    public static IReadOnlyList<string> Terms(string text)
    {
        List<string> terms = [];
        string before = "";
        foreach (string word in Split(text))
        {
            if (!Stop.Contains(word) && !(before == "how" && Measures.Contains(word))) terms.Add(Stem(word));
            before = word;
        }
        return terms;
    }

    /// <summary>Removes one inflection and one common derivation; the result need not be a word, only the same for related words.</summary>
    public static string Stem(string word)
    {
        if (Irregular.TryGetValue(word, out string? regular)) word = regular;
        if (word.Length < 4 || char.IsDigit(word[0])) return word;
        word = Single(Derivation(Inflection(word)));
        return word.EndsWith('e') && word.Length > 3 ? word[..^1] : word.EndsWith('y') && word.Length > 3 ? word[..^1] + "i" : word;
    }

    private static IEnumerable<string> Split(string text)
    {
        int at = 0;
        while (at < text.Length)
        {
            if (!char.IsLetterOrDigit(text[at])) { at++; continue; }
            int start = at;
            while (at < text.Length && Continues(text, at)) at++;
            string word = text[start..at].Replace('’', '\'').ToLowerInvariant();
            int apostrophe = word.IndexOf('\'', StringComparison.Ordinal);
            // "don't" and "can't" are function words; "shop's" and "I'm" are their first part.
            if (apostrophe > 0 && word.EndsWith("n't", StringComparison.Ordinal)) continue;
            yield return apostrophe > 0 ? word[..apostrophe] : word;
        }
    }

    private static bool Continues(string text, int at)
    {
        char c = text[at];
        if (char.IsLetterOrDigit(c)) return true;
        bool between = at > 0 && at + 1 < text.Length;
        if (!between) return false;
        return c is '\'' or '’' ? char.IsLetter(text[at - 1]) && char.IsLetter(text[at + 1])
            : c is '.' or ',' && char.IsDigit(text[at - 1]) && char.IsDigit(text[at + 1]);
    }

    private static string Inflection(string word)
    {
        if (Cut(word, "ies", 2) is { } ies) return ies + "y";
        if (Cut(word, "ied", 2) is { } ied) return ied + "y";
        if (Cut(word, "sses", 1) is { } sses) return sses + "ss";
        if (word.EndsWith("ss", StringComparison.Ordinal) || word.EndsWith("us", StringComparison.Ordinal) || word.EndsWith("is", StringComparison.Ordinal)) return word;
        if (Cut(word, "es", 3) is { } es && es[^1] is 'x' or 'h' or 'z') return es;
        if (Cut(word, "ing", 3) is { } ing) return ing;
        if (Cut(word, "ed", 3) is { } ed) return ed;
        return Cut(word, "s", 3) ?? word;
    }

    private static string Derivation(string word)
    {
        if (Cut(word, "ations", 4) is { } ations) return ations;
        if (Cut(word, "ation", 4) is { } ation) return ation;
        if (Cut(word, "ability", 4) is { } ability) return ability;
        if (Cut(word, "able", 4) is { } able) return able;
        if (Cut(word, "ment", 3) is { } ment) return ment;
        if (Cut(word, "ness", 4) is { } ness) return ness;
        if (Cut(word, "ery", 4) is { } ery) return ery + "er";
        return Cut(word, "ly", 4) ?? word;
    }

    private static string? Cut(string word, string suffix, int least) =>
        word.Length >= suffix.Length + least && word.EndsWith(suffix, StringComparison.Ordinal) ? word[..^suffix.Length] : null;

    /// <summary><c>shipp</c> is <c>ship</c>; <c>sell</c>, <c>miss</c> and <c>buzz</c> keep their letters.</summary>
    private static string Single(string stem) =>
        stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('s' or 'z' or 'a' or 'e' or 'i' or 'o' or 'u')
        && !(stem[^1] == 'l' && stem.Length <= 4) ? stem[..^1] : stem;
}
