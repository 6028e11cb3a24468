using System.Runtime.CompilerServices;

namespace Nuke.Common.IO;

/// <summary>Asking for, making and deleting files and directories.</summary>
public static partial class AbsolutePathExtensions
{
    private static readonly string[] s_fileWords = ["file", "executable", "exe", "script", "archive"];
    private static readonly string[] s_directoryWords = ["directory", "dir", "folder"];

    public static bool FileExists(this AbsolutePath path) => File.Exists(path);

    public static bool DirectoryExists(this AbsolutePath path) => Directory.Exists(path);

    /// <summary>Looks for a file if the argument is called <c>…file</c> (executable, exe, script, archive), for a directory if <c>…directory</c> (dir, folder).</summary>
    /// <exception cref="ArgumentException">The argument's name does not tell which; use <see cref="FileExists"/> or <see cref="DirectoryExists"/>.</exception>
    public static bool Exists(this AbsolutePath path, [CallerArgumentExpression(nameof(path))] string? expression = null)
    {
        if (EndsWithAny(expression, s_fileWords)) return path.FileExists();
        if (EndsWithAny(expression, s_directoryWords)) return path.DirectoryExists();
        throw new ArgumentException($"Cannot infer from argument '{expression}' if either file or directory must exist");
    }

    public static bool ContainsFile(this AbsolutePath path, string pattern, SearchOption options = SearchOption.TopDirectoryOnly) =>
        Directory.EnumerateFiles(path, pattern, options).Any();

    public static bool ContainsDirectory(this AbsolutePath path, string pattern, SearchOption options = SearchOption.TopDirectoryOnly) =>
        Directory.EnumerateDirectories(path, pattern, options).Any();

    /// <returns>null unless there is such a file.</returns>
    public static AbsolutePath? ExistingFile(this AbsolutePath path) => path.FileExists() ? path : null;

    /// <returns>null unless there is such a directory.</returns>
    public static AbsolutePath? ExistingDirectory(this AbsolutePath path) => path.DirectoryExists() ? path : null;

    public static bool HasExtension(this AbsolutePath path, string extension, params string[] alternativeExtensions) =>
        EndsWithAny(path, [extension, .. alternativeExtensions]);

    public static AbsolutePath WithExtension(this AbsolutePath path, string extension) =>
        path.Parent / Path.ChangeExtension(path.Name, extension);

    public static FileInfo ToFileInfo(this AbsolutePath path) => new(path);

    public static DirectoryInfo ToDirectoryInfo(this AbsolutePath path) => new(path);

    /// <summary>Makes the directory and those above it; nothing if it exists.</summary>
    public static AbsolutePath CreateDirectory(this AbsolutePath path)
    {
        Directory.CreateDirectory(path);
        return path;
    }

    public static AbsolutePath CreateOrCleanDirectory(this AbsolutePath path)
    {
        path.DeleteDirectory();
        return path.CreateDirectory();
    }

    /// <summary>Deletes the file; nothing if there is none.</summary>
    public static void DeleteFile(this AbsolutePath path)
    {
        if (!path.FileExists()) return;
        File.SetAttributes(path, FileAttributes.Normal);
        File.Delete(path);
    }

    /// <summary>Deletes the directory with all that is in it (of a link only the link); nothing if there is none.</summary>
    public static void DeleteDirectory(this AbsolutePath path)
    {
        if (!path.DirectoryExists()) return;
        if (OperatingSystem.IsWindows())
        {
            foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)) File.SetAttributes(file, FileAttributes.Normal);
        }

        Directory.Delete(path, recursive: true);
    }

    public static void DeleteFiles(this IEnumerable<AbsolutePath> paths)
    {
        foreach (var path in paths) path.DeleteFile();
    }

    public static void DeleteDirectories(this IEnumerable<AbsolutePath> paths)
    {
        foreach (var path in paths) path.DeleteDirectory();
    }

    private static bool EndsWithAny(string? text, string[] endings) =>
        text is not null && endings.Any(ending => text.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
