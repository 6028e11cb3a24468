using System.Diagnostics.CodeAnalysis;

namespace Nuke.Common.IO;

/// <summary>A path from somewhere to somewhere. Nothing need exist there.</summary>
public class RelativePath
{
    private readonly string _path;

    internal RelativePath(string path) => _path = path;

    private protected virtual char Separator => Path.DirectorySeparatorChar;

    /// <exception cref="ArgumentException">The path is rooted.</exception>
    [return: NotNullIfNotNull(nameof(path))]
    [SuppressMessage("Usage", "CA2225", Justification = "NUKE's operator.")]
    public static explicit operator RelativePath?(string? path)
    {
        if (path is null) return null;
        Assert.False(Path.IsPathRooted(path), $"Path '{path}' must not be rooted");
        return new RelativePath(path.Replace('\\', '/').Replace('/', Path.DirectorySeparatorChar));
    }

    [return: NotNullIfNotNull(nameof(path))]
    public static implicit operator string?(RelativePath? path) => path?._path;

    [SuppressMessage("Usage", "CA2225", Justification = "NUKE's operator.")]
    public static RelativePath operator /(RelativePath left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        Assert.False(Path.IsPathRooted(right), $"Second path '{right}' must not be rooted");
        return left.With($"{left._path}{left.Separator}{right}");
    }

    [SuppressMessage("Usage", "CA2225", Justification = "NUKE's operator.")]
    public static RelativePath operator +(RelativePath left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        return left.With(left._path + right);
    }

    /// <summary>The same with slashes, as URLs and many tools want it.</summary>
    public UnixRelativePath ToUnixRelativePath() => new(_path.Replace('\\', '/'));

    public override string ToString() => _path;

    private protected virtual RelativePath With(string path) => new(path);
}

/// <summary>A relative path with slashes.</summary>
public sealed class UnixRelativePath : RelativePath
{
    internal UnixRelativePath(string path)
        : base(path)
    {
    }

    private protected override char Separator => '/';

    private protected override RelativePath With(string path) => new UnixRelativePath(path);
}
