using Nuke.Common.Sessions;

namespace Nuke.Common.Execution;

/// <summary>
/// What this engine offers beyond NUKE. Keep uses in one file that is empty under the official package.
/// Outside of a build every call does nothing.
/// </summary>
public static class BuildExtras
{
    /// <summary>
    /// Cancelled on Ctrl-C and SIGTERM. Targets marked <see cref="ITargetDefinition.AssuredAfterFailure"/> that run after that see a token of their own,
    /// which is cancelled when their time is up.
    /// </summary>
    public static CancellationToken Cancellation => BuildSession.Current?.Cancellation ?? CancellationToken.None;

    /// <summary>Whether nothing of earlier runs may be used: <c>--no-cache</c>.</summary>
    public static bool NoCache => BuildSession.Current?.NoCache ?? false;

    /// <summary>Marks the running target as Cached in the summary and in <c>artifacts/pipeline.json</c>: it had nothing to do.</summary>
    /// <param name="reason">What was found unchanged.</param>
    public static void MarkCached(string reason)
    {
        if (TargetRun.Current?.Target is { } target) target.Cached = reason;
    }

    /// <summary>Says what the running target is doing: in the live status line; without a terminal in the heartbeat, every 15 s.</summary>
    public static void Progress(string text) => BuildSession.Current?.Output.Progress(text);

    /// <summary>Hands a value to the jobs that follow on a build server: an output of the step. Elsewhere nothing.</summary>
    /// <param name="name">A letter or underscore, then letters, digits, underscores or hyphens.</param>
    /// <param name="value">Not a secret: servers show outputs.</param>
    public static void SetOutput(string name, string value)
    {
        if (BuildSession.Current is { } session) session.Output.WriteCommand(session.Host.SetOutput(name, value));
    }

    /// <summary>Adds Markdown to the step's summary on a build server, secrets masked. Elsewhere nothing.</summary>
    public static void Summarize(string markdown)
    {
        if (BuildSession.Current is { } session) session.Output.WriteCommand(session.Host.Summarize(session.Output.Secrets.Apply(markdown), session.Root / ".nuke" / "temp"));
    }

    /// <summary>Prints <c>***</c> wherever the value would appear from now on, as for parameters marked <see cref="SecretAttribute"/>.</summary>
    public static void Mask(string secret) => BuildSession.Current?.Output.Secrets.Add(secret);
}

/// <summary>Fails a target with a message for people, printed without a stack, and ends the process with the code.</summary>
/// <param name="exitCode">1 to 255.</param>
/// <param name="message">What is wrong, where, what is safe now, and the next command.</param>
public class ExitCodeException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>
/// On a component, or an assembly of components: the environment variables that set the parameters which it declares. Any other of its parameters is read from a
/// variable only with the prefix <c>NUKE_</c>, so that what a shell happens to have is no parameter. A value in which a build server left a reference to a
/// variable, such as <c>$(NAME)</c>, is refused, in these variables and in all of its parameters.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Interface)]
public sealed class ParameterVariablesAttribute(params string[] names) : Attribute
{
    internal IReadOnlyList<string> Names { get; } = names;
}

/// <summary>Names targets that only read, so that they may run beside another build of the same folder and leave its report alone.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = true)]
public sealed class UnlockedAttribute(params string[] targets) : Attribute
{
    internal IReadOnlyList<string> Targets { get; } = targets;
}
