using System.Text;

namespace Nuke.Common.Utilities;

/// <summary>Names as they are typed: <c>EvaluateQa</c> is <c>evaluate-qa</c> as an option and <c>EVALUATE_QA</c> in the environment.</summary>
internal static class Kebab
{
    private static readonly string[] s_words = ["DotNet", "GitHub", "NuGet", "MSBuild"];

    public static string Of(string name) => string.Join('-', Humps(name)).ToLowerInvariant();

    public static string UpperSnake(string name) => string.Join('_', Humps(name)).ToUpperInvariant();

    /// <summary>Whether two spellings name the same thing: dashes, underscores and case do not matter.</summary>
    public static bool Same(string a, string b) => Bare(a).Equals(Bare(b), StringComparison.OrdinalIgnoreCase);

    private static string Bare(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);

    private static List<string> Humps(string name)
    {
        List<string> humps = [];
        StringBuilder hump = new();
        for (var i = 0; i < name.Length; i++)
        {
            if (Array.Find(s_words, word => name.AsSpan(i).StartsWith(word)) is { } word)
            {
                Cut();
                humps.Add(word);
                i += word.Length - 1;
                continue;
            }

            // A capital starts a hump after a small letter (fooBar), or as the last of several (HTTPPort).
            var starts = char.IsUpper(name[i]) && i > 0
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (starts || name[i] is '_' or '-') Cut();
            if (name[i] is not ('_' or '-')) hump.Append(name[i]);
        }

        Cut();
        return humps;

        void Cut()
        {
            if (hump.Length > 0) humps.Add(hump.ToString());
            hump.Clear();
        }
    }
}
