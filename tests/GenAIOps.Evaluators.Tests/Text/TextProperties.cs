using CsCheck;
using GenAIOps.Evaluation.Answers;
using GenAIOps.Evaluators.Grounding;
using GenAIOps.Evaluators.Text;

namespace GenAIOps.Evaluators.Tests.Text;

public sealed class TextProperties
{
    private static readonly string[] Vocabulary = ["the", "cat", "sat", "on", "a", "mat", "2024.", "3,5", "don't", "—", "日本", "🙂", "\n", "running"];

    private static readonly Gen<string> Texts = Gen.Int[0, Vocabulary.Length - 1].Select(at => Vocabulary[at]).Array[0, 25].Select(words => string.Join(' ', words));

    [Fact]
    public void EveryMetricStaysInItsRange() =>
        Gen.Select(Texts, Texts).Sample((answer, reference) =>
        {
            IReadOnlyList<double> ratios =
            [
                TokenF1.Score(SquadTokenizer.Tokens(answer), SquadTokenizer.Tokens(reference)),
                Bleu.Score(TreebankTokenizer.Tokens(answer), [TreebankTokenizer.Tokens(reference)], BleuSmoothing.Method4) ?? 0,
                Gleu.Score(Words.Plain(answer), [Words.Plain(reference)]),
                Meteor.Score(Words.Lower(answer), Words.Lower(reference)),
                Rouge.L(Rouge.Tokens(answer), Rouge.Tokens(reference)).F1,
                Rouge.LSum(answer, reference, stem: true).F1,
                SacreBleu.Sentence(answer, [reference]).Score / 100,
                Chrf.Score(answer, [reference]) / 100,
            ];
            Assert.All(ratios, ratio => Assert.InRange(ratio, 0, 1 + 1e-9));
            Assert.True(Ter.Score(answer, [reference]) >= 0);
        }, iter: 2_000);

    [Fact]
    public void AnotherReferenceNeverLowersWhatTakesTheBest() =>
        Gen.Select(Texts, Texts, Texts).Sample((answer, one, other) =>
        {
            Assert.True(Gleu.Score(Words.Plain(answer), [Words.Plain(one), Words.Plain(other)]) >= Gleu.Score(Words.Plain(answer), [Words.Plain(one)]));
            Assert.True(Chrf.Score(answer, [one, other]) >= Chrf.Score(answer, [one]));
        }, iter: 1_000);

    // Tokens under 1,024 fit into 64 bits at every order; the others do not.
    [Theory]
    [InlineData(3)]
    [InlineData(2_000_000)]
    public void SharedRunsAreCountedAsOneWouldByHand(int most) =>
        Gen.Select(Gen.Int[1, 3].Select(token => token == 3 ? most : token).Array[0, 20], Gen.Int[1, 3].Select(token => token == 3 ? most : token).Array[0, 20], Gen.Int[1, 6]).Sample((one, other, order) =>
        {
            var left = Runs(other, order);
            Assert.Equal(Runs(one, order).Count(left.Remove), NGrams.Shared(one, other, order));
            Assert.Equal(NGrams.Shared(one, other, order), NGrams.Clipped(one, [other, other], order));
        }, iter: 3_000);

    [Fact]
    public void TheLongestCommonSubsequenceIsTheSameByRowsAndByMarks() =>
        Gen.Select(Gen.Int[1, 4].Array[0, 30], Gen.Int[1, 4].Array[0, 30]).Sample((one, other) =>
        {
            var length = LongestCommonSubsequence.Length(one, other);
            var marked = new bool[one.Length];
            LongestCommonSubsequence.Mark(one, other, marked);
            Assert.Equal(length, marked.Count(hit => hit));
            Assert.Equal(length, LongestCommonSubsequence.Length(other, one));
        }, iter: 5_000);

    [Fact]
    public void WithinItsBeamTheEditDistanceIsLevenshteins() =>
        Gen.Select(Gen.Int[1, 4].Array[0, 20], Gen.Int[1, 4].Array[0, 20]).Sample((one, other) =>
        {
            Assert.Equal(Levenshtein(one, other), BeamEditDistance.Distance(one, other));
            var aligned = BeamEditDistance.Align(one, other);
            Assert.Equal(aligned.Distance, BeamEditDistance.Distance(one, other));
        }, iter: 5_000);

    // With a rule that goes back and forth these would take hours.
    [Fact]
    public void TextsOfOddShapesAreSplitAtOnce()
    {
        Assert.Equal(["a.", "b"], TreebankTokenizer.Tokens($"a.{new string(' ', 200_000)}b"));
        Assert.Equal(100_002, TreebankTokenizer.Tokens($"a.{string.Concat(Enumerable.Repeat(") ", 100_000))}b").Count);
        Assert.NotEmpty(Numbers.Stated(string.Concat(Enumerable.Repeat("111.", 50_000))));
        Assert.Single(CitedSentences.Of(new AgentAnswer($"a{new string('.', 100_000)}{new string('[', 100_000)}")));
        Assert.Equal(200_000, MeaiTokenizer.Tokens(string.Concat(Enumerable.Repeat("a-", 100_000))).Count);
        Assert.NotEmpty(SacreBleuTokenizer.V13a(new string('.', 200_000)));
    }

    [Fact]
    public void LongTextsAreScoredInLittleMemory()
    {
        var words = string.Join(' ', Enumerable.Range(0, 4_000).Select(i => $"w{i * 7919 % 997}"));
        var other = string.Join(' ', Enumerable.Range(0, 4_000).Select(i => $"w{i * 6007 % 991}"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var score = Rouge.L(Rouge.Tokens(words), Rouge.Tokens(other)).F1;
        Assert.InRange(score, 0.01, 0.99);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    private static List<string> Runs(int[] tokens, int order) =>
        [.. Enumerable.Range(0, NGrams.Total(tokens.Length, order)).Select(at => string.Join(',', tokens[at..(at + order)]))];

    private static int Levenshtein(int[] one, int[] other)
    {
        var table = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                table[i, j] = i == 0 ? j : j == 0 ? i
                    : Math.Min(table[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1), Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
            }
        }

        return table[one.Length, other.Length];
    }
}
