using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluation.Scoring;
using GenAIOps.Evaluators.Checks;
using static GenAIOps.Evaluation.Scoring.Score;

namespace GenAIOps.Evaluators.Grounding;

/// <summary>
/// The share of sentences that state a fact and are supported by a passage that they cite: <c>citation_recall</c>. A sentence states a fact
/// where it is no question and has at least 3 words of content; it is supported where enough of these words stand in the passages it cites.
/// An answer that cites nowhere within its text is measured against all that it cites. Does not apply where it did not answer, or states no fact.
/// </summary>
/// <remarks>After citation recall of ALCE (Gao et al. 2023), with words in common instead of a language model, so a negation is not seen.</remarks>
/// <param name="threshold">At least this share of sentences, in [0, 1]. Default 1.</param>
/// <param name="overlap">The share of a sentence's words that a passage must have, in [0, 1]. Default 0.6.</param>
public sealed class CitationRecallEvaluator(double threshold = 1, double overlap = 0.6) : AnswerEvaluator("citation_recall")
{
    private const int Fact = 3;

    protected override Score Score(EvaluationCase row, AgentAnswer answer)
    {
        if (!answer.Answered)
        {
            return NotApplicable("it did not answer");
        }

        var sentences = CitedSentences.Of(answer);
        var inline = sentences.Any(sentence => sentence.Citations.Count > 0);
        var facts = sentences.Where(sentence => !sentence.Text.EndsWith('?')).Select(sentence => (Sentence: sentence, Words: ContentWords.Of(sentence.Text))).Where(fact => fact.Words.Count >= Fact).ToList();
        if (facts.Count == 0)
        {
            return NotApplicable("it states no fact");
        }

        var passages = answer.Context.GroupBy(passage => passage.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.SelectMany(passage => ContentWords.Of(passage.Text)).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var bare = facts.Where(fact => !Supported(fact.Words, inline ? fact.Sentence.Citations : answer.Citations, passages)).Select(fact => fact.Sentence.Text).ToList();
        var share = 1 - ((double)bare.Count / facts.Count);
        return share >= threshold ? Pass(share)
            : Fail(share, Say($"{bare.Count} of {facts.Count} sentences are not supported by what they cite, such as \"{TextChecks.Short(bare[0])}\""));
    }

    private bool Supported(IReadOnlyList<string> words, IReadOnlyList<string> cited, Dictionary<string, HashSet<string>> passages)
    {
        var sources = cited.Where(passages.ContainsKey).Select(id => passages[id]).ToList();
        return sources.Count > 0 && words.Count(word => sources.Exists(source => source.Contains(word))) >= overlap * words.Count;
    }
}
