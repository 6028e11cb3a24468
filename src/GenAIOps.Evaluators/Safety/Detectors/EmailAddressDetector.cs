namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>E-mail addresses: a dot-atom, <c>@</c>, a domain with a dot (RFC 5322, 3.4.1; lengths of RFC 5321, 4.5.3.1).</summary>
public sealed class EmailAddressDetector() : Detector("an e-mail address")
{
    private const int LongestLocal = 64;
    private const int LongestDomain = 253;

    protected override IEnumerable<Finding> Scan(string text)
    {
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var start = at;
            while (start > 0 && at - start <= LongestLocal && IsLocal(text[start - 1]))
            {
                start--;
            }

            var end = at + 1;
            while (end < text.Length && end - at <= LongestDomain && (char.IsLetterOrDigit(text[end]) || text[end] is '.' or '-'))
            {
                end++;
            }

            while (end > at + 1 && text[end - 1] is '.' or '-')
            {
                end--;
            }

            while (start < at && text[start] is '.')
            {
                start++;
            }

            if (at - start is > 0 and <= LongestLocal && IsDomain(text.AsSpan(at + 1, end - at - 1)))
            {
                yield return At(text, start, end - start);
            }
        }
    }

    private static bool IsLocal(char character) => char.IsLetterOrDigit(character) || "!#$%&'*+/=?^_`{|}~.-".Contains(character, StringComparison.Ordinal);

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        var dot = domain.LastIndexOf('.');
        return dot > 0 && domain.Length - dot - 1 >= 2 && domain.IndexOf("..") < 0 && char.IsLetter(domain[^1]) && char.IsLetterOrDigit(domain[0]);
    }
}
