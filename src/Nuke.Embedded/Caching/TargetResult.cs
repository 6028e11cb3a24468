using System.Text.Json;
using Nuke.Common.Sessions;
using Nuke.Common.Tooling;

namespace Nuke.Common.Caching;

/// <summary>What a target returned, as the cache keeps it.</summary>
/// <param name="Type">The type's name with its assembly's.</param>
/// <param name="Json">The value.</param>
internal sealed record TargetResult(string Type, string Json)
{
    private static readonly JsonSerializerOptions s_options = new() { IncludeFields = true };

    /// <returns>Null if the value does not come back equal to itself, or if it holds a secret.</returns>
    public static TargetResult? Keep(object? value, SecretMask secrets)
    {
        if (value is null) return null;
        try
        {
            // What tools print is kept as what it is; its list has no equality of its own.
            TargetResult kept = value is IReadOnlyCollection<Output> lines
                ? new(NameOf(typeof(Output[])), JsonSerializer.Serialize(lines.ToArray(), s_options))
                : new(NameOf(value.GetType()), JsonSerializer.Serialize(value, value.GetType(), s_options));
            var isEqual = value is IReadOnlyCollection<Output> before ? kept.Read() is Output[] after && before.SequenceEqual(after) : value.Equals(kept.Read());
            return isEqual && secrets.Apply(kept.Json) == kept.Json ? kept : null;
        }
        catch (Exception e) when (e is NotSupportedException or JsonException or InvalidOperationException or InvalidDataException)
        {
            return null;
        }
    }

    /// <exception cref="InvalidDataException">It is of no type of this build.</exception>
    public object? Read()
    {
        // Only a type that is loaded already: an entry must not choose what code is loaded.
        var type = AppDomain.CurrentDomain.GetAssemblies().Select(x => x.GetType(Type[..Type.LastIndexOf(", ", StringComparison.Ordinal)])).FirstOrDefault(x => x is not null && NameOf(x) == Type)
            ?? throw new InvalidDataException($"the result is of an unknown type, {Type}");
        return JsonSerializer.Deserialize(Json, type, s_options);
    }

    private static string NameOf(Type type) => $"{type}, {type.Assembly.GetName().Name}";
}
