using System.Text.RegularExpressions;

namespace GenAIOps.Evaluators.Text;

/// <summary>Splits an answer into sentences; citations in square brackets are no part of them.</summary>
internal static partial class Sentences
{
    public static IReadOnlyList<string> Of(string text) =>
        [.. Boundary().Split(Citation().Replace(text, " ")).Select(sentence => sentence.Trim()).Where(sentence => TokenOverlap.Tokens(sentence).Count > 0)];

    [GeneratedRegex(@"(?<=[.!?])\s+(?=[\p{Lu}\p{N}""'(-])|\n+")]
    private static partial Regex Boundary();

    [GeneratedRegex(@"\[[a-z0-9-]+\]")]
    private static partial Regex Citation();
}
