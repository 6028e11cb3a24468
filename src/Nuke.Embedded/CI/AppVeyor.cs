using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Nuke.Common.Sessions;
using Nuke.Common.Tooling;

namespace Nuke.Common.CI.AppVeyor;

/// <summary>AppVeyor, by its environment variables (appveyor.com/docs, "Environment variables"). Its commands are those of a tool, <c>appveyor</c>.</summary>
public sealed class AppVeyor : Host, IBuildServer
{
    /// <summary>AppVeyor takes no more messages from one job.</summary>
    private const int MostMessages = 500;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly Lazy<string?> _tool = new(Find);
    private int _messages;

    internal AppVeyor(IReadOnlyDictionary<string, string> variables)
        : base(variables)
    {
    }

    /// <summary>null when the build runs elsewhere.</summary>
    public static new AppVeyor? Instance => Host.Instance as AppVeyor;

    public string Url => Get("APPVEYOR_URL");
    public string ApiUrl => Get("APPVEYOR_API_URL");
    public string AccountName => Get("APPVEYOR_ACCOUNT_NAME");
    public int ProjectId => (int)GetNumber("APPVEYOR_PROJECT_ID");
    public string ProjectName => Get("APPVEYOR_PROJECT_NAME");
    public string ProjectSlug => Get("APPVEYOR_PROJECT_SLUG");
    public string BuildFolder => Get("APPVEYOR_BUILD_FOLDER");
    public int BuildId => (int)GetNumber("APPVEYOR_BUILD_ID");
    public int BuildNumber => (int)GetNumber("APPVEYOR_BUILD_NUMBER");
    public string BuildVersion => Get("APPVEYOR_BUILD_VERSION");
    public string BuildWorkerImage => Get("APPVEYOR_BUILD_WORKER_IMAGE");

    /// <summary>Null unless a pull request is built.</summary>
    public int? PullRequestNumber => (int?)GetNumberIfAny("APPVEYOR_PULL_REQUEST_NUMBER");

    public string? PullRequestTitle => GetIfAny("APPVEYOR_PULL_REQUEST_TITLE");
    public string? PullRequestHeadRepositoryName => GetIfAny("APPVEYOR_PULL_REQUEST_HEAD_REPO_NAME");
    public string? PullRequestHeadRepositoryBranch => GetIfAny("APPVEYOR_PULL_REQUEST_HEAD_REPO_BRANCH");
    public string? PullRequestHeadCommit => GetIfAny("APPVEYOR_PULL_REQUEST_HEAD_COMMIT");
    public string JobId => Get("APPVEYOR_JOB_ID");
    public string? JobName => GetIfAny("APPVEYOR_JOB_NAME");
    public int JobNumber => (int)GetNumber("APPVEYOR_JOB_NUMBER");
    public string RepositoryProvider => Get("APPVEYOR_REPO_PROVIDER");
    public string RepositoryScm => Get("APPVEYOR_REPO_SCM");
    public string RepositoryName => Get("APPVEYOR_REPO_NAME");
    public string RepositoryBranch => Get("APPVEYOR_REPO_BRANCH");
    public bool RepositoryTag => GetFlag("APPVEYOR_REPO_TAG");
    public string? RepositoryTagName => GetIfAny("APPVEYOR_REPO_TAG_NAME");
    public string RepositoryCommitSha => Get("APPVEYOR_REPO_COMMIT");
    public string RepositoryCommitAuthor => Get("APPVEYOR_REPO_COMMIT_AUTHOR");
    public string RepositoryCommitAuthorEmail => Get("APPVEYOR_REPO_COMMIT_AUTHOR_EMAIL");
    public DateTime RepositoryCommitTimestamp => DateTime.TryParse(Get("APPVEYOR_REPO_COMMIT_TIMESTAMP"), CultureInfo.InvariantCulture, out var time) ? time : default;
    public string RepositoryCommitMessage => Get("APPVEYOR_REPO_COMMIT_MESSAGE");
    public string? RepositoryCommitMessageExtended => GetIfAny("APPVEYOR_REPO_COMMIT_MESSAGE_EXTENDED");
    public bool ScheduledBuild => GetFlag("APPVEYOR_SCHEDULED_BUILD");
    public bool ForcedBuild => GetFlag("APPVEYOR_FORCED_BUILD");
    public bool Rebuild => GetFlag("APPVEYOR_RE_BUILD");
    public string? Platform => GetIfAny("PLATFORM");
    public string? Configuration => GetIfAny("CONFIGURATION");

    string? IBuildServer.Branch => NullIfEmpty(RepositoryBranch);
    string? IBuildServer.Commit => NullIfEmpty(RepositoryCommitSha);

    public void UpdateBuildVersion(string version) => Run(["UpdateBuild", "-Version", version]);

    public void PushArtifact(string path, string? name = null) => Run(["PushArtifact", path, "-FileName", name ?? Path.GetFileName(path)]);

    public void WriteInformation(string message, string? details = null) => AddMessage("Information", message, details);

    public void WriteWarning(string message, string? details = null) => AddMessage("Warning", message, details);

    public void WriteError(string message, string? details = null) => AddMessage("Error", message, details);

    internal override string? Annotation(bool isError, string message)
    {
        AddMessage(isError ? "Error" : "Warning", message, null);
        return null;
    }

    private void AddMessage(string category, string message, string? details)
    {
        if (Interlocked.Increment(ref _messages) <= MostMessages) Run(["AddMessage", message, "-Category", category, .. details is null ? [] : new[] { "-Details", details }]);
    }

    /// <summary>Each argument as it is, secrets masked: messages hold what others wrote. One that does not arrive fails no build.</summary>
    private void Run(string[] arguments)
    {
        if (_tool.Value is not { } tool) return;
        var secrets = BuildSession.Current?.Output.Secrets;
        ProcessStartInfo start = new(tool, arguments.Select(x => secrets?.Apply(x) ?? x)) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start);
            process?.WaitForExit(s_patience);
        }
        catch (Win32Exception)
        {
            // It is no program, or not ours to run.
        }
    }

    private static string? Find()
    {
        try
        {
            return ToolPathResolver.GetPathExecutable("appveyor");
        }
        catch (FileNotFoundException)
        {
            return null; // Without it, messages are in the log alone.
        }
    }
}
