using Nuke.Common.IO;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>GitHub Actions, by its default environment variables (docs.github.com, "Variables reference").</summary>
public sealed class GitHubActions : Host, IBuildServer
{
    private readonly IReadOnlyDictionary<string, string> _variables;

    internal GitHubActions(IReadOnlyDictionary<string, string> variables) => _variables = variables;

    /// <summary>null when the build runs elsewhere.</summary>
    public static new GitHubActions? Instance => Host.Instance as GitHubActions;

    public string Workflow => Get("WORKFLOW");
    public string Actor => Get("ACTOR");
    public string Repository => Get("REPOSITORY");
    public string EventName => Get("EVENT_NAME");
    public string Sha => Get("SHA");
    public string Ref => Get("REF");
    public string RefName => Get("REF_NAME");
    public string HeadRef => Get("HEAD_REF");
    public string BaseRef => Get("BASE_REF");
    public string ServerUrl => Get("SERVER_URL");
    public string Job => Get("JOB");
    public string Token => Get("TOKEN");
    public long RunId => Number("RUN_ID");
    public long RunNumber => Number("RUN_NUMBER");
    public long RunAttempt => Number("RUN_ATTEMPT");
    public bool IsPullRequest => EventName == "pull_request";

    /// <summary>The Markdown file that becomes the job's summary page; null outside of a job.</summary>
    public AbsolutePath StepSummaryFile => Get("STEP_SUMMARY") is { Length: > 0 } path ? path : (AbsolutePath)null!;

    string? IBuildServer.Branch => Ref;
    string? IBuildServer.Commit => Sha;

    internal override string GroupStart(string title) => $"::group::{Escape(title)}";
    internal override string GroupEnd => "::endgroup::";
    internal override string Annotation(bool isError, string message)
    {
        var kind = isError ? "error" : "warning";
        return CompilerMessage.Parse(message) is { } at
            ? $"::{kind} file={EscapeProperty(at.File)},line={at.Line},col={at.Column},title={EscapeProperty(at.Code)}::{Escape(at.Text)}"
            : $"::{kind}::{Escape(message)}";
    }

    internal override string MaskCommand(string secret) => $"::add-mask::{Escape(secret)}";

    internal override string? Summarize(string markdown, AbsolutePath folder)
    {
        if (Get("STEP_SUMMARY") is { Length: > 0 } file) File.AppendAllText(file, markdown);
        return null;
    }

    internal override string? SetOutput(string name, string value)
    {
        // A delimiter that nobody can foresee: a value cannot smuggle in further outputs.
        var delimiter = $"end-{Guid.NewGuid():n}";
        if (Get("OUTPUT") is { Length: > 0 } file) File.AppendAllText(file, $"{name}<<{delimiter}\n{value}\n{delimiter}\n");
        return null;
    }

    private static string EscapeProperty(string text) => Escape(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private static string Escape(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private string Get(string name) => _variables.GetValueOrDefault("GITHUB_" + name) ?? "";

    private long Number(string name) => long.TryParse(Get(name), out var number) ? number : 0;
}
