using System.Diagnostics.CodeAnalysis;

namespace Nuke.Common.Tooling;

/// <summary>A child process with captured output.</summary>
public interface IProcess : IDisposable
{
    string FileName { get; }
    string Arguments { get; }
    string WorkingDirectory { get; }

    /// <summary>The lines written so far, unmasked.</summary>
    IReadOnlyCollection<Output> Output { get; }

    /// <exception cref="InvalidOperationException">The process still runs.</exception>
    int ExitCode { get; }

    bool HasExited { get; }

    int Id { get; }

    /// <summary>Kills the process and its descendants.</summary>
    void Kill();

    /// <summary>Waits for the exit and the end of the output.</summary>
    /// <returns>false if the timeout passed; the process is then killed.</returns>
    /// <exception cref="OperationCanceledException">The build was cancelled; the process is then killed.</exception>
    bool WaitForExit();
}

public enum OutputType
{
    Std,
    Err,
}

/// <summary>One line written by a process.</summary>
[SuppressMessage("Design", "CA1051", Justification = "Fields, as in NUKE.")]
[SuppressMessage("Design", "CA1815", Justification = "As in NUKE.")]
public struct Output
{
    public OutputType Type;
    public string Text;
}
