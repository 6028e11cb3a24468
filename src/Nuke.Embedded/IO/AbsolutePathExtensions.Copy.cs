namespace Nuke.Common.IO;

/// <summary>What to do where a copied or moved file or directory exists already.</summary>
[Flags]
public enum ExistsPolicy
{
    DirectoryFail = 1,
    DirectoryMerge = 2,
    FileFail = 4,
    FileSkip = 8,
    FileOverwrite = 16,
    FileOverwriteIfNewer = 32,

    Fail = DirectoryFail | FileFail,
    MergeAndSkip = DirectoryMerge | FileSkip,
    MergeAndOverwrite = DirectoryMerge | FileOverwrite,
    MergeAndOverwriteIfNewer = DirectoryMerge | FileOverwriteIfNewer,
}

public static partial class AbsolutePathExtensions
{
    /// <summary>Copies a file or directory to the path <paramref name="target"/>.</summary>
    /// <exception cref="IOException">Nothing to copy, or something is there and the policy says fail.</exception>
    public static AbsolutePath Copy(
        this AbsolutePath source,
        AbsolutePath target,
        ExistsPolicy policy = ExistsPolicy.Fail,
        Func<AbsolutePath, bool>? excludeDirectory = null,
        Func<AbsolutePath, bool>? excludeFile = null,
        bool createDirectories = true)
    {
        if (createDirectories) target.Parent.CreateDirectory();
        if (source.DirectoryExists()) CopyDirectory(source, target, policy, excludeDirectory, excludeFile);
        else if (!source.FileExists()) throw new IOException($"Nothing to copy: '{source}' does not exist.");
        else if (excludeFile?.Invoke(source) != true && MayWrite(source, target, policy)) File.Copy(source, target, overwrite: true);
        return target;
    }

    /// <summary>Copies a file or directory into the directory <paramref name="target"/>.</summary>
    public static AbsolutePath CopyToDirectory(
        this AbsolutePath source,
        AbsolutePath target,
        ExistsPolicy policy = ExistsPolicy.Fail,
        Func<AbsolutePath, bool>? excludeDirectory = null,
        Func<AbsolutePath, bool>? excludeFile = null,
        bool createDirectories = true) =>
        source.Copy(target / source.Name, policy, excludeDirectory, excludeFile, createDirectories);

    /// <summary>Moves a file or directory to the path <paramref name="target"/>. Files that the policy skips stay where they are.</summary>
    public static AbsolutePath Move(
        this AbsolutePath source,
        AbsolutePath target,
        ExistsPolicy policy = ExistsPolicy.Fail,
        bool createDirectories = true)
    {
        if (createDirectories) target.Parent.CreateDirectory();
        if (source.DirectoryExists()) MoveDirectory(source, target, policy);
        else if (!source.FileExists()) throw new IOException($"Nothing to move: '{source}' does not exist.");
        else if (MayWrite(source, target, policy)) File.Move(source, target, overwrite: true);
        return target;
    }

    /// <summary>Moves a file or directory into the directory <paramref name="target"/>.</summary>
    public static AbsolutePath MoveToDirectory(
        this AbsolutePath source,
        AbsolutePath target,
        ExistsPolicy policy = ExistsPolicy.Fail,
        bool createDirectories = true) =>
        source.Move(target / source.Name, policy, createDirectories);

    private static void CopyDirectory(
        AbsolutePath source,
        AbsolutePath target,
        ExistsPolicy policy,
        Func<AbsolutePath, bool>? excludeDirectory,
        Func<AbsolutePath, bool>? excludeFile)
    {
        if (excludeDirectory?.Invoke(source) == true) return;
        EnsureMerge(target, policy);
        foreach (AbsolutePath file in Directory.GetFiles(source))
        {
            if (excludeFile?.Invoke(file) != true && MayWrite(file, target / file.Name, policy)) File.Copy(file, target / file.Name, overwrite: true);
        }

        foreach (AbsolutePath directory in Directory.GetDirectories(source))
            CopyDirectory(directory, target / directory.Name, policy, excludeDirectory, excludeFile);
    }

    private static void MoveDirectory(AbsolutePath source, AbsolutePath target, ExistsPolicy policy)
    {
        EnsureMerge(target, policy);
        foreach (AbsolutePath file in Directory.GetFiles(source))
        {
            if (MayWrite(file, target / file.Name, policy)) File.Move(file, target / file.Name, overwrite: true);
        }

        foreach (AbsolutePath directory in Directory.GetDirectories(source)) MoveDirectory(directory, target / directory.Name, policy);
        if (!Directory.EnumerateFileSystemEntries(source).Any()) Directory.Delete(source);
    }

    private static void EnsureMerge(AbsolutePath target, ExistsPolicy policy)
    {
        if (target.DirectoryExists() && !policy.HasFlag(ExistsPolicy.DirectoryMerge))
            throw new IOException($"Directory '{target}' exists already (policy {policy}).");
        target.CreateDirectory();
    }

    private static bool MayWrite(AbsolutePath source, AbsolutePath target, ExistsPolicy policy)
    {
        if (!target.FileExists() || policy.HasFlag(ExistsPolicy.FileOverwrite)) return true;
        if (policy.HasFlag(ExistsPolicy.FileSkip)) return false;
        if (policy.HasFlag(ExistsPolicy.FileOverwriteIfNewer)) return File.GetLastWriteTimeUtc(source) > File.GetLastWriteTimeUtc(target);
        throw new IOException($"File '{target}' exists already (policy {policy}).");
    }
}
