using System.Globalization;
using System.Text;

namespace GenAIOps.Evaluation.Reports;

/// <summary>Text of others inside Markdown: it is read as text, mentions nobody, links nothing and cannot end a table's cell.</summary>
/// <remarks>
/// CommonMark 0.31 section 2.5: a character written as an entity never acts as structure. GitHub looks for mentions and references in the text that results,
/// so <c>@</c> and <c>#</c> are followed by a zero-width space.
/// </remarks>
internal static class MarkdownText
{
    private const string Structure = "\\`*_{}[]<>&|~$^:\"'";

    /// <summary>One line of it, at most so many characters before they are escaped.</summary>
    public static string Line(string text, int most = 200)
    {
        var line = new StringBuilder();
        var space = false;
        foreach (var letter in WellFormed.Short(text, most))
        {
            if (char.IsWhiteSpace(letter) || char.IsControl(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format)
            {
                space = line.Length > 0;
                continue;
            }

            if (space) line.Append(' ');
            space = false;
            Append(line, letter);
        }

        return line.ToString();
    }

    /// <summary>An identifier in a code span, with nothing in it that identifiers do not have.</summary>
    public static string Code(string text)
    {
        var kept = new string([.. text.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or ':' or '/').Take(200)]);
        return $"`{(kept.Length == 0 ? "-" : kept)}`";
    }

    private static void Append(StringBuilder line, char letter)
    {
        if (letter is '@' or '#') line.Append(letter).Append("&#8203;");
        else if (Structure.Contains(letter)) line.Append(CultureInfo.InvariantCulture, $"&#{(int)letter};");
        else if (letter == '.' && EndsWithWww(line)) line.Append("&#46;");
        else line.Append(letter);
    }

    private static bool EndsWithWww(StringBuilder line) =>
        line.Length >= 3 && line[^1] is 'w' or 'W' && line[^2] is 'w' or 'W' && line[^3] is 'w' or 'W';
}
