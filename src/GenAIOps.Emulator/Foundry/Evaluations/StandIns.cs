using System.Globalization;
using GenAIOps.Emulator.Models;

namespace GenAIOps.Emulator.Foundry.Evaluations;

/// <summary>A score and why.</summary>
internal readonly record struct Verdict(double Score, string Reason);

/// <summary>
/// Scores of 1 to 5 where Foundry asks a model. They count words, deterministically, and judge nothing like a model would: every reason says so.
/// </summary>
internal static class StandIns
{
    public const string Label = $"[{ExtractiveModel.Name}: counted, not judged]";

    /// <summary>The share of the question's terms that the answer takes up.</summary>
    public static Verdict Relevance(string query, string response) => Share(query, response, "of the query's terms are in the response");

    /// <summary>The share of the answer's terms that stand in the context.</summary>
    public static Verdict Groundedness(string response, string context) => Share(response, context, "of the response's terms are in the context");

    /// <summary>The share of the right answer's terms that the answer has.</summary>
    public static Verdict Completeness(string response, string truth) => Share(truth, response, "of the ground truth's terms are in the response");

    /// <summary>Complete sentences of 3 to 40 words.</summary>
    public static Verdict Fluency(string response)
    {
        List<string> sentences = SentencesOf(response);
        int good = sentences.Count(sentence => char.IsUpper(sentence[0]) || char.IsDigit(sentence[0]) ? Ends(sentence) && sentence.Split(' ').Length is >= 3 and <= 40 : false);
        return Of(sentences.Count == 0 ? 0 : (double)good / sentences.Count, $"{good} of {sentences.Count} sentences are complete and of common length");
    }

    /// <summary>Sentences that say something new and belong together.</summary>
    public static Verdict Coherence(string query, string response)
    {
        List<string> sentences = SentencesOf(response);
        if (sentences.Count == 0) return Of(0, "there is no sentence");
        HashSet<string> topic = [.. Words.Terms(query), .. Words.Terms(sentences[0])];
        int good = 1;
        for (int i = 1; i < sentences.Count; i++)
        {
            IReadOnlyList<string> terms = Words.Terms(sentences[i]);
            bool repeats = sentences.IndexOf(sentences[i]) < i;
            if (!repeats && (terms.Count == 0 || terms.Any(topic.Contains))) good++;
            topic.UnionWith(terms);
        }
        return Of((double)good / sentences.Count, $"{good} of {sentences.Count} sentences follow from what was said before");
    }

    private static Verdict Share(string of, string within, string what)
    {
        HashSet<string> wanted = [.. Words.Terms(of)], present = [.. Words.Terms(within)];
        int shared = wanted.Count(present.Contains);
        return Of(wanted.Count == 0 ? 0 : (double)shared / wanted.Count, $"{shared} of {wanted.Count} {what}");
    }

    private static Verdict Of(double share, string reason) => new(Math.Round(1 + (4 * share), MidpointRounding.AwayFromZero), string.Create(CultureInfo.InvariantCulture, $"{Label} {reason}."));

    private static List<string> SentencesOf(string text) => [.. Sentences.Split(text).Select(sentence => sentence.Text)];

    private static bool Ends(string sentence) => sentence.TrimEnd('"', '”', '’', ')', ']') is { Length: > 0 } end && (end[^1] is '.' or '!' or '?' or '…' || sentence.EndsWith(']'));
}
