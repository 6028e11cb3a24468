namespace GenAIOps.Emulator.Hosting;

/// <summary>The emulator cannot run; the message is the one line that its user reads on stderr.</summary>
internal sealed class EmulatorExitException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The state, the port or the disk is not usable.</summary>
    public const int Unusable = 6;
    /// <summary>The command line is wrong.</summary>
    public const int BadInput = 2;

    public int ExitCode { get; } = exitCode;
}
