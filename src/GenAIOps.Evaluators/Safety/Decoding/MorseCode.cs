namespace GenAIOps.Evaluators.Safety.Decoding;

/// <summary>International Morse code (ITU-R M.1677-1).</summary>
internal static class MorseCode
{
    private static readonly Dictionary<char, string> Signs =
        ("A.- B-... C-.-. D-.. E. F..-. G--. H.... I.. J.--- K-.- L.-.. M-- N-. O--- P.--. Q--.- R.-. S... T- U..- V...- W.-- X-..- Y-.-- Z--.. " +
         "0----- 1.---- 2..--- 3...-- 4....- 5..... 6-.... 7--... 8---.. 9----. ,--..-- ?..--.. '.----. !-.-.-- /-..-. (-.--. )-.--.- &.-... :---... ;-.-.-. =-...- +.-.-. \".-..-. @.--.-.")
        .Split(' ').Select(entry => (entry[0], entry[1..])).Append(('.', ".-.-.-")).Append(('-', "-....-")).ToDictionary(pair => pair.Item1, pair => pair.Item2);

    private static readonly Dictionary<string, char> Characters = Signs.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>Signs that Morse has; others are left out.</summary>
    public static string Encode(string text) => string.Join(
        " / ",
        text.ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(word => string.Join(' ', word.Where(Signs.ContainsKey).Select(character => Signs[character]))).Where(word => word.Length > 0));

    /// <summary>Upper case; groups that are no sign are left out.</summary>
    public static string Decode(string text) => string.Join(
        ' ',
        text.Split('/').Select(word => string.Concat(word.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(Characters.ContainsKey).Select(group => Characters[group]))));
}
