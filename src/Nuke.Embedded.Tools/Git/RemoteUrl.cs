using System.Text.RegularExpressions;

namespace Nuke.Common.Git;

/// <summary>The parts of a remote's URL: <c>https://github.com/owner/name.git</c>, <c>git@github.com:owner/name.git</c>, <c>ssh://git@host:22/owner/name</c>.</summary>
internal sealed partial record RemoteUrl(GitProtocol Protocol, string Endpoint, string Identifier)
{
    /// <exception cref="ArgumentException">The text is none.</exception>
    public static RemoteUrl Parse(string url)
    {
        var match = Form().Match(url.Trim());
        if (!match.Success) throw new ArgumentException($"Remote '{url}' is not of the form https://host/path or user@host:path.", nameof(url));
        return new RemoteUrl(
            match.Groups["scheme"].Value is "http" or "https" ? GitProtocol.Https : GitProtocol.Ssh,
            match.Groups["host"].Value,
            match.Groups["path"].Value);
    }

    [GeneratedRegex(@"^((?<scheme>\w+)://)?([^@/]+@)?(?<host>[^/:@]+)(:\d+(?=/))?[/:](?<path>.+?)/?(\.git)?/?$")]
    private static partial Regex Form();
}
