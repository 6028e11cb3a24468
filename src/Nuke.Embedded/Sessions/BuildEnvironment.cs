using System.Collections;

namespace Nuke.Common.Sessions;

/// <summary>Everything a run takes from outside itself.</summary>
internal sealed record BuildEnvironment
{
    public required IReadOnlyList<string> Arguments { get; init; }
    public required IReadOnlyDictionary<string, string> Variables { get; init; }
    public required string WorkingDirectory { get; init; }

    /// <summary>Where the build's assembly is: the root is also looked for from here. Null: nowhere else.</summary>
    public string? AssemblyDirectory { get; init; }

    public required TextWriter Out { get; init; }

    /// <summary>Whether <see cref="Out"/> is a terminal that understands escape sequences.</summary>
    public bool IsTerminal { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether the folder's parameter files are another build's, so that they may name what this one does not know.</summary>
    public bool IsGuest { get; init; }

    /// <summary>Ctrl-C or SIGTERM.</summary>
    public CancellationToken Interrupt { get; init; }

    /// <summary>How long a cancelled target may go on before it is left behind.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long targets that run after a cancellation may take together.</summary>
    public TimeSpan CleanupLimit { get; init; } = TimeSpan.FromSeconds(60);

    public bool UseColor => IsTerminal && Variables.GetValueOrDefault("NO_COLOR") is not { Length: > 0 };

    public static BuildEnvironment OfProcess(TextWriter output, CancellationToken interrupt) => new()
    {
        Arguments = Environment.GetCommandLineArgs()[1..],
        Variables = ReadVariables(),
        WorkingDirectory = Environment.CurrentDirectory,
        AssemblyDirectory = AppContext.BaseDirectory,
        Out = output,
        IsTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb",
        Interrupt = interrupt,
    };

    private static Dictionary<string, string> ReadVariables()
    {
        Dictionary<string, string> variables = new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables()) variables[(string)variable.Key] = (string?)variable.Value ?? "";
        return variables;
    }
}
