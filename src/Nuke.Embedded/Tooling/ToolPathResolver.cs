namespace Nuke.Common.Tooling;

/// <summary>Finds executables.</summary>
public static class ToolPathResolver
{
    /// <summary>The executable in <c>DOTNET_EXE</c>, else the one that runs this build, else the one in PATH.</summary>
    internal static string DotNetPath =>
        TryGetEnvironmentExecutable("DOTNET_EXE")
        ?? TryGetEnvironmentExecutable("DOTNET_HOST_PATH")
        ?? (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : GetPathExecutable("dotnet"));

    /// <returns>The file that the environment variable names; null if it is not set.</returns>
    public static string? TryGetEnvironmentExecutable(string environmentExecutable)
    {
        if (Environment.GetEnvironmentVariable(environmentExecutable) is not { Length: > 0 } path) return null;
        Assert.FileExists(path, $"Environment variable '{environmentExecutable}' names '{path}', which does not exist.");
        return path;
    }

    /// <exception cref="FileNotFoundException">No folder of PATH has it.</exception>
    public static string GetPathExecutable(string pathExecutable)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] endings = OperatingSystem.IsWindows() && !Path.HasExtension(pathExecutable) ? [".exe", ".cmd", ".bat"] : [""];
        return folders.SelectMany(folder => endings.Select(ending => Path.Combine(folder, pathExecutable + ending))).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"'{pathExecutable}' is in no folder of PATH. Install it, or add its folder to PATH.", pathExecutable);
    }
}
