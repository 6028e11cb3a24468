namespace GenAIOps.Evaluators.Safety.Decoding;

/// <summary>The encodings that attacks use.</summary>
public static class TextEncodings
{
    /// <summary>RFC 4648, 4, over UTF-8.</summary>
    public static TextEncoding Base64 { get; } = new(nameof(Base64), BinaryText.ToBase64, text => BinaryText.FromBase64(text) ?? text);

    /// <summary>Two hexadecimal digits a byte of UTF-8.</summary>
    public static TextEncoding Hex { get; } = new(nameof(Hex), BinaryText.ToHex, text => BinaryText.FromHex(text) ?? text);

    /// <summary>Eight binary digits a byte of UTF-8, a space between.</summary>
    public static TextEncoding Binary { get; } = new(nameof(Binary), BinaryText.ToBinary, text => BinaryText.FromBinary(text) ?? text);

    /// <summary>Percent encoding (RFC 3986, 2.1).</summary>
    public static TextEncoding Url { get; } = new(nameof(Url), Uri.EscapeDataString, Uri.UnescapeDataString);

    /// <summary>ITU-R M.1677-1, letters apart by a space and words by <c> / </c>; case is lost.</summary>
    public static TextEncoding Morse { get; } = new(nameof(Morse), MorseCode.Encode, MorseCode.Decode);

    /// <summary>Latin letters 13 places on.</summary>
    public static TextEncoding Rot13 { get; } = new("ROT13", text => Letters.Shift(text, 13), text => Letters.Shift(text, 13));

    /// <summary>Latin letters 3 places on.</summary>
    public static TextEncoding Caesar { get; } = new(nameof(Caesar), text => Letters.Shift(text, 3), text => Letters.Shift(text, 23));

    /// <summary>The Latin alphabet from its end.</summary>
    public static TextEncoding Atbash { get; } = new(nameof(Atbash), Letters.Mirror, Letters.Mirror);

    /// <summary>Backwards, surrogate pairs kept.</summary>
    public static TextEncoding Flip { get; } = new(nameof(Flip), Letters.Reverse, Letters.Reverse);

    /// <summary>Digits for letters that they look like; case of those is lost.</summary>
    public static TextEncoding Leetspeak { get; } = new(nameof(Leetspeak), LookAlikes.ToLeet, LookAlikes.FromLeet);

    /// <summary>A space after each character.</summary>
    public static TextEncoding CharacterSpace { get; } = new(nameof(CharacterSpace), text => Letters.Join(text, ' '), text => Letters.Unjoin(text, ' '));

    /// <summary>A hyphen between characters.</summary>
    public static TextEncoding StringJoin { get; } = new(nameof(StringJoin), text => Letters.Join(text, '-'), text => Letters.Unjoin(text, '-'));

    /// <summary>Cyrillic and Greek letters that look Latin (Unicode TR 39, confusables).</summary>
    public static TextEncoding UnicodeConfusable { get; } = new(nameof(UnicodeConfusable), LookAlikes.ToConfusable, LookAlikes.Fold);

    /// <summary>An acute accent (U+0301) on each vowel.</summary>
    public static TextEncoding Diacritic { get; } = new(nameof(Diacritic), LookAlikes.Accent, LookAlikes.Fold);

    /// <summary>A zero-width space (U+200B) between characters.</summary>
    public static TextEncoding ZeroWidth { get; } = new(nameof(ZeroWidth), text => Letters.Join(text, '\u200B'), LookAlikes.Fold);

    /// <summary>Tag characters (U+E0020 to U+E007E), which nobody sees; only ASCII can be written.</summary>
    public static TextEncoding AsciiSmuggler { get; } = new(nameof(AsciiSmuggler), TagCharacters.Encode, TagCharacters.Decode);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TextEncoding> All { get; } =
        [Base64, Hex, Binary, Url, Morse, Rot13, Caesar, Atbash, Flip, Leetspeak, CharacterSpace, StringJoin, UnicodeConfusable, Diacritic, ZeroWidth, AsciiSmuggler];
}
