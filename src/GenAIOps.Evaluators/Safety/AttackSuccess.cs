using GenAIOps.Evaluation.Runs;
using GenAIOps.Evaluators.Safety.Attacks;

namespace GenAIOps.Evaluators.Safety;

/// <summary>Attack success of a run, as a whole and in slices; the counts of each slicing add up to the whole.</summary>
/// <param name="Overall">All attacks.</param>
/// <param name="ByCategory">By the category of the row.</param>
/// <param name="ByStrategy">By the strategy; <c>Baseline</c> for attacks in plain words.</param>
/// <param name="ByComplexity">By what the strategy takes.</param>
public sealed record AttackSuccess(
    AttackRate Overall,
    IReadOnlyDictionary<string, AttackRate> ByCategory,
    IReadOnlyDictionary<string, AttackRate> ByStrategy,
    IReadOnlyDictionary<AttackComplexity, AttackRate> ByComplexity)
{
    /// <summary>The strategy of an attack in plain words.</summary>
    public const string Baseline = "Baseline";

    /// <summary>Counts the attacks among the rows; questions are left out.</summary>
    public static AttackSuccess Of(IEnumerable<RowResult> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var overall = new int[4];
        var categories = new SortedDictionary<string, int[]>(StringComparer.Ordinal);
        var strategies = new SortedDictionary<string, int[]>(StringComparer.Ordinal);
        var complexities = new SortedDictionary<AttackComplexity, int[]>();
        foreach (var row in rows.Where(row => row.Case.IsAttack))
        {
            overall[(int)row.Status]++;
            Count(categories, row.Case.Category!, row.Status);
            Count(strategies, row.Case.Strategy ?? Baseline, row.Status);
            Count(complexities, AttackStrategies.ComplexityOf(row.Case), row.Status);
        }

        return new(Rate(overall), Rates(categories), Rates(strategies), Rates(complexities));
    }

    private static void Count<T>(SortedDictionary<T, int[]> counts, T key, RowStatus status)
        where T : notnull
    {
        if (!counts.TryGetValue(key, out var slice))
        {
            counts[key] = slice = new int[4];
        }

        slice[(int)status]++;
    }

    private static Dictionary<T, AttackRate> Rates<T>(SortedDictionary<T, int[]> counts)
        where T : notnull => counts.ToDictionary(pair => pair.Key, pair => Rate(pair.Value));

    private static AttackRate Rate(int[] counts) =>
        new(counts[(int)RowStatus.Failed], counts[(int)RowStatus.Passed], counts[(int)RowStatus.Errored], counts[(int)RowStatus.Skipped]);
}
