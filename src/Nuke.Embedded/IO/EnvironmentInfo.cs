using System.Collections;
using Nuke.Common.IO;

namespace Nuke.Common;

/// <summary>The machine and the process's environment.</summary>
public static class EnvironmentInfo
{
    public static string NewLine => Environment.NewLine;
    public static string MachineName => Environment.MachineName;
    public static bool IsWin => OperatingSystem.IsWindows();
    public static bool IsLinux => OperatingSystem.IsLinux();
    public static bool IsOsx => OperatingSystem.IsMacOS();
    public static bool IsUnix => !IsWin;

    public static AbsolutePath WorkingDirectory
    {
        get => Environment.CurrentDirectory;
        set => Environment.CurrentDirectory = value;
    }

    /// <summary>A copy of the process's environment.</summary>
    public static IReadOnlyDictionary<string, string> Variables =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(x => (string)x.Key, x => (string?)x.Value ?? "", VariableComparer);

    internal static StringComparer VariableComparer => IsWin ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    public static bool HasVariable(string name, bool allowEmpty = true) =>
        GetVariable(name) is { } value && (allowEmpty || value.Length > 0);

    /// <returns>null if there is no such variable.</returns>
    public static string? GetVariable(string name) => Environment.GetEnvironmentVariable(name);

    /// <summary>Sets the variable for this process and its children; null removes it.</summary>
    public static void SetVariable(string name, string? value) => Environment.SetEnvironmentVariable(name, value);
}
