using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace GenAIOps.Emulator.Hosting;

/// <summary>Tells one process from a later one that got the same id.</summary>
/// <param name="ProcessId">The system's id.</param>
/// <param name="Started">When it started, in a form that only this machine and boot understands.</param>
/// <param name="Command">Its command line on Linux, its program elsewhere.</param>
internal sealed record ProcessIdentity(int ProcessId, string Started, string Command)
{
    /// <returns>Null when there is no such process, or when it is not ours to see.</returns>
    public static ProcessIdentity? Of(int processId)
    {
        try
        {
            return OperatingSystem.IsLinux() ? FromProc(processId) : FromSystem(processId);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    private static ProcessIdentity FromProc(int processId)
    {
        string stat = File.ReadAllText($"/proc/{processId}/stat");
        // The second field is the program's name in parentheses and may hold anything; start time is field 22, in ticks since boot.
        string[] rest = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        string boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        string command = File.ReadAllText($"/proc/{processId}/cmdline").Replace('\0', ' ').TrimEnd();
        return new ProcessIdentity(processId, $"{boot}/{rest[19]}", command);
    }

    private static ProcessIdentity FromSystem(int processId)
    {
        using Process process = Process.GetProcessById(processId);
        string seconds = process.StartTime.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return new ProcessIdentity(processId, seconds, process.MainModule?.FileName ?? "");
    }
}
