namespace Nuke.Common.CI.AzurePipelines;

/// <summary>Azure Pipelines, by its predefined variables (learn.microsoft.com, "Use predefined variables").</summary>
public sealed class AzurePipelines : Host, IBuildServer
{
    private readonly IReadOnlyDictionary<string, string> _variables;

    internal AzurePipelines(IReadOnlyDictionary<string, string> variables) => _variables = variables;

    /// <summary>null when the build runs elsewhere.</summary>
    public static new AzurePipelines? Instance => Host.Instance as AzurePipelines;

    public long BuildId => long.TryParse(Get("BUILD_BUILDID"), out var id) ? id : 0;
    public string BuildNumber => Get("BUILD_BUILDNUMBER");
    public string DefinitionName => Get("BUILD_DEFINITIONNAME");
    public string RepositoryName => Get("BUILD_REPOSITORY_NAME");
    public string RepositoryUri => Get("BUILD_REPOSITORY_URI");
    public string RequestedFor => Get("BUILD_REQUESTEDFOR");
    public string SourceBranch => Get("BUILD_SOURCEBRANCH");
    public string SourceBranchName => Get("BUILD_SOURCEBRANCHNAME");
    public string SourceVersion => Get("BUILD_SOURCEVERSION");
    public string StageName => Get("SYSTEM_STAGENAME");
    public string TeamProject => Get("SYSTEM_TEAMPROJECT");
    public string TeamFoundationCollectionUri => Get("SYSTEM_TEAMFOUNDATIONCOLLECTIONURI");

    /// <summary>The job's token; null unless the pipeline maps it.</summary>
    public string? AccessToken => _variables.GetValueOrDefault("SYSTEM_ACCESSTOKEN");

    string? IBuildServer.Branch => SourceBranch;
    string? IBuildServer.Commit => SourceVersion;

    internal override string GroupStart(string title) => $"##[group]{title}";
    internal override string GroupEnd => "##[endgroup]";

    internal override string ErrorAnnotation(string message) =>
        "##vso[task.logissue type=error]" + message.ReplaceLineEndings(" ");

    private string Get(string name) => _variables.GetValueOrDefault(name) ?? "";
}
