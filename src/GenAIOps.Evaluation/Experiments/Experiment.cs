namespace GenAIOps.Evaluation.Experiments;

/// <summary>Variants of one agent on one set: the first is what the others are held against.</summary>
/// <param name="Name">Lower-case letters, digits and hyphens.</param>
/// <param name="Variants">Two or more, with different names.</param>
public sealed record Experiment(string Name, params IReadOnlyList<Variant> Variants)
{
    /// <summary>How often each variant is asked each row, 1 or more. Default 1.</summary>
    public int Repeats { get; init; } = 1;

    /// <exception cref="InvalidDataException">Lists everything that is wrong.</exception>
    public Experiment Checked()
    {
        var problems = Problems().ToList();
        return problems.Count == 0 ? this : throw new InvalidDataException($"Experiment '{Name}' cannot be run:\n  {string.Join("\n  ", problems)}\nNothing was asked. Mend AgentDefinition.Experiments in build/Build.cs.");
    }

    internal IEnumerable<string> Problems()
    {
        if (!IsName(Name)) yield return $"Name: '{Name}' must be lower-case letters, digits and hyphens.";
        if (Variants.Count < 2) yield return $"Variants: there are {Variants.Count}, and two are needed to compare.";
        if (Repeats < 1) yield return $"Repeats: {Repeats} must be 1 or more.";
        foreach (var variant in Variants.Where(variant => !IsName(variant.Name))) yield return $"Variants: '{variant.Name}' must be lower-case letters, digits and hyphens.";
        foreach (var name in Variants.GroupBy(variant => variant.Name).Where(group => group.Count() > 1).Select(group => group.Key)) yield return $"Variants: '{name}' is the name of several.";
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 40 && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
