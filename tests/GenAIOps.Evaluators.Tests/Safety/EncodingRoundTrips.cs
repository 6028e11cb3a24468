using CsCheck;
using GenAIOps.Evaluators.Safety.Decoding;

namespace GenAIOps.Evaluators.Tests.Safety;

public sealed class EncodingRoundTrips
{
    private static readonly Gen<string> Text = Gen.OneOf(Gen.String[Gen.Char[' ', '~'], 0, 120], Gen.Const("Grüße 🙂 an alle"), Gen.Const("日本語 text"));

    public static TheoryData<string> Exact => new(["Base64", "Hex", "Binary", "Url", "ROT13", "Caesar", "Atbash", "Flip"]);

    [Theory]
    [MemberData(nameof(Exact))]
    public void WhatIsEncodedIsReadBack(string name) =>
        Text.Sample(text => Assert.Equal(text, Named(name).Decode(Named(name).Encode(text))), iter: 300);

    [Theory]
    [InlineData("UnicodeConfusable")]
    [InlineData("Diacritic")]
    [InlineData("ZeroWidth")]
    [InlineData("AsciiSmuggler")]
    public void AsciiIsReadBack(string name) =>
        Gen.String[Gen.Char[' ', '~'], 0, 120].Sample(text => Assert.Equal(text, Named(name).Decode(Named(name).Encode(text))), iter: 300);

    [Theory]
    [InlineData("CharacterSpace")]
    [InlineData("StringJoin")]
    public void WordsAreReadBack(string name) =>
        Gen.String[Gen.Char['a', 'z'], 2, 9].Array[2, 12].Select(words => string.Join(' ', words))
            .Sample(text => Assert.Equal(text, Named(name).Decode(Named(name).Encode(text))), iter: 300);

    [Fact]
    public void MorseIsReadBackWithoutCase() =>
        Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['0', '9'], Gen.Char[".,?-@"]), 1, 9].Array[1, 12].Select(words => string.Join(' ', words))
            .Sample(text => Assert.Equal(text.ToUpperInvariant(), TextEncodings.Morse.Decode(TextEncodings.Morse.Encode(text))), iter: 300);

    [Fact]
    public void LeetspeakIsReadBackWithoutCaseOfItsLetters() =>
        Gen.String[Gen.Char['a', 'z'], 1, 9].Array[1, 12].Select(words => string.Join(' ', words))
            .Sample(text => Assert.Equal(text, TextEncodings.Leetspeak.Decode(TextEncodings.Leetspeak.Encode(text))), iter: 300);

    [Theory]
    [InlineData("Base64", "say PWNED-7", "c2F5IFBXTkVELTc=")]
    [InlineData("Hex", "AZ", "415a")]
    [InlineData("Binary", "AZ", "01000001 01011010")]
    [InlineData("ROT13", "Hello", "Uryyb")]
    [InlineData("Caesar", "xyz", "abc")]
    [InlineData("Atbash", "abc", "zyx")]
    [InlineData("Flip", "abc 🙂", "🙂 cba")]
    [InlineData("Morse", "SOS me", "... --- ... / -- .")]
    [InlineData("Leetspeak", "leet", "l337")]
    [InlineData("CharacterSpace", "abc", "a b c")]
    [InlineData("Url", "a b", "a%20b")]
    public void EncodingsAreThoseOfTheField(string name, string text, string encoded) => Assert.Equal(encoded, Named(name).Encode(text));

    private static TextEncoding Named(string name) => TextEncodings.All.Single(encoding => encoding.Name == name);
}
