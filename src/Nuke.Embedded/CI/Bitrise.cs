namespace Nuke.Common.CI.Bitrise;

/// <summary>Bitrise, by its environment variables (docs.bitrise.io, "Available environment variables").</summary>
public sealed class Bitrise : Host, IBuildServer
{
    internal Bitrise(IReadOnlyDictionary<string, string> variables)
        : base(variables)
    {
    }

    /// <summary>null when the build runs elsewhere.</summary>
    public static new Bitrise? Instance => Host.Instance as Bitrise;

    public string BuildUrl => Get("BITRISE_BUILD_URL");
    public long BuildNumber => GetNumber("BITRISE_BUILD_NUMBER");
    public string AppTitle => Get("BITRISE_APP_TITLE");
    public string AppUrl => Get("BITRISE_APP_URL");
    public string AppSlug => Get("BITRISE_APP_SLUG");
    public string BuildSlug => Get("BITRISE_BUILD_SLUG");

    /// <summary>In local time.</summary>
    public DateTime BuildTriggerTimestamp => DateTimeOffset.FromUnixTimeSeconds(GetNumber("BITRISE_BUILD_TRIGGER_TIMESTAMP")).LocalDateTime;

    public string RepositoryUrl => Get("GIT_REPOSITORY_URL");
    public string GitBranch => Get("BITRISE_GIT_BRANCH");
    public string? GitTag => GetIfAny("BITRISE_GIT_TAG");
    public string? GitCommit => GetIfAny("BITRISE_GIT_COMMIT");
    public string? GitMessage => GetIfAny("BITRISE_GIT_MESSAGE");

    /// <summary>Null unless a pull request is built.</summary>
    public long? PullRequest => GetNumberIfAny("BITRISE_PULL_REQUEST");

    public string? ProvisionUrl => GetIfAny("BITRISE_PROVISION_URL");
    public string? CertificateUrl => GetIfAny("BITRISE_CERTIFICATE_URL");
    public string? CertificatePassphrase => GetIfAny("BITRISE_CERTIFICATE_PASSPHRASE");

    string? IBuildServer.Branch => NullIfEmpty(GitBranch);
    string? IBuildServer.Commit => NullIfEmpty(GitCommit);

    private protected override IReadOnlyList<string> SecretVariables => ["BITRISE_CERTIFICATE_PASSPHRASE"];
}
