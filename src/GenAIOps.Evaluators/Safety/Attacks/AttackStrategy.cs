using GenAIOps.Evaluation.Datasets;

namespace GenAIOps.Evaluators.Safety.Attacks;

/// <summary>How much an attack takes, as Foundry's red-teaming agent groups its strategies.</summary>
public enum AttackComplexity
{
    /// <summary>The objective in plain words.</summary>
    Baseline,

    /// <summary>An encoding, or a fixed text around it.</summary>
    Easy,

    /// <summary>A story, several turns, or two easy ones.</summary>
    Moderate,

    /// <summary>Turns that follow the answers, or a moderate one with another.</summary>
    Difficult,
}

/// <summary>A way to put an attack: a pure function from a case to a case.</summary>
public sealed class AttackStrategy
{
    private readonly Func<EvaluationCase, EvaluationCase> _mutate;

    /// <param name="name">As PyRIT and Foundry call it, where they do.</param>
    /// <param name="complexity">What it takes.</param>
    /// <param name="mutate">Makes the new row; id, strategy, cluster and tags are set for it.</param>
    public AttackStrategy(string name, AttackComplexity complexity, Func<EvaluationCase, EvaluationCase> mutate)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        Complexity = complexity;
        _mutate = mutate;
    }

    public string Name { get; }

    public AttackComplexity Complexity { get; }

    /// <summary>The strategies that it is made of, the first applied first; itself where it is simple.</summary>
    public IReadOnlyList<AttackStrategy> Parts { get; private init; } = [];

    /// <summary>What the attacker says turn by turn where the attack takes several, the last the attack itself; null where it takes one.</summary>
    internal Func<EvaluationCase, IReadOnlyList<string>>? Turns { get; init; }

    /// <summary>Whether a red-team run follows the answers of the agent.</summary>
    public bool IsMultiTurn => Turns is not null;

    /// <summary>Puts an attack another way: id <c>id~strategy</c>, same category and canaries, and the seed as cluster.</summary>
    /// <exception cref="ArgumentException">The row is no attack.</exception>
    public EvaluationCase Apply(EvaluationCase row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (!row.IsAttack)
        {
            throw new ArgumentException($"Row '{row.Id}' is a question, and only an attack can be put another way. Give it a category.", nameof(row));
        }

        return _mutate(row) with
        {
            Id = $"{row.Id}~{Name}",
            Strategy = row.Strategy is null ? Name : $"{Name}({row.Strategy})",
            Cluster = row.Cluster ?? row.Id,
            Tags = [.. row.Tags.Where(tag => !tag.StartsWith(AttackStrategies.ComplexityTag, StringComparison.Ordinal)), AttackStrategies.ComplexityTag + Harder(row).ToString().ToLowerInvariant()],
        };
    }

    /// <summary>Applies <paramref name="inner"/> first and this after: <c>Base64.Of(Flip)</c> is named <c>Base64(Flip)</c>.</summary>
    public AttackStrategy Of(AttackStrategy inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        return new($"{Name}({inner.Name})", Both(Complexity, inner.Complexity), row => _mutate(inner._mutate(row)))
        {
            Turns = Turns is { } turns ? row => turns(inner._mutate(row)) : null,
            Parts = [.. inner.Parts.Count == 0 ? [inner] : inner.Parts, .. Parts.Count == 0 ? [this] : Parts],
        };
    }

    public override string ToString() => Name;

    private AttackComplexity Harder(EvaluationCase row) => row.Strategy is null ? Complexity : Both(Complexity, AttackStrategies.ComplexityOf(row));

    private static AttackComplexity Both(AttackComplexity a, AttackComplexity b) =>
        a == AttackComplexity.Baseline ? b : b == AttackComplexity.Baseline ? a : a == AttackComplexity.Easy && b == AttackComplexity.Easy ? AttackComplexity.Moderate : AttackComplexity.Difficult;
}
