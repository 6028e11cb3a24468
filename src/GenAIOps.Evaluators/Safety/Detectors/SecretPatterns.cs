using System.Text.RegularExpressions;

namespace GenAIOps.Evaluators.Safety.Detectors;

/// <summary>Credentials by the public prefix or layout that their issuer gives them, so that they can be found.</summary>
internal static partial class SecretPatterns
{
    /// <summary>What each named group of <see cref="Issued"/> is.</summary>
    public static IReadOnlyDictionary<string, string> Kinds { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["aws"] = "an AWS access key",
        ["github"] = "a GitHub token",
        ["gitlab"] = "a GitLab token",
        ["slack"] = "a Slack token",
        ["stripe"] = "a Stripe key",
        ["anthropic"] = "an Anthropic API key",
        ["openai"] = "an OpenAI API key",
        ["google"] = "a Google API key",
        ["entra"] = "a Microsoft Entra client secret",
        ["npm"] = "an npm token",
        ["pypi"] = "a PyPI token",
        ["nuget"] = "a NuGet API key",
        ["huggingface"] = "a Hugging Face token",
        ["sendgrid"] = "a SendGrid API key",
        ["telegram"] = "a Telegram bot token",
        ["databricks"] = "a Databricks token",
        ["digitalocean"] = "a DigitalOcean token",
        ["shopify"] = "a Shopify token",
        ["jwt"] = "a JSON Web Token",
        ["pem"] = "a private key",
        ["connection"] = "a connection string's secret",
        ["sas"] = "a shared access signature",
        ["url"] = "a password in an address",
    };

    [GeneratedRegex(
        @"(?<![A-Za-z0-9_-])(?:" +
        @"(?<aws>(?:AKIA|ASIA)[A-Z2-7]{16})" +
        @"|(?<github>gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})" +
        @"|(?<gitlab>gl(?:pat|dt|rt|ptt)-[A-Za-z0-9_-]{20,64})" +
        @"|(?<slack>xox[abeprs]-[A-Za-z0-9-]{10,200}|https://hooks\.slack\.com/services/T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/[A-Za-z0-9]{24})" +
        @"|(?<stripe>[sr]k_(?:live|test)_[A-Za-z0-9]{16,200}|whsec_[A-Za-z0-9]{32,64})" +
        @"|(?<anthropic>sk-ant-[A-Za-z0-9-]{3,12}-[A-Za-z0-9_-]{40,200})" +
        @"|(?<openai>sk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{40,255}|sk-[A-Za-z0-9]{48})" +
        @"|(?<google>AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,255}|GOCSPX-[A-Za-z0-9_-]{28})" +
        @"|(?<entra>[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34})" +
        @"|(?<npm>npm_[A-Za-z0-9]{36})" +
        @"|(?<pypi>pypi-AgE[A-Za-z0-9_-]{50,255})" +
        @"|(?<nuget>oy2[a-z0-9]{43})" +
        @"|(?<huggingface>hf_[A-Za-z]{34})" +
        @"|(?<sendgrid>SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43})" +
        @"|(?<telegram>[0-9]{8,10}:AA[A-Za-z0-9_-]{33})" +
        @"|(?<databricks>dapi[0-9a-f]{32})" +
        @"|(?<digitalocean>do[opr]_v1_[0-9a-f]{64})" +
        @"|(?<shopify>shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32})" +
        @"|(?<jwt>eyJ[A-Za-z0-9_-]{10,4096}\.eyJ[A-Za-z0-9_-]{10,8192}\.[A-Za-z0-9_-]{0,1024})" +
        @")(?![A-Za-z0-9_~-])" +
        @"|(?<pem>-----BEGIN (?:[A-Z0-9]{1,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----)" +
        @"|(?i:\b(?:AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd|ApiKey|ClientSecret)\s{0,2}=\s{0,2})(?<connection>(?![<{\[*]|\.\.\.|your|xxx)[^\s;""'<>]{6,300})" +
        @"|(?i:[?&]sig=)(?<sas>[A-Za-z0-9%+/=]{43,100})" +
        @"|\b[a-z][a-z0-9+]{1,20}://[^\s:@/]{1,64}:(?<url>(?![<{\[*]|pass)[^\s:@/]{3,128})@[A-Za-z0-9]",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    public static partial Regex Issued();

    /// <summary>Runs of the letters of base64, base64url and hex.</summary>
    [GeneratedRegex(@"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{20,200}={0,2}(?![A-Za-z0-9+/=_-])", RegexOptions.CultureInvariant)]
    public static partial Regex Tokens();

    /// <summary>Ends with a word that announces a secret.</summary>
    [GeneratedRegex(@"(?i:key|secret|token|password|passwd|pwd|credential|bearer|authorization)(?i:s?)[ \t'""`]{0,2}(?:is|:|=|:=|=>)?[ \t'""`]{0,3}\z", RegexOptions.CultureInvariant)]
    public static partial Regex Announced();
}
