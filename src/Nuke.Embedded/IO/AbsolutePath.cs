using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Nuke.Common.Utilities;

namespace Nuke.Common.IO;

/// <summary>Something that has a path, such as a solution; it can be put into the arguments of a tool.</summary>
public interface IAbsolutePathHolder
{
    AbsolutePath Path { get; }
}

/// <summary>A rooted path without <c>.</c>, <c>..</c> or a separator at the end. Nothing need exist there.</summary>
[DebuggerDisplay("{_path}")]
public sealed class AbsolutePath : IAbsolutePathHolder, IFormattable, IEquatable<AbsolutePath>
{
    /// <summary>Formats for <see cref="ToString(string)"/>: in double quotes, …</summary>
    public const string DoubleQuote = "d";

    /// <summary>… in double quotes if the path contains white space, …</summary>
    public const string DoubleQuoteIfNeeded = "dn";

    /// <summary>… in single quotes, …</summary>
    public const string SingleQuote = "s";

    /// <summary>… in single quotes if the path contains white space, …</summary>
    public const string SingleQuoteIfNeeded = "sn";

    /// <summary>… or bare.</summary>
    public const string NoQuotes = "nq";

    private static readonly StringComparison s_comparison =
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private readonly string _path;

    private AbsolutePath(string path) => _path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));

    AbsolutePath IAbsolutePathHolder.Path => this;

    public string Name => System.IO.Path.GetFileName(_path);
    public string NameWithoutExtension => System.IO.Path.GetFileNameWithoutExtension(_path);

    /// <summary>With the leading dot; empty if there is none.</summary>
    public string Extension => System.IO.Path.GetExtension(_path);

    /// <summary>The folder above; null for a root. (Declared as in NUKE, where it is not annotated.)</summary>
    public AbsolutePath Parent => System.IO.Path.GetDirectoryName(_path) is { } parent ? new AbsolutePath(parent) : null!;

    /// <exception cref="ArgumentException">The path is not rooted.</exception>
    public static AbsolutePath Create(string path)
    {
        Assert.True(System.IO.Path.IsPathRooted(path), $"Path '{path}' must be rooted");
        return new AbsolutePath(path);
    }

    /// <exception cref="ArgumentException">The path is not rooted.</exception>
    [return: NotNullIfNotNull(nameof(path))]
    [SuppressMessage("Usage", "CA2225", Justification = "Create is the named alternative.")]
    public static implicit operator AbsolutePath?(string? path) => path is null ? null : Create(path);

    [return: NotNullIfNotNull(nameof(path))]
    public static implicit operator string?(AbsolutePath? path) => path?._path;

    /// <summary>The path below <paramref name="left"/>; <c>..</c> goes up.</summary>
    /// <exception cref="ArgumentException"><paramref name="right"/> is rooted.</exception>
    [SuppressMessage("Usage", "CA2225", Justification = "NUKE's operator.")]
    public static AbsolutePath operator /(AbsolutePath left, string? right)
    {
        ArgumentNullException.ThrowIfNull(left);
        if (string.IsNullOrEmpty(right)) return left;
        Assert.False(System.IO.Path.IsPathRooted(right), $"Second path '{right}' must not be rooted");
        return new AbsolutePath(System.IO.Path.Combine(left._path, right));
    }

    /// <summary><c>path / ..</c> is the parent.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "NUKE's operator.")]
    public static AbsolutePath operator /(AbsolutePath left, Range range)
    {
        Assert.True(range.Equals(Range.All));
        return left.Parent;
    }

    /// <summary>Appends to the last name: <c>path + ".bak"</c>.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "NUKE's operator.")]
    public static AbsolutePath operator +(AbsolutePath left, string? right) => new(left._path + right);

    public static bool operator ==(AbsolutePath? a, AbsolutePath? b) => a is null ? b is null : a.Equals(b);

    public static bool operator !=(AbsolutePath? a, AbsolutePath? b) => !(a == b);

    public bool Equals(AbsolutePath? other) => other is not null && string.Equals(_path, other._path, s_comparison);

    public override bool Equals(object? obj) => obj is AbsolutePath other && Equals(other);

    public override int GetHashCode() => _path.GetHashCode(s_comparison);

    public override string ToString() => _path;

    public string ToString(string? format) => ToString(format, null);

    /// <exception cref="FormatException">The format is none of this class's constants.</exception>
    public string ToString(string? format, IFormatProvider? formatProvider) => format switch
    {
        null or "" or NoQuotes => _path,
        DoubleQuote => Quoting.Double(_path),
        DoubleQuoteIfNeeded => Quoting.DoubleIfNeeded(_path),
        SingleQuote => Quoting.Single(_path),
        SingleQuoteIfNeeded => Quoting.SingleIfNeeded(_path),
        _ => throw new FormatException($"Format '{format}' is not one of d, dn, s, sn, nq."),
    };
}
