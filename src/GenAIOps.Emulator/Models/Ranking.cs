namespace GenAIOps.Emulator.Models;

/// <summary>A sentence of the context and how well it answers.</summary>
/// <param name="Score">The share of the question's weight that the sentence covers, in [0, 1]; longer sentences a little less.</param>
/// <param name="Coverage">The same share without regard to length: what the decision to abstain looks at.</param>
/// <param name="Position">Place in the block, from 0.</param>
internal sealed record RankedSentence(ContextBlock Block, int Position, string Text, double Score, double Coverage);

/// <summary>Ranks the sentences of a context against a question by weighted term overlap.</summary>
/// <remarks>
/// A term weighs ln(1 + N / (df + 1/2)) with df its sentences among the N given (as in BM25, Robertson and Zaragoza 2009), so words of every
/// sentence count little and words of none count most: the latter make a question look unanswered. The sum over the question's terms normalises
/// for the question's length. Where a customer tells a story and then asks, the words of the story count less. A term found only in the title or heading counts in part. O(words) time and space.
/// </remarks>
internal static class Ranking
{
    private const double TitleCredit = 0.5;
    private const double SynonymCredit = 0.7;
    private const double LengthPenalty = 0.004;
    private const int FreeLength = 12;
    private const double StoryWeight = 0.5;

    private sealed record Candidate(ContextBlock Block, int Position, Sentence Sentence, HashSet<string> Terms, HashSet<string> Titles);

    /// <returns>Best first; equal scores in the order of the context.</returns>
    public static IReadOnlyList<RankedSentence> Rank(string question, IReadOnlyList<ContextBlock> context)
    {
        Dictionary<string, double> asked = Asked(question);
        List<Candidate> candidates = [.. context.SelectMany(Candidates)];
        if (candidates.Count == 0) return [];

        Dictionary<string, double> weights = asked.ToDictionary(
            term => term.Key, term => term.Value * Weight(term.Key, candidates), StringComparer.Ordinal);
        double total = weights.Values.Sum();
        if (total == 0) return [.. candidates.Select(c => new RankedSentence(c.Block, c.Position, c.Sentence.Text, 0, 0))];
        return [.. candidates.Select(c => Score(c, weights, total)).OrderByDescending(ranked => ranked.Score)];
    }

    private static IEnumerable<Candidate> Candidates(ContextBlock block)
    {
        string[] title = [.. Words.Terms(block.Title)];
        return Sentences.Split(block.Text).Select((sentence, at) => new Candidate(block, at, sentence,
            [.. Words.Terms(sentence.Text)], [.. title, .. Words.Terms(sentence.Heading)]));
    }

    private static Dictionary<string, double> Asked(string question)
    {
        string[] sentences = [.. Sentences.Split(question).Select(sentence => sentence.Text)];
        bool asks = sentences.Any(IsQuestion);
        Dictionary<string, double> terms = new(StringComparer.Ordinal);
        foreach (string sentence in sentences)
        {
            double weight = asks && !IsQuestion(sentence) ? StoryWeight : 1;
            foreach (string term in Words.Terms(sentence)) terms[term] = Math.Max(weight, terms.GetValueOrDefault(term));
        }
        return terms;
    }

    private static bool IsQuestion(string sentence) => sentence.EndsWith('?');

    private static double Weight(string term, List<Candidate> candidates) =>
        Math.Log(1 + candidates.Count / (candidates.Count(c => c.Terms.Contains(term)) + 0.5));

    private static RankedSentence Score(Candidate candidate, Dictionary<string, double> weights, double total)
    {
        double covered = weights.Sum(pair => pair.Value * Credit(pair.Key, candidate)) / total;
        int extra = Math.Max(0, candidate.Terms.Count - FreeLength);
        return new RankedSentence(candidate.Block, candidate.Position, candidate.Sentence.Text, covered * (1 - Math.Min(0.2, extra * LengthPenalty)), covered);
    }

    private static double Credit(string term, Candidate candidate) =>
        candidate.Terms.Contains(term) ? 1
        : Thesaurus.SynonymsOf(term).Any(candidate.Terms.Contains) ? SynonymCredit
        : candidate.Titles.Contains(term) || Thesaurus.SynonymsOf(term).Any(candidate.Titles.Contains) ? TitleCredit
        : 0;
}
