using CsCheck;
using GenAIOps.Evaluators.Text;

namespace GenAIOps.Evaluators.Tests.Text;

public sealed class Stemming
{
    // The examples of Porter 1980, through all steps; sky, dying and news are irregular forms of NLTK.
    [Theory]
    [InlineData("caresses caress ponies cats feed agreed plastered bled motoring sing", "caress caress poni cat feed agre plaster bled motor sing")]
    [InlineData("conflated troubled sized hopping tanned falling hissing fizzed failing filing", "conflat troubl size hop tan fall hiss fizz fail file")]
    [InlineData("relational conditional rational valenci hesitanci digitizer conformabli radicalli", "relat condit ration valenc hesit digit conform radic")]
    [InlineData("differentli vileli analogousli vietnamization predication operator feudalism", "differ vile analog vietnam predic oper feudal")]
    [InlineData("decisiveness hopefulness callousness formaliti sensitiviti sensibiliti", "decis hope callous formal sensit sensibl")]
    [InlineData("triplicate formative formalize electriciti electrical hopeful goodness", "triplic form formal electr electr hope good")]
    [InlineData("revival allowance inference airliner gyroscopic adjustable defensible irritant", "reviv allow infer airlin gyroscop adjust defens irrit")]
    [InlineData("replacement adjustment dependent adoption homologou communism activate angulariti", "replac adjust depend adopt homolog commun activ angular")]
    [InlineData("homologous effective bowdlerize probate rate cease controll roll", "homolog effect bowdler probat rate ceas control roll")]
    [InlineData("happy generalizations oscillators connect connected connecting connection connections", "happi gener oscil connect connect connect connect connect")]
    [InlineData("sky skies dying ties news enjoy is y", "sky sky die tie news enjoy is y")]
    public void PortersOwnExamplesHold(string words, string stems) =>
        Assert.Equal(stems, string.Join(' ', words.Split(' ').Select(PorterStemmer.Stem)));

    [Fact]
    public void AStemIsNeverLongerThanItsWordAndNeverEmpty() =>
        Gen.String["abcdefghijklmnopqrstuvwxyz"].Where(word => word.Length > 0).Sample(word =>
        {
            var stem = PorterStemmer.Stem(word);
            Assert.InRange(stem.Length, 1, word.Length);
        }, iter: 20_000);
}
