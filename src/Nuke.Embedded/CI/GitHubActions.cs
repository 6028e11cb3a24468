using System.Text.Json;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace Nuke.Common.CI.GitHubActions;

/// <summary>GitHub Actions, by its default environment variables (docs.github.com, "Variables reference").</summary>
public sealed class GitHubActions : Host, IBuildServer
{
    private readonly Lazy<JsonElement?> _event;

    internal GitHubActions(IReadOnlyDictionary<string, string> variables)
        : base(variables) => _event = new(ReadEvent);

    /// <summary>null when the build runs elsewhere.</summary>
    public static new GitHubActions? Instance => Host.Instance as GitHubActions;

    public string Workflow => Get("WORKFLOW");
    public string Workspace => Get("WORKSPACE");
    public string Action => Get("ACTION");
    public string Actor => Get("ACTOR");
    public string Repository => Get("REPOSITORY");
    public string RepositoryOwner => Get("REPOSITORY_OWNER");
    public string EventPath => Get("EVENT_PATH");
    public string EventName => Get("EVENT_NAME");
    public string Sha => Get("SHA");
    public string Ref => Get("REF");
    public string RefName => Get("REF_NAME");

    /// <summary><c>branch</c> or <c>tag</c>.</summary>
    public string RefType => Get("REF_TYPE");

    public string HeadRef => Get("HEAD_REF");
    public string BaseRef => Get("BASE_REF");
    public string ServerUrl => Get("SERVER_URL");
    public string Job => Get("JOB");
    public string Token => Get("TOKEN");
    public long RunId => Number("RUN_ID");
    public long RunNumber => Number("RUN_NUMBER");
    public long RunAttempt => Number("RUN_ATTEMPT");
    public bool IsPullRequest => EventName == "pull_request";

    /// <summary>Null unless a pull request is built.</summary>
    public int? PullRequestNumber => _event.Value is { } value && value.TryGetProperty("number", out var number) && number.TryGetInt32(out var id) ? id : null;

    /// <summary>What became of the pull request, such as <c>opened</c>; null unless one is built.</summary>
    public string? PullRequestAction => _event.Value is { } value && value.TryGetProperty("action", out var action) ? action.GetString() : null;

    /// <summary>The Markdown file that becomes the job's summary page; null outside of a job.</summary>
    public AbsolutePath StepSummaryFile => Get("STEP_SUMMARY") is { Length: > 0 } path ? path : (AbsolutePath)null!;

    string? IBuildServer.Branch => NullIfEmpty(Ref);
    string? IBuildServer.Commit => NullIfEmpty(Sha);

    private protected override IReadOnlyList<string> SecretVariables => ["GITHUB_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "ACTIONS_RUNTIME_TOKEN"];

    public void Group(string group) => Send(GroupStart(group));

    public void EndGroup(string group) => Send(GroupEnd(group));

    public void WriteDebug(string message) => WriteCommand("debug", message);

    public void WriteWarning(string message) => WriteCommand("warning", message);

    public void WriteError(string message) => WriteCommand("error", message);

    /// <summary>Sends any of the runner's commands (docs.github.com, "Workflow commands"), its text escaped.</summary>
    public void WriteCommand(string command, string? message = null, Configure<Dictionary<string, object>>? dictionaryConfigurator = null)
    {
        var properties = string.Join(',', dictionaryConfigurator.InvokeSafe([]).Select(x => $"{x.Key}={EscapeProperty(x.Value.ToString() ?? "")}"));
        Send($"::{command}{(properties.Length > 0 ? " " + properties : "")}::{Escape(message ?? "")}");
    }

    internal override string GroupStart(string title) => $"::group::{Escape(title)}";
    internal override string GroupEnd(string title) => "::endgroup::";

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

    private JsonElement? ReadEvent()
    {
        if (!File.Exists(EventPath)) return null;
        using var document = JsonDocument.Parse(File.ReadAllBytes(EventPath));
        return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
    }

    private new string Get(string name) => base.Get("GITHUB_" + name);

    private long Number(string name) => GetNumber("GITHUB_" + name);
}
