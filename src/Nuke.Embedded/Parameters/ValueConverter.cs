using System.ComponentModel;
using System.Globalization;
using Nuke.Common.CI;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.Utilities;

namespace Nuke.Common.Parameters;

/// <summary>A given text does not fit the parameter's type. The message completes "… but ": what is expected.</summary>
internal sealed class ConversionException(string expected) : Exception(expected);

/// <summary>Turns given texts into values.</summary>
internal static class ValueConverter
{
    /// <returns>The type of a list's elements; null if the type is no list.</returns>
    public static Type? ElementType(Type type)
    {
        if (type.IsArray) return type.GetElementType();
        return type.IsGenericType && type.IsAssignableFrom(type.GenericTypeArguments[0].MakeArrayType()) ? type.GenericTypeArguments[0] : null;
    }

    /// <param name="texts">One text for a single value, any number for a list.</param>
    /// <param name="type">The member's type.</param>
    /// <param name="directory">What relative paths start from.</param>
    /// <exception cref="ConversionException">A text does not fit.</exception>
    public static object Convert(IReadOnlyList<string> texts, Type type, AbsolutePath directory)
    {
        if (ElementType(type) is { } element)
        {
            var array = Array.CreateInstance(element, texts.Count);
            for (var i = 0; i < texts.Count; i++) array.SetValue(ConvertOne(texts[i], element, directory), i);
            return array;
        }

        return texts.Count == 1 ? ConvertOne(texts[0], type, directory) : throw new ConversionException("takes one value");
    }

    /// <summary>The texts that are allowed; null if that is not a closed set.</summary>
    public static IReadOnlyList<string>? Choices(Type type)
    {
        type = ElementType(type) ?? type;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum) return Enum.GetNames(type);
        return typeof(Enumeration).IsAssignableFrom(type) ? [.. Enumeration.Fields(type).Select(x => x.Name)] : null;
    }

    /// <exception cref="ConversionException">The text is no number of a part.</exception>
    public static Partition Partition(string text, int total) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var part) && part >= 1 && part <= total
            ? CI.Partition.Of(part, total)
            : throw new ConversionException($"must be a whole number from 1 to {total}");

    private static object ConvertOne(string text, Type type, AbsolutePath directory)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return text;
        if (type == typeof(AbsolutePath)) return Path.IsPathRooted(text) ? AbsolutePath.Create(text) : directory / text;
        if (type == typeof(bool)) return bool.TryParse(text, out var flag) ? flag : throw new ConversionException("must be true or false");
        if (type == typeof(int)) return int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : throw Whole();
        if (type == typeof(long)) return long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : throw Whole();
        if (type == typeof(double)) return double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : throw Number();
        if (type == typeof(decimal)) return decimal.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : throw Number();
        if (type == typeof(TimeSpan)) return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : throw new ConversionException("must be a time as hh:mm:ss");
        if (type == typeof(Uri)) return Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : throw new ConversionException("must be an absolute URI");
        if (Choices(type) is { } choices) return Choose(text, type, choices);
        return ByTypeConverter(text, type);
    }

    private static object Choose(string text, Type type, IReadOnlyList<string> choices)
    {
        var choice = choices.FirstOrDefault(x => x.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? throw new ConversionException($"must be one of {string.Join(", ", choices)}.{DidYouMean.Hint(text, choices)}");
        return type.IsEnum ? Enum.Parse(type, choice) : Enumeration.Fields(type).First(x => x.Name == choice).GetValue(null)!;
    }

    private static object ByTypeConverter(string text, Type type)
    {
        try
        {
            var converter = TypeDescriptor.GetConverter(type);
            if (converter.CanConvertFrom(typeof(string)) && converter.ConvertFromInvariantString(text) is { } value) return value;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            // Said below.
        }

        throw new ConversionException($"must be a {type.Name}");
    }

    private static ConversionException Whole() => new("must be a whole number");

    private static ConversionException Number() => new("must be a number");
}
