using GenAIOps.Evaluators.Text;
using Microsoft.Extensions.AI.Evaluation;

namespace GenAIOps.Evaluators.Catalog;

/// <summary>
/// Makes evaluators by name: ours, and those of the ecosystem (<c>f1_score</c>, <c>builtin.f1_score</c>, <c>azureai://built-in/evaluators/f1_score</c>,
/// <c>azureml://…/evaluators/builtin.f1_score/versions/2</c>). Case does not count. Judges and safety evaluators add themselves.
/// </summary>
public sealed class EvaluatorCatalog
{
    private readonly Dictionary<string, EvaluatorEntry> _byName = new(StringComparer.OrdinalIgnoreCase);

    private readonly List<EvaluatorEntry> _entries = [];

    /// <summary>A catalog with the evaluators that need nothing but code.</summary>
    public EvaluatorCatalog()
    {
        foreach (var entry in DeterministicEvaluators.Entries)
        {
            Add(entry);
        }
    }

    /// <summary>What there is, in order of addition.</summary>
    public IReadOnlyList<EvaluatorEntry> Entries => _entries;

    /// <exception cref="ArgumentException">The name or an alias is taken.</exception>
    public EvaluatorCatalog Add(EvaluatorEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string[] names = [entry.Name, .. entry.Aliases];
        if (names.FirstOrDefault(_byName.ContainsKey) is { } taken)
        {
            throw new ArgumentException($"The evaluator '{taken}' is in the catalog already. Choose another name.", nameof(entry));
        }

        foreach (var name in names)
        {
            _byName.Add(name, entry);
        }

        _entries.Add(entry);
        return this;
    }

    /// <summary>Adds an evaluator for each factory, under its name and with any options.</summary>
    public EvaluatorCatalog Add(IReadOnlyDictionary<string, Func<EvaluatorOptions, IEvaluator>> factories)
    {
        ArgumentNullException.ThrowIfNull(factories);
        foreach (var (name, create) in factories)
        {
            Add(new EvaluatorEntry(name, "", create) { Options = ["*"] });
        }

        return this;
    }

    /// <summary>Whether the catalog has an evaluator of that name.</summary>
    public bool Has(string name) => _byName.ContainsKey(Short(name));

    /// <param name="name">A name, an alias, or Foundry's long id.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="ArgumentException">There is no such evaluator, or an option is wrong; the message names what is near.</exception>
    public IEvaluator Create(string name, EvaluatorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!_byName.TryGetValue(Short(name), out var entry))
        {
            throw new ArgumentException($"There is no evaluator '{name}'.{Guess(Short(name), _byName.Keys)} There are: {string.Join(", ", _entries.Select(known => known.Name))}.", nameof(name));
        }

        options = (options ?? EvaluatorOptions.None).For(name);
        if (!entry.Options.Contains("*") && options.Names.FirstOrDefault(option => !entry.Options.Contains(option, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new ArgumentException($"The evaluator '{name}' has no option '{unknown}'.{Guess(unknown, entry.Options)} It takes: {(entry.Options.Count == 0 ? "none" : string.Join(", ", entry.Options))}.", nameof(options));
        }

        return entry.Create(options);
    }

    /// <summary>The last part of a long id, without version and without <c>builtin.</c>.</summary>
    private static string Short(string name)
    {
        const string Folder = "/evaluators/";
        const string Builtin = "builtin.";
        if (name.Contains("://", StringComparison.Ordinal) && name.IndexOf(Folder, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            name = name[(at + Folder.Length)..];
            name = name.IndexOf('/', StringComparison.Ordinal) is >= 0 and var end ? name[..end] : name;
        }

        return name.StartsWith(Builtin, StringComparison.OrdinalIgnoreCase) ? name[Builtin.Length..] : name;
    }

    private static string Guess(string name, IEnumerable<string> known)
    {
        var (nearest, distance) = known.Select(other => (Name: other, Distance: Edits(name, other))).DefaultIfEmpty(("", int.MaxValue)).MinBy(pair => pair.Item2);
        return distance <= Math.Max(2, name.Length / 3) ? $" Did you mean '{nearest}'?" : "";
    }

    private static int Edits(string one, string other) =>
        BeamEditDistance.Distance([.. one.ToLowerInvariant().Select(letter => (int)letter)], [.. other.ToLowerInvariant().Select(letter => (int)letter)]);
}
