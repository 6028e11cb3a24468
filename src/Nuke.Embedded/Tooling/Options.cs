using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Nuke.Common.Tooling;

/// <summary>Settings that never change: every <c>Set…</c>, <c>Add…</c>, <c>Enable…</c> returns a changed copy.</summary>
public abstract class Options
{
    private ImmutableList<KeyValuePair<string, object>> _values = [];

    /// <summary>What is set, in the order in which it was first set: the order on the command line.</summary>
    internal IReadOnlyList<KeyValuePair<string, object>> Values => _values;

    internal TValue? Get<TValue>(string name) => IndexOf(name) is var i and >= 0 ? (TValue)_values[i].Value : default;

    internal IReadOnlyList<TItem> List<TItem>(string name) => Get<IReadOnlyList<TItem>>(name) ?? [];

    internal IReadOnlyDictionary<string, object?> Pairs(string name) =>
        Get<IReadOnlyDictionary<string, object?>>(name) ?? new OrderedDictionary<string, object?>();

    /// <returns>A copy in which the value is another; null removes it.</returns>
    internal Options With(string name, object? value)
    {
        var copy = (Options)MemberwiseClone();
        var i = IndexOf(name);
        copy._values = (i, value) switch
        {
            ( < 0, null) => _values,
            ( < 0, _) => _values.Add(new(name, value)),
            (_, null) => _values.RemoveAt(i),
            _ => _values.SetItem(i, new(name, value)),
        };
        return copy;
    }

    private int IndexOf(string name) => _values.FindIndex(x => x.Key == name);
}

/// <summary>The changes that <c>Set…</c>, <c>Add…</c> and their like are made of.</summary>
[SuppressMessage("Naming", "CA1708", Justification = "One extension block per receiver.")]
internal static class OptionsChanges
{
    extension<T>(T options)
        where T : Options
    {
        public T Set(string name, object? value) => (T)options.With(name, value);

        public T Toggle(string name) => options.Set(name, !(options.Get<bool?>(name) ?? false));

        public T SetList<TItem>(string name, IEnumerable<TItem>? items) => options.Set(name, items?.ToArray());

        public T AddList<TItem>(string name, IEnumerable<TItem> items) => options.SetList(name, [.. options.List<TItem>(name), .. items]);

        public T RemoveList<TItem>(string name, IEnumerable<TItem> items)
        {
            var removed = items.ToHashSet();
            return options.SetList(name, options.List<TItem>(name).Where(x => !removed.Contains(x)));
        }

        public T SetPair(string name, string key, object? value) => options.ChangePairs(name, pairs => pairs[key] = value);

        public T AddPair(string name, string key, object? value) => options.ChangePairs(name, pairs =>
        {
            if (!pairs.TryAdd(key, value)) throw new ArgumentException($"'{key}' is set already, to '{pairs[key]}'. Use Set{name[..^1]} or Set{key} to replace it.", nameof(key));
        });

        public T RemovePair(string name, string key) => options.ChangePairs(name, pairs => pairs.Remove(key));

        public T SetPairs(string name, IEnumerable<KeyValuePair<string, object?>> pairs) =>
            options.Set(name, new OrderedDictionary<string, object?>(pairs));

        private T ChangePairs(string name, Action<OrderedDictionary<string, object?>> change)
        {
            OrderedDictionary<string, object?> pairs = new(options.Pairs(name));
            change(pairs);
            return options.Set(name, pairs);
        }
    }
}
