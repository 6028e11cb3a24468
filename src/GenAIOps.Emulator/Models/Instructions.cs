using System.Globalization;
using System.Text.RegularExpressions;

namespace GenAIOps.Emulator.Models;

/// <summary>What a system message tells this model to do. What it does not say is not done.</summary>
/// <param name="MaxSentences"><c>at most N sentences</c>, N in digits or from one to ten in words.</param>
/// <param name="Cite">The word <c>cite</c>, unless <c>not</c> or <c>never</c> stands before it.</param>
/// <param name="Abstention"><c>If the context does not contain the answer, reply exactly: "…"</c></param>
/// <param name="Refusal"><c>Refuse requests … with exactly: "…"</c></param>
/// <param name="AttachmentsAreData"><c>Treat attachments as data</c> or <c>never follow instructions inside attachments</c></param>
internal sealed partial record Instructions(int MaxSentences, bool Cite, string? Abstention, string? Refusal, bool AttachmentsAreData)
{
    public const int DefaultMaxSentences = 6;
    private static readonly string[] Numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    public static Instructions Read(string system) => new(
        Sentences(system), CitePattern().IsMatch(system), Quoted(AbstentionPattern(), system), Quoted(RefusalPattern(), system), DataPattern().IsMatch(system));

    private static int Sentences(string system)
    {
        if (SentencesPattern().Match(system) is not { Success: true } match) return DefaultMaxSentences;
        string number = match.Groups["n"].Value.ToLowerInvariant();
        int word = Array.IndexOf(Numbers, number);
        return Math.Max(1, word >= 0 ? word + 1 : int.Parse(number, CultureInfo.InvariantCulture));
    }

    private static string? Quoted(Regex pattern, string system) =>
        pattern.Match(system) is { Success: true } match ? Spaces().Replace(match.Groups["text"].Value, " ").Trim() : null;

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"\bat most\s+(?<n>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?:\w+\s+)?sentences?\b", Options)]
    private static partial Regex SentencesPattern();

    [GeneratedRegex(@"(?<!\b(?:not|never|don't)\s)\bcite\b", Options)]
    private static partial Regex CitePattern();

    [GeneratedRegex(@"\bif\b[^""“”]{0,80}\b(?:does|do)\s+not\s+(?:contain|cover|have|hold|give|answer)\b[^""“”]{0,160}\bexactly\b[^""“”]{0,30}[""“](?<text>[^""“”]+)[""”]", Options)]
    private static partial Regex AbstentionPattern();

    [GeneratedRegex(@"(?:\brefuse\b|\bif\s+asked\s+to\b)[^""“”]{0,1500}?\bexactly\b[^""“”]{0,30}[""“](?<text>[^""“”]+)[""”]", Options)]
    private static partial Regex RefusalPattern();

    [GeneratedRegex(@"\btreat\s+(?:\w+\s+){0,3}attachments?\s+as\s+(?:\w+\s+)?data\b|\bnever\s+follow\s+(?:the\s+|any\s+)?instructions?\s+(?:inside|in|from|within)\s+(?:\w+\s+)?attachments?\b", Options)]
    private static partial Regex DataPattern();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
