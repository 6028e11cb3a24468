namespace GenAIOps.Azure;

/// <summary>The cloud or the emulator cannot be used at all: not started, unreachable, no credential, corrupt state.</summary>
public sealed class AzureCloudException : Exception
{
    /// <summary>What a build exits with when this ends it.</summary>
    public const int ExitCode = 6;

    public AzureCloudException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
