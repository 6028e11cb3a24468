using System.Collections.Concurrent;
using System.Reflection;

namespace Nuke.Common.Tooling;

/// <summary>How a setting is written on the command line. On a settings class, or on an interface that several of them share; the class's own wins.</summary>
/// <param name="name">The setting.</param>
/// <param name="format">Words in which <c>{value}</c> and <c>{key}</c> are replaced; for flags without <c>{value}</c>, written if true.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
internal sealed class ArgumentAttribute(string name, string format) : Attribute
{
    public string Name { get; } = name;
    public string[] Words { get; } = format.Split(' ');

    /// <summary>1, 2, …: first on the line. 0: in the order of being set. Below 0: last.</summary>
    public int Position { get; init; }

    /// <summary>Between the values of a list that are written after the words once, and not with them each time; null: each time.</summary>
    public string? Separator { get; init; }

    /// <summary>Whether the value is hidden from logs.</summary>
    public bool IsSecret { get; init; }
}

internal static class Arguments
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, ArgumentAttribute>> s_tables = [];

    /// <summary>The settings that a class writes, by name.</summary>
    public static IReadOnlyDictionary<string, ArgumentAttribute> Of(Type settings) => s_tables.GetOrAdd(settings, static type =>
    {
        Dictionary<string, ArgumentAttribute> table = new(StringComparer.Ordinal);
        for (var own = type; own is not null; own = own.BaseType) Add(own);
        foreach (var shared in type.GetInterfaces()) Add(shared);
        return table;

        void Add(Type from)
        {
            foreach (var argument in from.GetCustomAttributes<ArgumentAttribute>(inherit: false)) table.TryAdd(argument.Name, argument);
        }
    });
}
