using GenAIOps.Evaluators.Text;

namespace GenAIOps.Evaluators.Grounding;

/// <summary>The words of a text that carry its meaning, as stems.</summary>
internal static class ContentWords
{
    private static readonly HashSet<string> Empty = new(StringComparer.Ordinal)
    {
        "a", "an", "the", "and", "or", "but", "nor", "so", "if", "then", "than", "as", "of", "at", "by", "for", "from", "in", "into", "on", "onto", "to", "with", "without",
        "about", "over", "under", "up", "down", "out", "off", "is", "am", "are", "was", "were", "be", "been", "being", "do", "does", "did", "have", "has", "had", "can", "could",
        "will", "would", "shall", "should", "may", "might", "must", "i", "me", "my", "we", "us", "our", "you", "your", "he", "him", "his", "she", "her", "it", "its", "they",
        "them", "their", "this", "that", "these", "those", "there", "here", "who", "whom", "which", "what", "when", "where", "why", "how", "also", "just", "please", "not", "no", "yes",
    };

    public static IReadOnlyList<string> Of(string text) => [.. TokenOverlap.Tokens(text).Where(word => !Empty.Contains(word)).Select(PorterStemmer.Stem)];
}
