using System.Globalization;
using System.Text.RegularExpressions;

namespace Nuke.Common.CI;

/// <summary>
/// A line in the form that compilers and MSBuild share: <c>file(line,column): error CS0103: text</c>.
/// Source: learn.microsoft.com, "MSBuild and Visual Studio format for diagnostic messages".
/// </summary>
internal sealed partial record CompilerMessage(string File, int Line, int Column, bool IsError, string Code, string Text)
{
    public static CompilerMessage? Parse(string line)
    {
        var match = Format().Match(line);
        return !match.Success ? null : new CompilerMessage(
            match.Groups["file"].Value,
            int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture),
            match.Groups["column"].Success ? int.Parse(match.Groups["column"].Value, CultureInfo.InvariantCulture) : 1,
            match.Groups["kind"].Value == "error",
            match.Groups["code"].Value,
            match.Groups["text"].Value);
    }

    [GeneratedRegex(@"(?s)^\s*(?<file>[^\s(][^(]*)\((?<line>\d{1,7})(,(?<column>\d{1,7}))?[^)]*\)\s*:\s*(?<kind>error|warning)\s+(?<code>[A-Za-z]+\d+)\s*:\s*(?<text>.*?)(\s+\[[^\]]*\])?$")]
    private static partial Regex Format();
}
