using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace Nuke.Common.Tooling;

/// <summary>A closed set of texts: public static fields of a class derived from this one.</summary>
public abstract class Enumeration
{
    protected string Value { get; set; } = "";

    public static implicit operator string?(Enumeration? value) => value?.Value;

    public static bool operator ==(Enumeration? a, Enumeration? b) => Equals(a, b);

    public static bool operator !=(Enumeration? a, Enumeration? b) => !Equals(a, b);

    public override bool Equals(object? obj) => obj is Enumeration other && other.GetType() == GetType() && other.Value == Value;

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Value;

    /// <summary>The fields of an enumeration, in declared order.</summary>
    internal static IEnumerable<FieldInfo> Fields(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => type.IsAssignableFrom(field.FieldType));

    /// <summary>Converts the name of a field, in any case.</summary>
    public class TypeConverter<T> : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
            value is string text
                ? Fields(typeof(T)).Single(field => field.Name.Equals(text, StringComparison.OrdinalIgnoreCase)).GetValue(null)
                : base.ConvertFrom(context, culture, value);
    }
}
