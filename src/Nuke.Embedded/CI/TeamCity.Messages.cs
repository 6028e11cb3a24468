using System.Text;
using Nuke.Common.Tooling;

namespace Nuke.Common.CI.TeamCity;

// What a build tells the server, as service messages.
public sealed partial class TeamCity
{
    public void AddBuildProblem(string description) => Send(Message("buildProblem", ("description", description)));

    public void SetBuildStatus(string text, bool prepend = false, bool append = false) =>
        Send(Message("buildStatus", ("text", prepend ? text + " {build.status.text}" : append ? "{build.status.text} " + text : text)));

    public void SetBuildNumber(string number) => Send(Message("buildNumber", number));

    public void SetConfigurationParameter(string name, string value) => Send(Message("setParameter", ("name", name.Replace('_', '.')), ("value", value)));

    public void SetEnvironmentVariable(string name, string value) => Send(Message("setParameter", ("name", "env." + name), ("value", value)));

    public void SetSystemProperty(string name, string value) => Send(Message("setParameter", ("name", "system." + name), ("value", value)));

    public void AddStatisticValue(string key, string value) => Send(Message("buildStatisticValue", ("key", key), ("value", value)));

    public void SetProgress(string text) => Send(Message("progressMessage", text));

    public void StartProgress(string text) => Send(Message("progressStart", text));

    public void FinishProgress(string text) => Send(Message("progressFinish", text));

    public void PublishArtifacts(string path) => Send(Message("publishArtifacts", path));

    public void OpenBlock(string name, string? description = null) => Send(Opened(name, description));

    public void CloseBlock(string name) => Send(GroupEnd(name));

    public void WriteMessage(string text) => Send(Text(text, "NORMAL"));

    public void WriteWarning(string text) => Send(Text(text, "WARNING"));

    public void WriteFailure(string text) => Send(Text(text, "FAILURE"));

    public void WriteError(string text, string? errorDetails = null) => Send(errorDetails is null
        ? Text(text, "ERROR")
        : Message("message", ("text", text), ("status", "ERROR"), ("errorDetails", errorDetails)));

    /// <summary>Sends any message with attributes.</summary>
    public void Write(string command, Configure<Dictionary<string, object>> dictionaryConfigurator) =>
        Send(Message(command, [.. dictionaryConfigurator([]).Select(x => (x.Key, x.Value.ToString() ?? ""))]));

    internal override string GroupStart(string title) => Opened(title, null);

    internal override string GroupEnd(string title) => Message("blockClosed", ("name", title));

    internal override string Annotation(bool isError, string message) => Text(message, isError ? "ERROR" : "WARNING");

    internal override string SetOutput(string name, string value) => Message("setParameter", ("name", name), ("value", value));

    private static string Opened(string name, string? description) =>
        description is null ? Message("blockOpened", ("name", name)) : Message("blockOpened", ("name", name), ("description", description));

    private static string Text(string text, string status) => Message("message", ("text", text), ("status", status));

    private static string Message(string name, string value) => $"##teamcity[{name} '{Escape(value)}']";

    private static string Message(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        StringBuilder text = new();
        text.Append("##teamcity[").Append(name);
        foreach (var (attribute, value) in attributes) text.Append(' ').Append(attribute).Append("='").Append(Escape(value)).Append('\'');
        return text.Append(']').ToString();
    }

    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (var character in text)
        {
            escaped = character switch
            {
                '\n' => escaped.Append("|n"),
                '\r' => escaped.Append("|r"),
                '|' or '\'' or '[' or ']' => escaped.Append('|').Append(character),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }
}
