using System.Text.RegularExpressions;

namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>International bank account numbers: country, its length, and the check digits (ISO 13616-1; ISO/IEC 7064, MOD 97-10).</summary>
public sealed partial class IbanDetector() : Detector("a bank account number")
{
    // Lengths by country: SWIFT IBAN Registry.
    private static readonly Dictionary<string, int> Lengths =
        ("AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 " +
         "JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20")
        .Split(' ').ToDictionary(entry => entry[..2], entry => int.Parse(entry.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);

    protected override IEnumerable<Finding> Scan(string text)
    {
        foreach (Match head in Head().Matches(text))
        {
            var length = Reach(text, head.Index);
            if (length == 0 || !Digits.Stands(text, head.Index, length))
            {
                continue;
            }

            var value = text.Substring(head.Index, length).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
            if (Remainder(value) == 1)
            {
                yield return At(text, head.Index, length, value);
            }
        }
    }

    /// <summary>How far a number of its country reaches from here, single spaces included; 0 where the text ends before, or goes on otherwise.</summary>
    private static int Reach(string text, int start)
    {
        var wanted = Lengths.GetValueOrDefault(text.Substring(start, 2).ToUpperInvariant());
        var taken = 0;
        for (var i = start; i < text.Length && wanted > 0; i++)
        {
            if (char.IsAsciiLetterOrDigit(text[i]))
            {
                if (++taken == wanted)
                {
                    return i - start + 1;
                }
            }
            else if (text[i] != ' ' || text[i - 1] == ' ')
            {
                return 0;
            }
        }

        return 0;
    }

    private static int Remainder(string iban) =>
        (iban[4..] + iban[..4]).Aggregate(0, (rest, character) => char.IsAsciiDigit(character) ? (rest * 10 + character - '0') % 97 : (rest * 100 + character - 'A' + 10) % 97);

    [GeneratedRegex(@"(?<![\p{L}\p{N}])[A-Za-z]{2}[0-9]{2}(?= ?[A-Za-z0-9])")]
    private static partial Regex Head();
}
