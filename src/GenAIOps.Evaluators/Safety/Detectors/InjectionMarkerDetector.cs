using System.Text.RegularExpressions;
using GenAIOps.Evaluators.Safety.Decoding;

namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>Text in a document that talks to a model instead of a reader: orders to forget its instructions, roles and delimiters of chat formats, text that people cannot see, and images that carry data away.</summary>
public sealed partial class InjectionMarkerDetector() : Detector("an instruction to the model")
{
    protected override IEnumerable<Finding> Scan(string text)
    {
        foreach (Match match in Markers().Matches(text))
        {
            yield return At(text, match.Index, match.Length) with { Kind = Kinds.First(kind => match.Groups[kind.Group].Success).Kind };
        }

        if (TagCharacters.Decode(text) is { Length: > 0 } hidden)
        {
            yield return new Finding("text in tag characters", hidden, text.IndexOf('\uDB40', StringComparison.Ordinal), hidden);
        }
    }

    private static readonly (string Group, string Kind)[] Kinds =
    [
        ("order", "an order to drop the instructions"),
        ("role", "a role of the chat format"),
        ("persona", "a change of persona"),
        ("secrecy", "an order to keep something from the user"),
        ("addressed", "a message to the assistant"),
        ("hidden", "text that people cannot see"),
        ("exfiltration", "an address that carries data away"),
    ];

    [GeneratedRegex(
        @"(?<order>\b(?:ignore|disregard|forget|override|bypass)\b(?: \w{1,12}){0,4} (?:instructions?|prompts?|rules|guidelines|guidance|directives|directions|policy|policies)\b" +
        @"|\b(?:ignoriere|vergiss|missachte)\b(?: \w{1,14}){0,4} (?:anweisung(?:en)?|regeln|vorgaben)\b" +
        @"|\b(?:ignore[rsz]?|oublie[rsz]?)\b(?: \w{1,14}){0,4} (?:consignes|instructions|règles)\b" +
        @"|\b(?:ignora|olvida|omite)\b(?: \w{1,14}){0,4} (?:instrucciones|reglas|indicaciones)\b)" +
        @"|(?<role><\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id)[^|>]{0,20}\|>|\[/?INST\]|<</?SYS>>|</?(?:system|assistant|developer)(?:[ -](?:prompt|message))?>" +
        @"|^[#*\[<= ]{0,6}(?:system|developer|assistant)(?: (?:prompt|message|note|override))?[#*\]>= ]{0,6}:)" +
        @"|(?<persona>\byou are (?:now|no longer)\b|\bfrom now on,? you\b|\bnew (?:system )?(?:instructions?|rules?|policy)(?: in force)?:|\b(?:enable|enter|activate) (?:developer|debug|admin|god|jailbreak|dan) mode\b)" +
        @"|(?<secrecy>\b(?:do not|don't|never) (?:tell|inform|mention|reveal|show)\b(?: \w{1,12}){0,4} (?:the |this |to )?(?:user|customer|human|reader)\b)" +
        @"|(?<addressed>\b(?:note|message|instructions?|attention|important)(?: (?:to|for))(?: the| all| any)? (?:AI|LLM|assistants?|language models?|chatbots?|agents?|bots?|summari[sz]ers?)\b|\b(?:AI|LLM)(?: assistant| agent| model)?: |\bif you are an? (?:AI|LLM|language model|assistant)\b)" +
        @"|(?<hidden>style\s{0,2}=\s{0,2}[""'][^""'>]{0,200}(?:display\s{0,2}:\s{0,2}none|visibility\s{0,2}:\s{0,2}hidden|font-size\s{0,2}:\s{0,2}0|opacity\s{0,2}:\s{0,2}0(?![.0-9])))" +
        @"|(?<exfiltration>!\[[^\]\n]{0,100}\]\(https?://[^)\s]{1,300}[?&/=](?:\{|\[|<|%7B|(?:data|q|d|c|payload|leak|exfil|secret)=)[^)\s]{0,300}\)?)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Markers();
}
