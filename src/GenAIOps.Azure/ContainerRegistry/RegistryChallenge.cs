namespace GenAIOps.Azure.ContainerRegistry;

/// <summary>What a registry asks for in <c>WWW-Authenticate</c>.</summary>
/// <param name="Scheme">As written: Bearer, Basic, ...</param>
/// <param name="Parameters">By name, in any case; of a name that is given twice the first.</param>
/// <remarks>RFC 9110, section 11.6.1; Distribution, "Token Authentication Specification".</remarks>
internal sealed record RegistryChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    public string? Realm => Parameters.GetValueOrDefault("realm");

    public string? Service => Parameters.GetValueOrDefault("service");

    public bool Is(string scheme) => Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase);

    public static IReadOnlyList<RegistryChallenge> Of(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var values) ? [.. values.SelectMany(Parse)] : [];

    /// <summary>Reads as far as it can be understood; never fails.</summary>
    public static IReadOnlyList<RegistryChallenge> Parse(string header)
    {
        var found = new List<(string Scheme, Dictionary<string, string> Parameters)>();
        for (var at = 0; at < header.Length;)
        {
            var word = Word(header, ref at);
            if (word is "")
            {
                at++;
                continue;
            }

            var next = at;
            while (next < header.Length && header[next] is ' ' or '\t')
            {
                next++;
            }

            if (next >= header.Length || header[next] != '=')
            {
                found.Add((word, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)));
                continue;
            }

            at = next + 1;
            var value = Value(header, ref at);
            if (found.Count > 0)
            {
                found[^1].Parameters.TryAdd(word, value);
            }
        }

        return [.. found.Select(challenge => new RegistryChallenge(challenge.Scheme, challenge.Parameters))];
    }

    private static string Word(string header, ref int at)
    {
        var start = at;
        while (at < header.Length && (char.IsAsciiLetterOrDigit(header[at]) || "!#$%&'*+-.^_`|~".Contains(header[at], StringComparison.Ordinal)))
        {
            at++;
        }

        return header[start..at];
    }

    private static string Value(string header, ref int at)
    {
        while (at < header.Length && header[at] is ' ' or '\t')
        {
            at++;
        }

        if (at >= header.Length || header[at] != '"')
        {
            var start = at;
            while (at < header.Length && header[at] is not (',' or ' ' or '\t'))
            {
                at++;
            }

            return header[start..at];
        }

        var text = new System.Text.StringBuilder();
        for (at++; at < header.Length && header[at] != '"'; at++)
        {
            if (header[at] == '\\' && at + 1 < header.Length)
            {
                at++;
            }

            text.Append(header[at]);
        }

        at = Math.Min(at + 1, header.Length);
        return text.ToString();
    }
}
