using System.Formats.Tar;
using System.IO.Compression;

namespace Nuke.Common.IO;

/// <summary>Archives of directories: .zip, .tar.gz and .tgz. Entries are in the order of their paths.</summary>
public static class CompressionExtensions
{
    /// <summary>Packs the directory in the form that the archive's name says.</summary>
    /// <exception cref="ArgumentException">The name ends in none of .zip, .tar.gz, .tgz.</exception>
    public static void CompressTo(this AbsolutePath directory, AbsolutePath archiveFile, Func<AbsolutePath, bool>? filter = null)
    {
        if (IsZip(archiveFile)) directory.ZipTo(archiveFile, filter);
        else directory.TarGZipTo(archiveFile, filter);
    }

    /// <summary>Unpacks the archive in the form that its name says, over what is there.</summary>
    /// <exception cref="ArgumentException">The name ends in none of .zip, .tar.gz, .tgz.</exception>
    public static void UncompressTo(this AbsolutePath archiveFile, AbsolutePath directory)
    {
        if (IsZip(archiveFile)) archiveFile.UnZipTo(directory);
        else archiveFile.UnTarGZipTo(directory);
    }

    /// <param name="directory">What to pack.</param>
    /// <param name="archiveFile">The archive.</param>
    /// <param name="filter">Which files; null: all.</param>
    /// <param name="compressionLevel">Default <see cref="CompressionLevel.Optimal"/>.</param>
    /// <param name="fileMode">Default <see cref="FileMode.CreateNew"/>: fails if the archive exists.</param>
    public static void ZipTo(
        this AbsolutePath directory,
        AbsolutePath archiveFile,
        Func<AbsolutePath, bool>? filter = null,
        CompressionLevel compressionLevel = CompressionLevel.Optimal,
        FileMode fileMode = FileMode.CreateNew)
    {
        archiveFile.Parent.CreateDirectory();
        var files = FilesOf(directory, filter);
        using var stream = File.Open(archiveFile, fileMode, FileAccess.ReadWrite);
        using ZipArchive archive = new(stream, ZipArchiveMode.Create);
        foreach (var file in files) archive.CreateEntryFromFile(file, directory.GetUnixRelativePathTo(file), compressionLevel);
    }

    public static void UnZipTo(this AbsolutePath archiveFile, AbsolutePath directory)
    {
        Assert.FileExists(archiveFile);
        ZipFile.ExtractToDirectory(archiveFile, directory.CreateDirectory(), overwriteFiles: true);
    }

    /// <inheritdoc cref="ZipTo"/>
    public static void TarGZipTo(this AbsolutePath directory, AbsolutePath archiveFile, Func<AbsolutePath, bool>? filter = null, FileMode fileMode = FileMode.CreateNew) =>
        directory.TarGZipTo(archiveFile, FilesOf(directory, filter), fileMode);

    /// <inheritdoc cref="ZipTo"/>
    public static void TarGZipTo(this AbsolutePath baseDirectory, AbsolutePath archiveFile, IEnumerable<AbsolutePath> files, FileMode fileMode = FileMode.CreateNew)
    {
        archiveFile.Parent.CreateDirectory();
        AbsolutePath[] packed = [.. files];
        using var stream = File.Open(archiveFile, fileMode, FileAccess.ReadWrite);
        using GZipStream gzip = new(stream, CompressionLevel.Optimal);
        using TarWriter tar = new(gzip);
        foreach (var file in packed) tar.WriteEntry(file, baseDirectory.GetUnixRelativePathTo(file));
    }

    public static void UnTarGZipTo(this AbsolutePath archiveFile, AbsolutePath directory)
    {
        Assert.FileExists(archiveFile);
        using var stream = File.OpenRead(archiveFile);
        using GZipStream gzip = new(stream, CompressionMode.Decompress);
        TarFile.ExtractToDirectory(gzip, directory.CreateDirectory(), overwriteFiles: true);
    }

    /// <summary>Listed before the archive is made, which may be in the same directory.</summary>
    private static AbsolutePath[] FilesOf(AbsolutePath directory, Func<AbsolutePath, bool>? filter)
    {
        Assert.DirectoryExists(directory);
        return [.. directory.GetFiles(depth: int.MaxValue).Where(x => filter?.Invoke(x) != false).OrderBy(x => x.ToString(), StringComparer.Ordinal)];
    }

    private static bool IsZip(AbsolutePath archive)
    {
        bool Ends(string ending) => archive.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase);

        if (Ends(".zip")) return true;
        Assert.True(Ends(".tar.gz") || Ends(".tgz"), $"Archive '{archive}': its name must end in .zip, .tar.gz or .tgz.");
        return false;
    }
}
