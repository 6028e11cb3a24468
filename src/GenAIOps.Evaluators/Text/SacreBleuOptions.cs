namespace GenAIOps.Evaluators.Text;

/// <summary>How sacrebleu counts. The defaults are its own.</summary>
public sealed record SacreBleuOptions
{
    /// <summary>Splits a text. Default: <see cref="SacreBleuTokenizer.V13a"/>.</summary>
    public Func<string, IReadOnlyList<string>> Tokenizer { get; init; } = SacreBleuTokenizer.V13a;

    public SacreBleuSmoothing Smoothing { get; init; } = SacreBleuSmoothing.Exp;

    /// <summary>For Floor and AddK; null: 0.1 and 1.</summary>
    public double? SmoothingValue { get; init; }

    /// <summary>The longest run of words, 1 to 6. Default 4.</summary>
    public int MaxOrder { get; init; } = 4;

    /// <summary>Leave out orders that are longer than the text. Sentences need it; false for a corpus.</summary>
    public bool EffectiveOrder { get; init; }

    public bool Lowercase { get; init; }
}
