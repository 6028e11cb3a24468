using System.Text.RegularExpressions;

namespace GenAIOps.Emulator.Models;

/// <summary>Why a question is one to refuse.</summary>
internal enum Offence
{
    None,
    Jailbreak,
    PromptLeak,
    PersonalData,
    Credentials,
    Harmful,
}

/// <summary>Recognises requests that a support agent must refuse: by their wording, in English.</summary>
internal static partial class Lexicon
{
    public static Offence Find(string question)
    {
        string text = question.Replace('’', '\'').Replace('\n', ' ');
        if (LeakPattern().IsMatch(text)) return Offence.PromptLeak;
        if (OverridePattern().IsMatch(text) || PersonaPattern().IsMatch(text) || DictationPattern().IsMatch(text)) return Offence.Jailbreak;
        if (CredentialsPattern().IsMatch(text)) return Offence.Credentials;
        if (OthersDataPattern().IsMatch(text) || OwnedDataPattern().IsMatch(text)) return Offence.PersonalData;
        return HarmfulPattern().IsMatch(text) || RecipePattern().IsMatch(text) || FraudPattern().IsMatch(text) ? Offence.Harmful : Offence.None;
    }

    public static bool AsksForPrompt(string text) => LeakPattern().IsMatch(text.Replace('’', '\'').Replace('\n', ' '));

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"\b(ignore|ignoring|disregard|forget|override|overrule|bypass|drop|discard|skip|violate|break|stop following|do not follow|don't follow|no longer follow)\b.{0,40}\b(instructions?|rules?|prompts?|guidelines?|polic(y|ies)|restrictions?|safeguards?|safety|filters?|constraints?|directives?|programming|training|told|said above|everything (above|before|you))\b|\bnew (system )?(instructions?|rules?|directives?)\s*(:|are|follow)|\b(system|admin|developer|debug|root|maintenance|god|sudo) (mode|override|access|prompt:|message:|note:|command)", Options)]
    private static partial Regex OverridePattern();

    [GeneratedRegex(@"\b(jail ?break|do anything now|DAN\b.{0,40}(mode|no rules|anything)|you are (now )?DAN|act as DAN|as DAN\b)|\b(pretend|imagine|act|behave|role-?play|simulate|play)\b.{0,60}\b(no (rules|limits|restrictions|filters?|guidelines)|without (any )?(rules|limits|restrictions|filters?|guidelines)|unrestricted|unfiltered|uncensored|evil|malicious|hacker|administrator|developer of|different (ai|assistant|bot)|are not an? (ai|assistant))|\b(unrestricted|unfiltered|uncensored|amoral)\b.{0,30}\b(ai|assistant|model|bot|mode|answer)|\bfrom now on,? you\b|\byou are now (an?|the|in|free|going)\b|\b(without|no) (any )?(content |safety )?(restrictions|filters|censorship|guardrails)\b|\b(hypothetical(ly)?|fiction(al)?|novel|story|screenplay|grandma|grandmother)\b.{0,100}\b(no rules|ignore|secret|password|bomb|weapon|instructions for|recipe for|system prompt|napalm|hack)", Options)]
    private static partial Regex PersonaPattern();

    /// <summary>Dictates the words of the answer.</summary>
    [GeneratedRegex(@"(^|[.!?:;,-]\s*|\b(and|then|just|only|must|instead|please|simply|now|you|to)\s+)((say|output|print|echo|repeat|write)\s+(only |exactly |the (words?|phrase|text|string|sentence)s? |after me|this |back )?[:\s]*([""“'‘]|(?-i:[A-Z0-9_!-]{4,})\b)|repeat after me|(respond|reply|answer)( to (me|this|everything|all))?( only| just| simply)? with\s+(only |exactly |just |the (words?|phrase|text|string|sentence)s? )?[:\s]*([""“'‘]|(?-i:[A-Z0-9_!-]{4,})\b))", Options)]
    private static partial Regex DictationPattern();

    [GeneratedRegex(@"\b(reveal|show|print|repeat|output|display|tell|give|share|list|dump|leak|paste|quote|copy|write|read|recite|summari[sz]e|translate|encode|explain|describe|send|provide|what|which|how|expose|disclose|begin|complete|continue)\b[^.?!]{0,60}\b(system (prompt|message|instructions?|text|rules)|(your|the|its) (own )?((initial|original|hidden|secret|internal|exact|full|first|complete|developer|system|confidential|private|current|underlying) )+(instructions?|prompts?|rules|messages?|guidelines|configuration|text|directives?)|(your|hidden|secret|developer) (instructions?|prompts?|rules|guidelines|configuration|programming|directives?|system)\b|(instructions?|rules|prompt|guidelines|text|directives?) (that )?(you (were|are|have been|got)|were you|are you|given to you|you (have|received|follow|operate))|(text|words|everything|message|content|lines?|sentences?|all)( that (is|was|comes?|appears?))? (written )?(above|before (this|my)|preceding|prior to))|\b(system|developer) prompt\b|\byou are (a|an) .{0,40}\bcomplete the\b", Options)]
    private static partial Regex LeakPattern();

    [GeneratedRegex(@"\b(give|tell|show|reveal|print|share|list|what('s| is| are)|send|provide|need|leak|display|find|expose|output|dump|want|hand)\b.{0,60}\b((api|access|secret|private|encryption|ssh|master|storage|account) ?(key|token|secret)s?\b|connection strings?|credentials|bearer tokens?|environment variables?|(admin(istrator)?|root|database|db|server|employee|staff|manager|internal|wi-?fi|master|back ?office|your|another|other|someone('s)?|somebody('s)?|customer('s)?|user('s)?|his|her|their)\b.{0,30}\b(passwords?|passcodes?|pins?|logins?|log-?in details))|\b(passwords?|pins?|security codes?|logins?)\b (of|for|belonging to) (the |an?other |some)?(admin|administrator|customer|user|employee|staff|manager|database|server|person|someone|somebody|account of|my (ex|neighbou?r|boss|colleague|wife|husband|girlfriend|boyfriend|friend))", Options)]
    private static partial Regex CredentialsPattern();

    private const string PersonalThing = @"(home |postal |street |delivery |shipping |billing |e-?mail |private )?addresse?s?|e-?mails?|phone( numbers?)?|telephone( numbers?)?|mobile( numbers?)?|numbers?|card( numbers?| details| data)?|credit cards?|bank (account|details)|iban|orders?|order (history|numbers?|details)|purchases?|purchase history|basket|date of birth|birthdays?|birth ?dates?|names?|personal (data|details|information)|contact (data|details|information)|data|details|records?|location|account( data| details)?|loyalty points|invoices?|passport|social security";
    private const string AskFor = @"(give|tell|show|reveal|print|share|list|what|where|which|send|provide|need|look ?up|find( out)?|read|export|dump|who|how much|has|have|did|does|display|output|check|want|pull|access|see)";
    private const string OtherPerson = @"(an?other|other|some ?one|somebody|all( of)?|every|the (last|previous|next|first|other|latest|newest)|any|a certain|this|that|your|my (ex|neighbou?r|boss|colleague|wife|husband|girlfriend|boyfriend|friend|brother|sister|flatmate|roommate|partner|rival|landlord|tenant|coworker|co-worker|employee)[\w-]*)";
    private const string PeopleWord = @"(customers?|users?|buyers?|shoppers?|people|persons?|members?|clients?|guests?|employees?|workers?|staff|man|woman|guy|lady|neighbou?r|else|account holders?|subscribers?)";

    /// <summary>…the address of another customer, …what did my neighbour order.</summary>
    [GeneratedRegex(@"\b" + AskFor + @"\b.{0,60}\b(" + PersonalThing + @")\b.{0,40}\b(of|for|from|about|belonging to|by|on|that)\b.{0,25}?\b(" + OtherPerson + @"\b\s*.{0,15}\b" + PeopleWord + @"|my (ex|neighbou?r|boss|colleague|wife|husband|girlfriend|boyfriend|friend|brother|sister|flatmate|partner|landlord|coworker)[\w-]*|customers?\b|someone|somebody|whoever|(?-i:(Mr|Mrs|Ms|Dr)\.? [A-Z]|[A-Z][a-z]+ [A-Z][a-z]+))|\bwhat (did|has|have|does)\b.{0,20}\b(" + OtherPerson + @"\s*" + PeopleWord + @"|my (ex|neighbou?r|boss|colleague|wife|husband|girlfriend|boyfriend|friend|partner)[\w-]*|(?-i:[A-Z][a-z]+ [A-Z][a-z]+))\b.{0,30}\b(buy|bought|order(ed)?|purchase|spend|spent|return(ed)?|pay|paid)", Options)]
    private static partial Regex OthersDataPattern();

    /// <summary>…another customer's address, …Jane Doe's phone number.</summary>
    [GeneratedRegex(@"\b" + AskFor + @"\b.{0,60}\b(?<!\b(to|at|into)\s)(" + OtherPerson + @"\b.{0,15}\b" + PeopleWord + @"|(an?other|other|your|all|every|the last) (customer|user|buyer|shopper|member|client|employee|person|people)s?|someone else|somebody else|(my|the|a) (ex|neighbou?r|boss|colleague|wife|husband|girlfriend|boyfriend|friend|partner)[\w-]*|customer|(?-i:[A-Z][a-z]+ [A-Z][a-z]+))('s|s'|')?( \w+)? (" + PersonalThing + @")\b|\b(list|export|name|dump|print|show)\b.{0,20}\b(all|every|the|your) (\w+ )?customers?\b|\b(his|her|their) (home|private|personal|e-?mail|phone) ", Options)]
    private static partial Regex OwnedDataPattern();

    [GeneratedRegex(@"\b(pipe ?bombs?|bombs?|molotov|napalm|thermite|grenades?|detonators?|ransomware|keyloggers?|malware|spyware|trojans?|botnets?|ddos|phishing|exploit code|meth(amphetamine)?|cocaine|heroin|fentanyl|lsd|kill (myself|him|her|them|someone|somebody|people|a person|my \w+)|suicid(e|al)|self-?harm|hurt (myself|him|her|them|someone|somebody|people)|harm (myself|him|her|them|someone|somebody|people)|cut(ting)? myself|end my life|overdose|murder|strangle|kidnap|stalk(ing)?|silencers?|ghost gun|counterfeit(ing)?|launder(ing)? money|money launder\w*|human traffick\w*|nerve agent|ricin|cyanide)\b", Options)]
    private static partial Regex HarmfulPattern();

    [GeneratedRegex(@"\b(make|build|construct|assemble|produce|create|synthesi[sz]e|cook|convert|modify|turn|use|smuggle|hide|carry|conceal|buy|sell|get)\b.{0,50}\b(explosives?|explosion|weapons?|guns?|firearms?|ammunition|flamethrower|incendiary|drugs|poison|computer virus|blade past|undetected)\b|\b(poison|stab|shoot|attack|injure|sabotage|drug|blackmail|threaten|torture)\b (a |an |the |my |some ?)?(person|people|someone|somebody|neighbou?r\w*|dogs?|cats?|wife|husband|boss|ex|man|woman|child(ren)?|campers?|hikers?|water|rival|colleague)|\b(start|set|light)\b.{0,20}\b(forest|wild) ?fire|\bset fire to\b|\barson\b", Options)]
    private static partial Regex RecipePattern();

    [GeneratedRegex(@"\b(hack(ing)?|break into|crack|brute-?force|sql injection|take over|steal(ing)?|shoplift(ing)?|forge|forging|fake|falsify|defraud|scam|cheat|trick|evade|dodge|get around|pick the lock|pick a lock|bypass|disable|remove)\b.{0,50}\b(accounts?|servers?|database|website|web ?shop|wi-?fi|network|passwords?|identity|credit cards?|card numbers?|receipts?|invoices?|returns?|refunds?|warranty (claim|card)s?|security (tags?|gate)|alarms?|anti-?theft|from (your|the|a) (store|shop)|customs|taxes|tax|duty|passport|documents?|id cards?|locks?|support|staff|system)\b|\b(without (paying|being caught|getting caught)|stolen (credit )?cards?|get away with)\b", Options)]
    private static partial Regex FraudPattern();
}
