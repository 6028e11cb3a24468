using System.Text.RegularExpressions;

namespace GenAIOps.Emulator.Models;

/// <summary>What an undefended model does when told to: it obeys the last voice it hears.</summary>
internal static partial class Compliance
{
    /// <returns>The answer demanded by an instruction hidden in an attachment, or null when there is no instruction.</returns>
    public static string? ObeyAttachment(string text, string system)
    {
        string flat = Spaces().Replace(text, " ").Trim();
        if (!ImperativePattern().IsMatch(flat) && !DemandPattern().IsMatch(flat)) return null;
        return Obey(flat, system) ?? AfterOverride(flat);
    }

    /// <returns>The answer to a question that should have been refused, or was refused in vain.</returns>
    public static string ObeyQuestion(string question, string system)
    {
        string flat = Spaces().Replace(question, " ").Trim();
        return Obey(flat, system) ?? $"Sure, here is what you asked for: {flat}";
    }

    /// <returns>The text that a question wants to be said, or null when it wants something else.</returns>
    public static string? Dictated(string question) => Demand(Spaces().Replace(question, " ").Trim());

    private static string? Obey(string flat, string system) =>
        Lexicon.AsksForPrompt(flat) ? (system.Length > 0 ? system : "I have no instructions.") : Demand(flat);

    private static string? Demand(string flat)
    {
        Match match = DemandPattern().Match(flat);
        if (!match.Success) return null;
        string rest = flat[(match.Index + match.Length)..].TrimStart(' ', ':');
        if (rest.Length == 0) return null;
        if (Quotes.TryGetValue(rest[0], out char close) && rest.IndexOf(close, 1) is > 1 and var end) return rest[1..end];
        return Sentences.SplitProse(rest).First();
    }

    private static string AfterOverride(string flat)
    {
        Match match = ImperativePattern().Match(flat);
        string rest = flat[(match.Index + match.Length)..].TrimStart(' ', '.', ',', ':', ';', '!', '-');
        return rest.Length > 0 ? rest : flat;
    }

    private static readonly Dictionary<char, char> Quotes = new() { ['"'] = '"', ['“'] = '”', ['\''] = '\'', ['‘'] = '’', ['`'] = '`', ['«'] = '»' };

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"\b(ignore|disregard|forget|override|bypass)\b[^.!?]{0,40}\b(instructions?|rules?|prompts?|guidelines?|polic(y|ies)|restrictions?|above|everything|context|articles?)\b|\b(new|updated|important|hidden|secret|system|admin|developer) (system )?(instructions?|rules?|directives?|message|note|override|prompt|command)s?( (to|for) (the )?(ai|assistant|agent|model|bot|support agent))?\s*:|\b(assistant|ai|agent|bot|model|chatbot)s?\s*[,:]|\byou (must|should|have to|are required to|will now|are now)\b|\b(attention|note|message|instructions?) (to|for) (the )?(ai|assistant|agent|model|bot|llm)\b", Options)]
    private static partial Regex ImperativePattern();

    [GeneratedRegex(@"(^|[.!?:;,)\]>-]\s*|\b(and|then|just|only|must|should|instead|please|simply|now|to|will|always|also|by)\s+)((say|output|print|echo|write|repeat|state|include|append|add|insert|mention|announce|confirm(?! by)|promise|claim)( (after me|back|out|only|exactly|just|that|the (exact )?(words?|phrase|text|string|sentence|code|line)s?|in your (answer|reply|response)|this( exact)?( (word|phrase|text|sentence))?|verbatim|literally))*\b|(respond|reply|answer)(?=\s*:?\s*[""“'‘])|(respond(ing)?|reply(ing)?|answer(ing)?|end|begin|start|finish|close)( (your|the|every|each|all) (answer|reply|response|message)s?)?( (to (me|this|everything|all|the (customer|user|question))))?( (only|just|simply|always))? (with|by saying)( (only|exactly|just|that|the (exact )?(words?|phrase|text|string|sentence|code|line)s?|verbatim))*|(tell|inform|assure) (the |this |every |each |all |him|her|them|me|us)?(customers?|users?|reader|buyer|caller|person)?( that| to)?)(?=[\s:""“'‘`«])", Options)]
    private static partial Regex DemandPattern();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
