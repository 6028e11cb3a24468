using System.Text.RegularExpressions;

namespace GenAIOps.Emulator.Models;

/// <summary>A sentence and the Markdown heading above it.</summary>
internal sealed record Sentence(string Text, string Heading);

/// <summary>Splits Markdown into sentences: paragraphs are unwrapped, each list item and table row stands alone, headings are kept beside.</summary>
internal static partial class Sentences
{
    private static readonly HashSet<string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        "e.g", "i.e", "etc", "approx", "ca", "vs", "mr", "mrs", "ms", "dr", "prof", "st", "no", "nos", "inc", "ltd", "co", "corp", "dept", "est",
        "fig", "min", "max", "tel", "ext", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "u.s", "u.k", "e.u", "a.m", "p.m",
    };

    public static IReadOnlyList<Sentence> Split(string markdown)
    {
        List<Sentence> found = [];
        List<string> paragraph = [];
        string heading = "";
        void Close()
        {
            if (paragraph.Count == 0) return;
            foreach (string sentence in SplitProse(string.Join(' ', paragraph))) found.Add(new Sentence(sentence, heading));
            paragraph.Clear();
        }
        foreach (string raw in markdown.ReplaceLineEndings("\n").Split('\n'))
        {
            string line = raw.Trim();
            bool starts = line.Length == 0 || Heading().IsMatch(line) || Item().IsMatch(line) || line.StartsWith('|') || Rule().IsMatch(line);
            if (starts) Close();
            if (line.Length == 0 || Rule().IsMatch(line)) continue;
            if (Heading().Match(line) is { Success: true } title) heading = title.Groups["text"].Value;
            else paragraph.Add(Item().Replace(line.Trim('|').Trim(), ""));
        }
        Close();
        return found;
    }

    /// <summary>One unwrapped paragraph. A full stop inside a number, after an initial or a known abbreviation does not end a sentence.</summary>
    public static IEnumerable<string> SplitProse(string text)
    {
        int start = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] is not ('.' or '!' or '?' or '…')) continue;
            int end = at + 1;
            while (end < text.Length && text[end] is '.' or '!' or '?' or '"' or '”' or '’' or '\'' or ')' or ']' or '*' or '_') end++;
            if (end < text.Length && !char.IsWhiteSpace(text[end])) continue;
            if (ContinuesAfterQuote(text, at, end)) continue;
            if (text[at] == '.' && end == at + 1 && !EndsSentence(text, start, at, end)) continue;
            if (text[start..end].Trim() is { Length: > 0 } sentence) yield return sentence;
            start = end;
            at = end - 1;
        }
        if (text[start..].Trim() is { Length: > 0 } rest) yield return rest;
    }

    /// <summary>"Is it late?" asked nobody.</summary>
    private static bool ContinuesAfterQuote(string text, int at, int end) =>
        end > at + 1 && (text[end - 1] is '"' or '”' or '’') && end + 1 < text.Length && char.IsLower(text[end + 1]);

    private static bool EndsSentence(string text, int start, int dot, int end)
    {
        int next = end;
        while (next < text.Length && char.IsWhiteSpace(text[next])) next++;
        if (next == text.Length) return true;
        if (char.IsLower(text[next])) return false;
        int word = dot;
        while (word > start && (char.IsLetterOrDigit(text[word - 1]) || text[word - 1] == '.')) word--;
        string last = text[word..dot];
        if (last.Length == 1 && char.IsUpper(last[0])) return false;
        // "at 8 p.m. We" ends a sentence, "e.g. Visa" does not: after a time of day a capital letter decides.
        if (last.ToLowerInvariant() is "a.m" or "p.m" or "etc") return char.IsUpper(text[next]);
        return !Abbreviations.Contains(last);
    }

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.*?)\s*#*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(?:[-*+•]|\d{1,3}[.)])\s+")]
    private static partial Regex Item();

    [GeneratedRegex(@"^(?:[-*_]\s*){3,}$|^\|?[\s:|-]+\|[\s:|-]*$|^```")]
    private static partial Regex Rule();
}
