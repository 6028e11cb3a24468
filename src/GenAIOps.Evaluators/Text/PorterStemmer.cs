namespace GenAIOps.Evaluators.Text;

/// <summary>Cuts the endings off English words: "connections" becomes "connect".</summary>
/// <remarks>
/// Porter 1980, "An algorithm for suffix stripping", with the additions that NLTK makes (its default mode): irregular forms, words of
/// one or two letters stay, "ies" and "ied" of four letters, -fully, -logi, y after a consonant, and vowel-consonant words keep their e.
/// Expects lower case.
/// </remarks>
public static class PorterStemmer
{
    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["skies"] = "sky",
        ["sky"] = "sky",
        ["dying"] = "die",
        ["lying"] = "lie",
        ["tying"] = "tie",
        ["news"] = "news",
        ["innings"] = "inning",
        ["inning"] = "inning",
        ["outings"] = "outing",
        ["outing"] = "outing",
        ["cannings"] = "canning",
        ["canning"] = "canning",
        ["howe"] = "howe",
        ["proceed"] = "proceed",
        ["exceed"] = "exceed",
        ["succeed"] = "succeed",
    };

    private static readonly (string From, string To)[] Second =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"), ("alli", "al"),
        ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"),
        ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"), ("fulli", "ful"),
    ];

    private static readonly (string From, string To)[] Third =
        [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")];

    private static readonly string[] Fourth =
        ["al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize"];

    /// <summary>The stem of a word.</summary>
    public static string Stem(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.Length <= 2 ? word : Irregular.TryGetValue(word, out var stem) ? stem
            : StepFive(StepFour(Replace(StepTwo(StepOneC(StepOneB(StepOneA(word)))), Third)));
    }

    private static string StepOneA(string word) =>
        word.EndsWith("ies", StringComparison.Ordinal) ? word[..^(word.Length == 4 ? 1 : 2)]
        : word.EndsWith("sses", StringComparison.Ordinal) ? word[..^2]
        : word.EndsWith("ss", StringComparison.Ordinal) || word[^1] != 's' ? word : word[..^1];

    private static string StepOneB(string word)
    {
        if (word.EndsWith("ied", StringComparison.Ordinal))
        {
            return word[..^(word.Length == 4 ? 1 : 2)];
        }

        if (word.EndsWith("eed", StringComparison.Ordinal))
        {
            return Measure(word.AsSpan(0, word.Length - 3)) > 0 ? word[..^1] : word;
        }

        var cut = word.EndsWith("ed", StringComparison.Ordinal) ? 2 : word.EndsWith("ing", StringComparison.Ordinal) ? 3 : 0;
        if (cut == 0 || !HasVowel(word.AsSpan(0, word.Length - cut)))
        {
            return word;
        }

        var stem = word[..^cut];
        return stem.EndsWith("at", StringComparison.Ordinal) || stem.EndsWith("bl", StringComparison.Ordinal) || stem.EndsWith("iz", StringComparison.Ordinal) ? stem + "e"
            : stem.Length >= 2 && stem[^1] == stem[^2] && IsConsonant(stem, stem.Length - 1) ? (stem[^1] is 'l' or 's' or 'z' ? stem : stem[..^1])
            : Measure(stem) == 1 && EndsShort(stem) ? stem + "e" : stem;
    }

    private static string StepOneC(string word) => word.Length > 2 && word[^1] == 'y' && IsConsonant(word, word.Length - 2) ? word[..^1] + "i" : word;

    private static string StepTwo(string word) =>
        word.EndsWith("alli", StringComparison.Ordinal) && Measure(word.AsSpan(0, word.Length - 4)) > 0 ? StepTwo(word[..^2])
        : word.EndsWith("logi", StringComparison.Ordinal) ? (Measure(word.AsSpan(0, word.Length - 3)) > 0 ? word[..^1] : word)
        : Replace(word, Second);

    private static string Replace(string word, (string From, string To)[] rules)
    {
        foreach (var (from, to) in rules)
        {
            if (word.EndsWith(from, StringComparison.Ordinal))
            {
                return Measure(word.AsSpan(0, word.Length - from.Length)) > 0 ? word[..^from.Length] + to : word;
            }
        }

        return word;
    }

    private static string StepFour(string word)
    {
        foreach (var ending in Fourth)
        {
            if (word.EndsWith(ending, StringComparison.Ordinal))
            {
                var stem = word[..^ending.Length];
                return Measure(stem) > 1 && (ending != "ion" || (stem.Length > 0 && stem[^1] is 's' or 't')) ? stem : word;
            }
        }

        return word;
    }

    private static string StepFive(string word)
    {
        if (word[^1] == 'e' && Measure(word.AsSpan(0, word.Length - 1)) is var measure && (measure > 1 || (measure == 1 && !EndsShort(word.AsSpan(0, word.Length - 1)))))
        {
            word = word[..^1];
        }

        return word.EndsWith("ll", StringComparison.Ordinal) && Measure(word.AsSpan(0, word.Length - 1)) > 1 ? word[..^1] : word;
    }

    private static bool IsConsonant(ReadOnlySpan<char> word, int at)
    {
        var consonant = true;
        while (word[at] == 'y' && at > 0)
        {
            at--;
            consonant = !consonant;
        }

        return word[at] is 'a' or 'e' or 'i' or 'o' or 'u' ? !consonant : consonant;
    }

    private static bool HasVowel(ReadOnlySpan<char> word)
    {
        for (var at = 0; at < word.Length; at++)
        {
            if (!IsConsonant(word, at))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How often a vowel is followed by a consonant: Porter's m.</summary>
    private static int Measure(ReadOnlySpan<char> word)
    {
        var measure = 0;
        var vowel = false;
        for (var at = 0; at < word.Length; at++)
        {
            var consonant = IsConsonant(word, at);
            measure += vowel && consonant ? 1 : 0;
            vowel = !consonant;
        }

        return measure;
    }

    /// <summary>Consonant, vowel, consonant other than w, x and y; or a word of a vowel and a consonant.</summary>
    private static bool EndsShort(ReadOnlySpan<char> word) =>
        word.Length == 2 ? !IsConsonant(word, 0) && IsConsonant(word, 1)
        : word.Length >= 3 && IsConsonant(word, word.Length - 3) && !IsConsonant(word, word.Length - 2)
            && IsConsonant(word, word.Length - 1) && word[^1] is not ('w' or 'x' or 'y');
}
