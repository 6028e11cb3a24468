namespace Nuke.Common.IO;

// From one path to others.
public static partial class AbsolutePathExtensions
{
    /// <param name="path">Where to look.</param>
    /// <param name="pattern">Of the files' names.</param>
    /// <param name="depth">1: the directory's own files; one more for each level below.</param>
    /// <param name="attributes">All that the files must have.</param>
    public static IEnumerable<AbsolutePath> GetFiles(this AbsolutePath path, string pattern = "*", int depth = 1, FileAttributes attributes = 0) =>
        Directory.EnumerateFiles(path, pattern, Levels(depth)).Where(x => Has(x, attributes)).Select(AbsolutePath.Create);

    /// <inheritdoc cref="GetFiles"/>
    public static IEnumerable<AbsolutePath> GetDirectories(this AbsolutePath path, string pattern = "*", int depth = 1, FileAttributes attributes = 0) =>
        Directory.EnumerateDirectories(path, pattern, Levels(depth)).Where(x => Has(x, attributes)).Select(AbsolutePath.Create);

    /// <returns>The nearest folder above that fits; null if none does.</returns>
    public static AbsolutePath? FindParent(this AbsolutePath path, Func<AbsolutePath, bool> predicate) =>
        path.Parent is { } parent ? parent.FindParentOrSelf(predicate) : null;

    /// <returns>The path itself or the nearest folder above that fits; null if none does.</returns>
    public static AbsolutePath? FindParentOrSelf(this AbsolutePath path, Func<AbsolutePath, bool> predicate) =>
        predicate(path) ? path : path.FindParent(predicate);

    public static IEnumerable<AbsolutePath> WhereFileExists(this IEnumerable<AbsolutePath> paths) => paths.Where(x => x.FileExists());

    public static IEnumerable<AbsolutePath> WhereDirectoryExists(this IEnumerable<AbsolutePath> paths) => paths.Where(x => x.DirectoryExists());

    /// <summary>Whether the other path is below this one, or the same.</summary>
    public static bool Contains(this AbsolutePath basePath, string destinationPath) =>
        AbsolutePath.Create(destinationPath).FindParentOrSelf(x => x == basePath) is not null;

    /// <returns>How to get to the other path from this one, in the system's own form.</returns>
    public static RelativePath GetRelativePathTo(this AbsolutePath basePath, string destinationPath) =>
        (RelativePath)Path.GetRelativePath(basePath, destinationPath);

    /// <summary>As <see cref="GetRelativePathTo"/>, with slashes.</summary>
    public static UnixRelativePath GetUnixRelativePathTo(this AbsolutePath basePath, string destinationPath) =>
        basePath.GetRelativePathTo(destinationPath).ToUnixRelativePath();

    private static EnumerationOptions Levels(int depth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        return new EnumerationOptions
        {
            RecurseSubdirectories = depth > 1,
            MaxRecursionDepth = depth - 1,
            AttributesToSkip = FileAttributes.None,
        };
    }

    private static bool Has(string path, FileAttributes attributes) => attributes == 0 || File.GetAttributes(path).HasFlag(attributes);
}
