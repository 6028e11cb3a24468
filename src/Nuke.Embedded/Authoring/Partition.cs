using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Nuke.Common.Utilities;

namespace Nuke.Common.CI;

/// <summary>One part of work that several jobs share: <c>--partition 2/3</c> is the second of three.</summary>
[TypeConverter(typeof(TypeConverter))]
public sealed class Partition
{
    /// <summary>All the work.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "NUKE's name.")]
    public static Partition Single { get; } = new() { Part = 1, Total = 1 };

    /// <summary>1 to <see cref="Total"/>.</summary>
    public int Part { get; init; }

    public int Total { get; init; }

    /// <summary>Whether the work numbered <paramref name="part"/>, from 1, belongs to this job.</summary>
    public bool IsIn(int part) => Total == 1 || part == Part;

    /// <summary>Every item whose turn is this part's, dealt round like cards.</summary>
    public IEnumerable<T> GetCurrent<T>(IEnumerable<T> enumerable) => enumerable.Where((_, i) => i % Total == Part - 1);

    public override string ToString() => $"{Part}/{Total}";

    /// <exception cref="InvalidInputException">The part is not one of the whole.</exception>
    internal static Partition Of(int part, int total) => part >= 1 && part <= total
        ? new Partition { Part = part, Total = total }
        : throw new InvalidInputException($"{part} is not a part of {total}; parts are numbered 1 to {total}.");

    /// <exception cref="InvalidInputException">The text is not of the form part/total.</exception>
    internal static Partition Parse(string text) =>
        text.Split('/') is [var part, var total]
        && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        && int.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out var all)
            ? Of(first, all)
            : throw new InvalidInputException($"'{text}' must be of the form part/total, such as 2/3.");

    public class TypeConverter : System.ComponentModel.TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
            value is string text ? Parse(text) : base.ConvertFrom(context, culture, value);
    }
}

/// <summary>A partition of its own, given by its number alone: <c>[Partition(3)] readonly Partition TestPartition;</c> and <c>--test-partition 2</c>. Without it all the work.</summary>
public class PartitionAttribute(int total) : ParameterAttribute
{
    public int Total { get; } = total;

    public override bool List => false;
}
