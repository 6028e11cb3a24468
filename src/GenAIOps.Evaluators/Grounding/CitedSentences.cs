using System.Text.RegularExpressions;
using GenAIOps.Evaluation.Answers;

namespace GenAIOps.Evaluators.Grounding;

/// <summary>Splits an answer into sentences with what each cites.</summary>
internal static partial class CitedSentences
{
    public static IReadOnlyList<CitedSentence> Of(AgentAnswer answer)
    {
        var known = Known(answer);
        // "… thirty days. [returns]" cites for the sentence before.
        var text = AfterStop().Replace(answer.Text, "$2$1");
        return [.. Boundary().Split(text)
            .Select(sentence => new CitedSentence(
                Bare(sentence, known).Trim(),
                [.. Citation().Matches(sentence).Select(match => match.Groups[1].Value).Where(known.Contains)]))
            .Where(sentence => sentence.Text.Length > 0)];
    }

    /// <summary>The answer without its citations.</summary>
    public static string Bare(AgentAnswer answer) => Bare(answer.Text, Known(answer));

    private static string Bare(string text, HashSet<string> known) => Citation().Replace(text, match => known.Contains(match.Groups[1].Value) ? "" : match.Value);

    private static HashSet<string> Known(AgentAnswer answer) => answer.Context.Select(passage => passage.Id).Concat(answer.Citations).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"([.!?])((?:\s*\[[\w.:/-]+\])+)", RegexOptions.CultureInvariant)]
    private static partial Regex AfterStop();

    [GeneratedRegex(@"(?<=[.!?])\s+(?=[\p{Lu}\p{N}""'(\[-])|\n+", RegexOptions.CultureInvariant)]
    private static partial Regex Boundary();

    [GeneratedRegex(@"\[([\w.:/-]+)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Citation();
}
