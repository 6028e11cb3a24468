using System.ComponentModel;
using System.Diagnostics;

namespace GenAIOps.Pipeline.Support;

/// <summary>Makes of a folder what a stranger's clone could be: a repository of another address and commit, whose files others may not read.</summary>
internal static class OtherClone
{
    /// <returns>False where git is not installed.</returns>
    public static async Task<bool> MakeAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            await GitAsync(folder, cancellationToken, "init", "--quiet", ".");
            await GitAsync(folder, cancellationToken, "remote", "add", "origin", "https://dev.azure.com/another/clone/_git/agent");
            await GitAsync(folder, cancellationToken, "-c", "user.name=Somebody Else", "-c", "user.email=else@example.org", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null", "commit", "--quiet", "--allow-empty", "--message", "Another commit");
        }
        catch (Win32Exception)
        {
            return false;
        }

        if (OperatingSystem.IsWindows()) return true;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).LinkTarget is null))
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return true;
    }

    private static async Task GitAsync(string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardError = true })!;
        var words = await git.StandardError.ReadToEndAsync(cancellationToken);
        await git.WaitForExitAsync(cancellationToken);
        if (git.ExitCode != 0) throw new InvalidDataException($"git {arguments[0]} failed in {folder}: {words.Trim()}");
    }
}
