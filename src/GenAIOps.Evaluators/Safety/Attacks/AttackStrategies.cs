using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluators.Safety.Decoding;

namespace GenAIOps.Evaluators.Safety.Attacks;

/// <summary>The strategies that come with it, by the names of PyRIT and Foundry's red-teaming agent where these have them.</summary>
public static class AttackStrategies
{
    internal const string ComplexityTag = "complexity:";

    public static AttackStrategy Base64 { get; } = EncodingStrategies.Of(TextEncodings.Base64);

    public static AttackStrategy Flip { get; } = EncodingStrategies.Of(TextEncodings.Flip);

    public static AttackStrategy Rot13 { get; } = EncodingStrategies.Of(TextEncodings.Rot13);

    public static AttackStrategy Morse { get; } = EncodingStrategies.Of(TextEncodings.Morse);

    public static AttackStrategy UnicodeConfusable { get; } = EncodingStrategies.Of(TextEncodings.UnicodeConfusable);

    public static AttackStrategy Jailbreak => WrapperStrategies.Jailbreak;

    public static AttackStrategy IndirectJailbreak => WrapperStrategies.IndirectJailbreak;

    public static AttackStrategy Crescendo => MultiTurnStrategies.Crescendo;

    /// <summary>Those that take one turn.</summary>
    public static IReadOnlyList<AttackStrategy> SingleTurn { get; } =
    [
        Base64, Flip, Rot13, Morse, UnicodeConfusable,
        .. TextEncodings.All.Except([TextEncodings.Base64, TextEncodings.Flip, TextEncodings.Rot13, TextEncodings.Morse, TextEncodings.UnicodeConfusable]).Select(EncodingStrategies.Of),
        EncodingStrategies.Ansi,
        WrapperStrategies.Jailbreak, WrapperStrategies.IndirectJailbreak, WrapperStrategies.RefusalSuppression, WrapperStrategies.PrefixInjection, WrapperStrategies.SuffixAppend,
        WrapperStrategies.Translation, WrapperStrategies.Tense, WrapperStrategies.FewShotPoisoning, WrapperStrategies.FakeSystemMessage, WrapperStrategies.FakeToolResult,
        WrapperStrategies.MarkdownSmuggling, WrapperStrategies.HtmlSmuggling, WrapperStrategies.UrlExfiltration, WrapperStrategies.PayloadSplitting,
    ];

    /// <summary>Those that bring earlier turns; the agent must be sent them (<see cref="EvaluationCase.History"/>).</summary>
    public static IReadOnlyList<AttackStrategy> WithHistory { get; } =
        [MultiTurnStrategies.ManyShot, MultiTurnStrategies.RolePlay, MultiTurnStrategies.MultiTurn, MultiTurnStrategies.Crescendo];

    public static IReadOnlyList<AttackStrategy> All { get; } = [.. SingleTurn, .. WithHistory];

    /// <summary>A strategy by its name, or by that of a composition such as <c>Base64(Flip)</c>; case does not count.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static AttackStrategy Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(name.Trim()) ?? throw new ArgumentException($"There is no attack strategy '{name}'. There are {string.Join(", ", All.Select(strategy => strategy.Name))}, and compositions such as Base64(Flip).", nameof(name));
    }

    /// <summary>What an attack took, by its tag or else its strategy; an unknown strategy counts as moderate.</summary>
    public static AttackComplexity ComplexityOf(EvaluationCase row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Strategy is null ? AttackComplexity.Baseline
            : row.Tags.FirstOrDefault(tag => tag.StartsWith(ComplexityTag, StringComparison.Ordinal)) is { } tag && Enum.TryParse<AttackComplexity>(tag[ComplexityTag.Length..], ignoreCase: true, out var complexity) ? complexity
            : Find(row.Strategy)?.Complexity ?? AttackComplexity.Moderate;
    }

    private static AttackStrategy? Find(string name)
    {
        var open = name.IndexOf('(', StringComparison.Ordinal);
        return open > 0 && name.EndsWith(')') ? (Find(name[..open]), Find(name[(open + 1)..^1])) is ({ } outer, { } inner) ? outer.Of(inner) : null
            : All.FirstOrDefault(strategy => strategy.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }
}
