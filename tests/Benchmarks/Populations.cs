namespace GenAIOps.Benchmarks;

/// <summary>Metrics as evaluations give them, with their true mean.</summary>
internal sealed record Population(string Name, double Mean, Func<Random, double> Draw)
{
    /// <summary>The largest possible difference of two scores; 1,000,000 where nothing bounds them, so that nothing rests on it.</summary>
    public double Range { get; init; } = 1e6;

    /// <summary>What is taken off a value, so that its mean is a loss.</summary>
    public double Shift { get; init; } = Mean + 1;

    public static IReadOnlyList<Population> Numeric { get; } =
    [
        new("normal", 0, Normal),
        new("exponential (latency)", 1, Exponential),
        new("lognormal, sigma 0.75 (tokens, cost)", Math.Exp(0.28125), random => Math.Exp(0.75 * Normal(random))),
        new("lognormal, sigma 1 (tokens, cost)", Math.Exp(0.5), random => Math.Exp(Normal(random))),
        new("minus exponential", -1, random => -Exponential(random)),
        new("minus lognormal, sigma 1", -Math.Exp(0.5), random => -Math.Exp(Normal(random))),
        new("difference of lognormals, sigma 1", 0, random => Math.Exp(Normal(random)) - Math.Exp(Normal(random))),
        new("Likert 1-5, skewed", 4.1, Likert) { Range = 4, Shift = 5 },
        new("difference of Likert", 0, random => Likert(random) - Likert(random)) { Range = 4.5, Shift = 0.5 },
        new("rare big drop, 5 %", -0.0375, random => random.NextDouble() < 0.05 ? -0.5 - 0.5 * random.NextDouble() : 0) { Range = 1, Shift = 0 },
        new("noise and rare big drop, 5 %", -0.0375, random => 0.05 * Normal(random) + (random.NextDouble() < 0.05 ? -0.5 - 0.5 * random.NextDouble() : 0)) { Range = 1.5, Shift = 0 },
    ];

    private static double Exponential(Random random) => -Math.Log(1 - random.NextDouble());

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    // 5, 10, 10, 20 and 55 %.
    private static double Likert(Random random) => random.NextDouble() switch { < 0.05 => 1, < 0.15 => 2, < 0.25 => 3, < 0.45 => 4, _ => 5 };
}
