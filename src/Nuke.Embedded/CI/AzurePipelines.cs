using Nuke.Common.IO;

namespace Nuke.Common.CI.AzurePipelines;

/// <summary>Azure Pipelines, by its predefined variables (learn.microsoft.com, "Use predefined variables").</summary>
public sealed partial class AzurePipelines : Host, IBuildServer
{
    internal AzurePipelines(IReadOnlyDictionary<string, string> variables)
        : base(variables)
    {
    }

    /// <summary>null when the build runs elsewhere.</summary>
    public static new AzurePipelines? Instance => Host.Instance as AzurePipelines;

    public long BuildId => GetNumber("BUILD_BUILDID");
    public string BuildNumber => Get("BUILD_BUILDNUMBER");
    public string DefinitionName => Get("BUILD_DEFINITIONNAME");
    public string RepositoryName => Get("BUILD_REPOSITORY_NAME");
    public string RepositoryUri => Get("BUILD_REPOSITORY_URI");
    public string RequestedFor => Get("BUILD_REQUESTEDFOR");
    public string SourceBranch => Get("BUILD_SOURCEBRANCH");
    public string SourceBranchName => Get("BUILD_SOURCEBRANCHNAME");
    public string SourceVersion => Get("BUILD_SOURCEVERSION");

    /// <summary>Null unless a pull request is built.</summary>
    public long? PullRequestId => GetNumberIfAny("SYSTEM_PULLREQUEST_PULLREQUESTID");

    /// <summary>Null unless a pull request is built.</summary>
    public string? PullRequestSourceBranch => GetIfAny("SYSTEM_PULLREQUEST_SOURCEBRANCH");

    /// <summary>Null unless a pull request is built.</summary>
    public string? PullRequestTargetBranch => GetIfAny("SYSTEM_PULLREQUEST_TARGETBRANCH");

    public string AgentBuildDirectory => Get("AGENT_BUILDDIRECTORY");
    public string AgentMachineName => Get("AGENT_MACHINENAME");
    public string AgentName => Get("AGENT_NAME");
    public string ArtifactStagingDirectory => Get("BUILD_ARTIFACTSTAGINGDIRECTORY");
    public string BuildUri => Get("BUILD_BUILDURI");
    public long DefinitionId => GetNumber("SYSTEM_DEFINITIONID");
    public string DefaultWorkingDirectory => Get("SYSTEM_DEFAULTWORKINGDIRECTORY");
    public string JobDisplayName => Get("SYSTEM_JOBDISPLAYNAME");
    public string PhaseName => Get("SYSTEM_PHASENAME");
    public string SourceDirectory => Get("BUILD_SOURCESDIRECTORY");
    public string StageDisplayName => Get("SYSTEM_STAGEDISPLAYNAME");
    public string TestResultsDirectory => Get("COMMON_TESTRESULTSDIRECTORY");
    public string StageName => Get("SYSTEM_STAGENAME");
    public string TeamProject => Get("SYSTEM_TEAMPROJECT");
    public string TeamFoundationCollectionUri => Get("SYSTEM_TEAMFOUNDATIONCOLLECTIONURI");

    /// <summary>The job's token; null unless the pipeline maps it.</summary>
    public string? AccessToken => GetIfAny("SYSTEM_ACCESSTOKEN");

    string? IBuildServer.Branch => NullIfEmpty(SourceBranch);
    string? IBuildServer.Commit => NullIfEmpty(SourceVersion);

    private protected override IReadOnlyList<string> SecretVariables => ["SYSTEM_ACCESSTOKEN"];

    internal override string GroupStart(string title) => $"##[group]{title}";
    internal override string GroupEnd(string title) => "##[endgroup]";

    internal override string Annotation(bool isError, string message)
    {
        var kind = isError ? "error" : "warning";
        return CompilerMessage.Parse(message) is { } at
            ? $"##vso[task.logissue type={kind};sourcepath={Escape(at.File)};linenumber={at.Line};columnnumber={at.Column};code={Escape(at.Code)}]{Escape(at.Text)}"
            : $"##vso[task.logissue type={kind}]{Escape(message)}";
    }

    internal override string MaskCommand(string secret) => $"##vso[task.setsecret]{Escape(secret)}";

    internal override string? Summarize(string markdown, AbsolutePath folder)
    {
        // The agent reads it some time later, so each text has a file of its own.
        var file = folder / $"summary-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(markdown)))[..16]}.md";
        folder.CreateDirectory();
        File.WriteAllText(file, markdown);
        return $"##vso[task.uploadsummary]{Escape(file)}";
    }

    internal override string SetOutput(string name, string value) => $"##vso[task.setvariable variable={Escape(name)};isOutput=true]{Escape(value)}";

    /// <summary>As the agent reads it back: github.com/microsoft/azure-pipelines-agent, "Logging commands", escaping.</summary>
    private static string Escape(string text) => text
        .Replace("%", "%AZP25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal)
        .Replace("]", "%5D", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal);
}
