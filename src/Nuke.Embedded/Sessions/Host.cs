using System.Globalization;
using Nuke.Common.IO;
using Nuke.Common.Sessions;

namespace Nuke.Common;

/// <summary>Where the build runs: a terminal or a build server. Given by <c>--host</c>, else found from the environment.</summary>
public abstract class Host
{
    private readonly IReadOnlyDictionary<string, string> _variables;

    private protected Host(IReadOnlyDictionary<string, string> variables) => _variables = variables;

    /// <summary>The host of the current build; null outside of one.</summary>
    internal static Host? Instance => BuildSession.Current?.Host;

    /// <summary>Values of the server's own variables that no log may show.</summary>
    internal virtual IEnumerable<string> Secrets => SecretVariables.Select(Get).Where(x => x.Length > 0);

    private protected virtual IReadOnlyList<string> SecretVariables => [];

    private BuildSession? OwnSession => BuildSession.Current is { } session && session.Host == this ? session : null;

    /// <summary>A line that opens a foldable block in the server's log, or null where there is no such thing.</summary>
    internal virtual string? GroupStart(string title) => null;

    /// <summary>The line that ends it, or null.</summary>
    internal virtual string? GroupEnd(string title) => null;

    /// <summary>A line that makes the server show an error or a warning beside the run, and beside the source where that is known; or null.</summary>
    internal virtual string? Annotation(bool isError, string message) => null;

    /// <summary>A line that makes the server mask a secret, which is one line, in its own log; or null.</summary>
    internal virtual string? MaskCommand(string secret) => null;

    /// <summary>Shows Markdown on the run's page.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="folder">Where files may be left for the server.</param>
    /// <returns>A line that the server reads, or null.</returns>
    /// <exception cref="IOException">The server's file cannot be written.</exception>
    internal virtual string? Summarize(string markdown, AbsolutePath folder) => null;

    /// <summary>Hands a value to the jobs and steps that follow.</summary>
    /// <returns>A line that the server reads, or null.</returns>
    /// <exception cref="IOException">The server's file cannot be written.</exception>
    internal virtual string? SetOutput(string name, string value) => null;

    /// <summary>Prints a line that the server obeys.</summary>
    private protected void Send(string command)
    {
        if (OwnSession is { } session) session.Output.WriteCommand(command);
        else Console.WriteLine(command);
    }

    /// <summary>Prints a line with a secret, which the server obeys and does not show. The secret is masked from now on.</summary>
    private protected void SendSecret(string command, string secret)
    {
        if (OwnSession is not { } session)
        {
            Console.WriteLine(command);
            return;
        }

        session.Output.Secrets.Add(secret);
        session.Output.WriteUnmasked(command);
    }

    /// <returns>Empty if there is no such variable.</returns>
    private protected string Get(string variable) => _variables.GetValueOrDefault(variable) ?? "";

    /// <returns>null if there is no such variable, or it is empty.</returns>
    private protected string? GetIfAny(string variable) => NullIfEmpty(Get(variable));

    private protected static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    /// <returns>0 if there is no such number.</returns>
    private protected long GetNumber(string variable) => GetNumberIfAny(variable) ?? 0;

    private protected long? GetNumberIfAny(string variable) =>
        long.TryParse(Get(variable), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private protected bool GetFlag(string variable) => bool.TryParse(Get(variable), out var flag) && flag;
}
