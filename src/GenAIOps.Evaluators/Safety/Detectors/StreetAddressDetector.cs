using System.Text.RegularExpressions;

namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>Street addresses, with caution: a house number and a name that ends in a word for a street, in English, German, French and Spanish layouts. A street without a number is none.</summary>
public sealed partial class StreetAddressDetector() : Detector("a street address")
{
    protected override IEnumerable<Finding> Scan(string text) =>
        Layouts().Matches(text).Select(match => At(text, match.Index, match.Length, string.Join(' ', match.Value.Split((char[])[' ', ','], StringSplitOptions.RemoveEmptyEntries))));

    [GeneratedRegex(
        @"(?<![\p{L}\p{N}.,:-])(?:" +
        @"[1-9][0-9]{0,4}[A-Za-z]? (?:[NSEW]\.? )?(?:\p{Lu}[\p{L}'’-]{1,20} ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Terrace|Crescent|Close|Way|Place|Pl)" +
        @"|\p{Lu}\p{Ll}{1,20}(?:straße|strasse|str\.|weg|allee|platz|gasse) [1-9][0-9]{0,3} ?[a-z]?" +
        @"|(?:\p{Lu}\p{Ll}{1,20}[ -]){1,2}(?:Straße|Strasse|Str\.|Weg|Allee|Platz|Gasse) [1-9][0-9]{0,3} ?[a-z]?" +
        @"|[1-9][0-9]{0,3}(?: bis| ter)?,? (?:rue|avenue|boulevard|impasse|chemin) (?:de |du |des |de la |d')?\p{Lu}[\p{L}'’-]{1,20}" +
        @"|(?:Calle|Avenida|Plaza|Paseo) (?:de |del |de la )?(?:\p{Lu}[\p{L}'’-]{1,20} ?){1,3},? (?:n\.?º ?)?[1-9][0-9]{0,3}" +
        @")(?![\p{L}\p{N}])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Layouts();
}
