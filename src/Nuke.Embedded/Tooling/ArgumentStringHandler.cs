using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using Nuke.Common.IO;
using Nuke.Common.Utilities;

namespace Nuke.Common.Tooling;

/// <summary>
/// Arguments of a tool as an interpolated string: <c>$"build {Solution} -p:Key={value}"</c>. Values with white space are put in double quotes.
/// Formats: <c>:r</c> hides the value from the log, <c>:nq</c> adds no quotes; paths also take those of <see cref="AbsolutePath"/>.
/// </summary>
[InterpolatedStringHandler]
[SuppressMessage("Design", "CA1815", Justification = "A handler is used once, never compared.")]
public ref struct ArgumentStringHandler
{
    private const string Redacted = "[REDACTED]";

    private readonly StringBuilder _text;
    private readonly List<string> _secrets;

    public ArgumentStringHandler(int literalLength, int formattedCount, out bool handlerIsValid)
    {
        _text = new StringBuilder(literalLength + (formattedCount * 16));
        _secrets = [];
        handlerIsValid = true;
    }

    [SuppressMessage("Usage", "CA2225", Justification = "The compiler's interpolation is the alternative.")]
    public static implicit operator ArgumentStringHandler(string value) => $"{value:nq}";

    public readonly void AppendLiteral(string value) => _text.Append(value);

    public readonly void AppendFormatted(object? obj, int alignment = 0, string? format = null)
    {
        var text = obj switch
        {
            null => "",
            string value when format == "r" => Secret(value),
            string value => format == "nq" || Quoting.Has(value, '\'') ? value : Quoting.DoubleIfNeeded(value),
            IAbsolutePathHolder holder => holder.Path.ToString(format ?? AbsolutePath.DoubleQuoteIfNeeded),
            IFormattable value => value.ToString(format, System.Globalization.CultureInfo.InvariantCulture),
            _ => obj.ToString() ?? "",
        };
        _text.Append(alignment < 0 ? text.PadRight(-alignment) : text.PadLeft(alignment));
    }

    public readonly void AppendFormatted(IEnumerable<IAbsolutePathHolder> paths, int alignment = 0, string? format = null)
    {
        var separator = "";
        foreach (var path in paths)
        {
            _text.Append(separator);
            AppendFormatted(path, alignment, format);
            separator = " ";
        }
    }

    public readonly string ToStringAndClear()
    {
        var text = _text.ToString();
        _text.Clear();

        // One value alone is the whole command line, so the quotes put around it are taken off again.
        return text.Length > 1 && text[0] == '"' && text.IndexOf('"', 1) == text.Length - 1 ? text[1..^1] : text;
    }

    /// <summary>Replaces the values given with <c>:r</c>.</summary>
    public readonly Func<string, string> GetFilter()
    {
        var secrets = _secrets;
        return text => secrets.Aggregate(text, (current, secret) => current.Replace(secret, Redacted, StringComparison.Ordinal));
    }

    private readonly string Secret(string value)
    {
        if (value.Length > 0) _secrets.Add(value);
        return Quoting.DoubleIfNeeded(value);
    }
}
