using System.Text;

namespace Nuke.Common.IO;

// Reading and writing. Text is UTF-8 without a byte order mark unless told otherwise.
public static partial class AbsolutePathExtensions
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string ReadAllText(this AbsolutePath path, Encoding? encoding = null)
    {
        Assert.FileExists(path);
        return File.ReadAllText(path, encoding ?? Encoding.UTF8);
    }

    public static string[] ReadAllLines(this AbsolutePath path, Encoding? encoding = null)
    {
        Assert.FileExists(path);
        return File.ReadAllLines(path, encoding ?? Encoding.UTF8);
    }

    public static byte[] ReadAllBytes(this AbsolutePath path)
    {
        Assert.FileExists(path);
        return File.ReadAllBytes(path);
    }

    /// <summary>Writes the text, in directories made as needed.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="content">The text.</param>
    /// <param name="encoding">UTF-8 if null.</param>
    /// <param name="eofLineBreak">Whether the file ends in exactly one line break. Default true.</param>
    public static AbsolutePath WriteAllText(this AbsolutePath path, string content, Encoding? encoding = null, bool? eofLineBreak = null)
    {
        if (eofLineBreak ?? true)
            content = content.TrimEnd('\r', '\n') + (content.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n");

        path.Parent.CreateDirectory();
        File.WriteAllText(path, content, encoding ?? s_utf8);
        return path;
    }

    /// <summary>Reads, changes and writes.</summary>
    public static AbsolutePath UpdateText(this AbsolutePath path, Func<string, string> update, Encoding? encoding = null) =>
        path.WriteAllText(update(path.ReadAllText(encoding)), encoding);

    public static AbsolutePath WriteAllLines(this AbsolutePath path, IEnumerable<string> lines, Encoding? encoding = null) =>
        path.WriteAllText(string.Join(Environment.NewLine, lines), encoding);

    public static AbsolutePath WriteAllBytes(this AbsolutePath path, byte[] bytes)
    {
        path.Parent.CreateDirectory();
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static AbsolutePath AppendAllText(this AbsolutePath path, string content, Encoding? encoding = null)
    {
        path.Parent.CreateDirectory();
        File.AppendAllText(path, content, encoding ?? s_utf8);
        return path;
    }

    public static AbsolutePath AppendAllLines(this AbsolutePath path, IEnumerable<string> lines, Encoding? encoding = null)
    {
        path.Parent.CreateDirectory();
        File.AppendAllLines(path, lines, encoding ?? s_utf8);
        return path;
    }

    public static AbsolutePath TouchFile(this AbsolutePath path, DateTime? time = null, bool createDirectories = true)
    {
        if (createDirectories) path.Parent.CreateDirectory();
        using (File.Open(path, FileMode.OpenOrCreate, FileAccess.Write)) { }
        File.SetLastWriteTimeUtc(path, time?.ToUniversalTime() ?? TimeProvider.System.GetUtcNow().UtcDateTime);
        return path;
    }
}
