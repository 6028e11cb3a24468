using System.Globalization;
using System.Text;

namespace Nuke.Common.CI;

/// <summary>Reads a file of properties as Java writes it (java.util.Properties): one a line, Latin-1, with escapes.</summary>
internal static class JavaProperties
{
    /// <returns>Empty if there is no such file.</returns>
    public static IReadOnlyDictionary<string, string> Read(string file) => File.Exists(file) ? Parse(File.ReadAllLines(file, Encoding.Latin1)) : new Dictionary<string, string>();

    internal static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> lines)
    {
        Dictionary<string, string> properties = new(StringComparer.OrdinalIgnoreCase);
        var whole = "";
        foreach (var line in lines.Append(""))
        {
            var text = line.TrimStart();
            if (whole.Length == 0 && (text.Length == 0 || text[0] is '#' or '!')) continue;
            whole += text;
            if (IsContinued(whole))
            {
                whole = whole[..^1];
                continue;
            }

            var (key, value) = Split(whole);
            properties[key] = value;
            whole = "";
        }

        return properties;
    }

    private static bool IsContinued(string line) => line.Reverse().TakeWhile(x => x == '\\').Count() % 2 == 1;

    /// <summary>The key ends at the first separator that is not escaped: white space, or an equals sign or a colon, within white space or not.</summary>
    private static (string Key, string Value) Split(string line)
    {
        var end = 0;
        while (end < line.Length && line[end] is not ('=' or ':' or ' ' or '\t')) end += line[end] == '\\' ? 2 : 1;
        end = Math.Min(end, line.Length);
        var rest = line[end..].TrimStart();
        if (rest is ['=' or ':', ..]) rest = rest[1..].TrimStart();
        return (Unescape(line[..end]), Unescape(rest));
    }

    private static string Unescape(string text)
    {
        StringBuilder plain = new(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
            }
            else if (text[++i] == 'u' && i + 4 < text.Length && ushort.TryParse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                i += 4;
            }
            else
            {
                plain.Append(text[i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', var other => other });
            }
        }

        return plain.ToString();
    }
}
