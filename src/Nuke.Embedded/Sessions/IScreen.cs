using Nuke.Common.Execution;
using Nuke.Common.Targets;

namespace Nuke.Common.Sessions;

/// <summary>How a line is coloured, where there are colours.</summary>
internal enum Tone
{
    Normal,
    Dim,
    Heading,
    Good,
    Warning,
    Bad,
}

/// <summary>A target at work, and what it last said of itself.</summary>
internal sealed record TargetAtWork(string Name, TimeSpan Elapsed, string Progress);

/// <summary>Where lines go. Lines are written by one thread at a time.</summary>
internal interface IScreen : IDisposable
{
    /// <summary>Whether headings, indentation and tables make sense here.</summary>
    bool IsForPeople => true;

    /// <summary>A line that others wrote, so that whoever reads this screen takes it for text.</summary>
    string Inert(string line) => UntrustedText.WithoutCommands(line);

    /// <param name="line">Without line breaks.</param>
    /// <param name="tone">Its colour.</param>
    /// <param name="target">The target that wrote it; null for none.</param>
    void WriteLine(string line, Tone tone, string? target);

    /// <summary>A target begins: from now on the screen may show that it is at work.</summary>
    void Begin(string target) { }

    /// <summary>What a target is doing.</summary>
    void Progress(string target, string text) { }

    /// <summary>Some time has passed, and these are still at work; one or more.</summary>
    void Heartbeat(IReadOnlyList<TargetAtWork> targets) { }

    /// <summary>A target has ended, or was skipped.</summary>
    void End(ExecutableTarget target, SecretMask secrets) { }

    /// <summary>The build has ended.</summary>
    void Finish(BuildOutcome outcome, SecretMask secrets) { }
}
