using Nuke.Common.Tooling;

namespace Nuke.Common.CI.AzurePipelines;

// What a build tells the agent, as logging commands (learn.microsoft.com, "Logging commands").
public sealed partial class AzurePipelines
{
    public void Group(string group) => Send(GroupStart(group));

    public void EndGroup(string group) => Send(GroupEnd(group));

    public void UploadLog(string path) => WriteCommand("build.uploadlog", path);

    public void UpdateBuildNumber(string buildNumber) => WriteCommand("build.updatebuildnumber", buildNumber);

    public void AddBuildTag(string buildTag) => WriteCommand("build.addbuildtag", buildTag);

    public void UploadArtifacts(string containerDirectory, string artifactName, string packageDirectory) =>
        WriteCommand("artifact.upload", packageDirectory, x => With(x, ("containerfolder", containerDirectory), ("artifactname", artifactName)));

    public void LogError(string message, string? sourcePath = null, string? lineNumber = null, string? columnNumber = null, string? code = null) =>
        LogIssue("error", message, [("sourcepath", sourcePath), ("linenumber", lineNumber), ("columnnumber", columnNumber), ("code", code)]);

    public void LogWarning(string message, string? sourcePath = null, string? lineNumber = null, string? columnNumber = null, string? code = null) =>
        LogIssue("warning", message, [("sourcepath", sourcePath), ("linenumber", lineNumber), ("columnnumber", columnNumber), ("code", code)]);

    public void PublishTestResults(
        string title,
        AzurePipelinesTestResultsType type,
        IEnumerable<string> files,
        bool? mergeResults = null,
        string? platform = null,
        string? configuration = null,
        bool? publishRunAttachments = null) =>
        WriteCommand("results.publish", null, x => With(
            x,
            ("type", type),
            ("resultFiles", string.Join(',', files)),
            ("mergeResults", mergeResults),
            ("platform", platform),
            ("config", configuration),
            ("runTitle", $"'{title}'"),
            ("publishRunAttachments", publishRunAttachments)));

    public void PublishCodeCoverage(
        AzurePipelinesCodeCoverageToolType coverageTool, string summaryFile, string reportDirectory, params string[] additionalCodeCoverageFiles) =>
        WriteCommand("codecoverage.publish", null, x => With(
            x,
            ("codeCoverageTool", coverageTool),
            ("summaryFile", summaryFile),
            ("reportDirectory", reportDirectory),
            ("additionalCodeCoverageFiles", string.Join(',', additionalCodeCoverageFiles))));

    /// <summary>Sets a variable for the steps that follow. The value of a secret one is masked from now on.</summary>
    public void SetVariable(string name, string value, bool? isSecret = null, bool? isOutput = null, bool? isReadOnly = null)
    {
        var command = Command("task.setvariable", value, x => With(x, ("variable", name), ("issecret", isSecret), ("isoutput", isOutput), ("isreadonly", isReadOnly)));
        if (isSecret == true) SendSecret(command, value);
        else Send(command);
    }

    /// <summary>Sends any command, its values escaped.</summary>
    public void WriteCommand(string command, string? message = null, Configure<Dictionary<string, object>>? dictionaryConfigurator = null) =>
        Send(Command(command, message, dictionaryConfigurator));

    private static string Command(string command, string? message, Configure<Dictionary<string, object>>? configurator)
    {
        var properties = string.Join(';', configurator.InvokeSafe([]).Select(x => $"{x.Key}={Escape(x.Value.ToString() ?? "")}"));
        return $"##vso[{command}{(properties.Length > 0 ? " " + properties : "")}]{Escape(message ?? "")}";
    }

    private void LogIssue(string type, string message, (string Name, object? Value)[] place) =>
        WriteCommand("task.logissue", message, x => With(x, [("type", type), .. place]));

    private static Dictionary<string, object> With(Dictionary<string, object> properties, params (string Name, object? Value)[] values)
    {
        foreach (var (name, value) in values)
        {
            if (value is not null) properties[name] = value;
        }

        return properties;
    }
}
