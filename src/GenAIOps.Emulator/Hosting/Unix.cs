using System.Runtime.InteropServices;

namespace GenAIOps.Emulator.Hosting;

/// <summary>The few calls that .NET has no name for.</summary>
internal static class Unix
{
    public const int SigTerm = 15;

    /// <summary>Leaves the terminal's session, so that a Ctrl-C there does not reach us.</summary>
    /// <returns>False when this process leads a group already, for example because a shell started it by hand.</returns>
    public static bool Detach() => !OperatingSystem.IsWindows() && SetSid() != -1;

    /// <returns>False when there is no such process.</returns>
    public static bool Signal(int processId, int signal) => Kill(processId, signal) == 0;

    [DllImport("libc", EntryPoint = "setsid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetSid();

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
