using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Nuke.Common.Sessions;

/// <summary>
/// What tests, tools and files say is data. A build server reads commands from the very lines that it logs (<c>::error::</c>, <c>##vso[…]</c>,
/// <c>##teamcity[…]</c>), wherever they come from, so a blank is put into whatever would be one.
/// </summary>
internal static partial class UntrustedText
{
    /// <summary>For screens that a build server may read.</summary>
    public static string WithoutCommands(string line)
    {
        // Hardly a line has any: the expressions are asked about those alone that may.
        line = WithoutControls(line);
        if (line.Contains('#') && line.Contains('[')) line = Bracketed().Replace(line, "$1 $2");
        if (MayBeginWithColons(line)) line = Colons().Replace(line, "$1 $2");
        if (line.Contains("travis_", StringComparison.Ordinal)) line = Travis().Replace(line, "$1 $2");
        return line;
    }

    /// <summary>Shows control characters as symbols: all but tabs, and colours, which are whole escape sequences of a harmless kind.</summary>
    public static string WithoutControls(string line)
    {
        if (!line.AsSpan().ContainsAnyInRange('\0', '\u001f') && !line.AsSpan().ContainsAnyInRange('\u007f', '\u009f')) return line;
        return Controls().Replace(line, match => match.Value[0] switch
        {
            _ when match.Length > 1 => match.Value,
            '\u007f' => "\u2421",
            var c and < ' ' => ((char)('\u2400' + c)).ToString(),
            _ => "\ufffd",
        });
    }

    /// <summary>The same string in JSON, without what a server that logs the line would take for a command.</summary>
    public static string WithoutCommandsInJson(string json) => json.Contains('#') && Bracketed().IsMatch(json)
        ? new StringBuilder(json).Replace("#", "\\u0023").ToString()
        : json;

    private static bool MayBeginWithColons(string line)
    {
        var text = line.AsSpan().TrimStart();
        return text.Length > 0 && (text[0] == ':' || char.GetUnicodeCategory(text[0]) == UnicodeCategory.Format);
    }

    // Some servers compare by culture, which overlooks characters of format (\p{Cf}).
    [GeneratedRegex(@"(#\p{Cf}*)(#(?=[\p{Cf}A-Za-z]*\[))")]
    private static partial Regex Bracketed();

    /// <summary>GitHub's, which may follow white space. A name or an address (<c>::1</c>) has no second pair of colons.</summary>
    [GeneratedRegex(@"^([\s\p{Cf}]*:\p{Cf}*)(:(?=.*:\p{Cf}*:))")]
    private static partial Regex Colons();

    [GeneratedRegex("(travis_(?:fold|time))(:)")]
    private static partial Regex Travis();

    /// <summary>Of the colours all but "concealed", with which Jenkins marks what it takes for an object.</summary>
    [GeneratedRegex(@"\u001b\[(?!8m)[0-9;]*m|[\u0000-\u0008\u000a-\u001f\u007f-\u009f]")]
    private static partial Regex Controls();
}
