using GenAIOps.Evaluation.Datasets;
using GenAIOps.Evaluators.Safety.Attacks;
using MathNet.Numerics.Distributions;

namespace GenAIOps.Evaluators.Safety.RedTeaming;

/// <summary>
/// Decides which attacks come next, from what came of those before. Categories take turns; within one, each strategy is an arm of
/// a bandit with Thompson sampling, and what a strategy did in other categories counts by half. Each round breeds compositions of strategies
/// that do well. No clock and no network: the same seed and outcomes give the same attacks.
/// </summary>
/// <remarks>Thompson 1933; Chapelle and Li 2011. Rewards between 0 and 1 count as fractions of a success.</remarks>
internal sealed class AttackBandit(IReadOnlyList<EvaluationCase> seeds, RedTeamOptions options)
{
    private const double Elsewhere = 0.5;
    private const int BredPerRound = 2;
    private const int MostParts = 3;

    private readonly Random _random = new(options.RandomSeed);
    private readonly List<AttackStrategy> _arms = [.. options.Strategies];
    private readonly Dictionary<(string Category, string Strategy), (double Won, double Lost)> _outcomes = [];
    private readonly Dictionary<string, int> _tries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly string[] _categories = [.. seeds.Select(seed => seed.Category!).Distinct(StringComparer.Ordinal)];
    private int _turn;

    /// <summary>Every seed in plain words, as far as the requests go.</summary>
    public IReadOnlyList<PlannedAttack> Baseline(int requests) => [.. seeds.Take(requests).Select(seed => new PlannedAttack(seed, null))];

    /// <summary>The next attacks; none where nothing is left that the requests are enough for.</summary>
    public IReadOnlyList<PlannedAttack> Next(int requests)
    {
        var planned = new List<PlannedAttack>();
        var chosen = new HashSet<string>(StringComparer.Ordinal);
        for (var idle = 0; planned.Count < options.PerRound && idle < _categories.Length;)
        {
            var category = _categories[_turn++ % _categories.Length];
            if (Choose(category, requests, chosen) is not { } attack)
            {
                idle++;
                continue;
            }

            idle = 0;
            requests -= attack.Cost;
            chosen.Add(attack.Case.Id);
            planned.Add(attack);
        }

        return planned;
    }

    /// <param name="attack">Which was made.</param>
    /// <param name="reward">0 (refused) to 1 (came through); null where it errored.</param>
    public void Learn(PlannedAttack attack, double? reward)
    {
        var tries = _tries[attack.Case.Id] = _tries.GetValueOrDefault(attack.Case.Id) + 1;
        if (reward is not null || tries >= options.Tries)
        {
            _done.Add(attack.Case.Id);
        }

        if (reward is { } value && attack.Strategy is { } strategy)
        {
            var (won, lost) = _outcomes.GetValueOrDefault((attack.Seed.Category!, strategy.Name));
            _outcomes[(attack.Seed.Category!, strategy.Name)] = (won + value, lost + 1 - value);
        }
    }

    /// <summary>Makes new strategies of two that do well.</summary>
    public void Breed()
    {
        for (var i = 0; i < BredPerRound && _arms.Count > 1; i++)
        {
            var ranked = _arms.Where(arm => arm.Parts.Count < MostParts).OrderByDescending(arm => Sample(null, arm)).Take(2).ToList();
            if (ranked is not [var inner, var outer])
            {
                return;
            }

            // A conversation can carry an encoded attack; an encoded conversation is none.
            (outer, inner) = inner.IsMultiTurn ? (inner, outer) : (outer, inner);
            var child = outer.Of(inner);
            if (!inner.IsMultiTurn && child.Parts.Count <= MostParts && child.Parts.DistinctBy(part => part.Name).Count() == child.Parts.Count && _arms.TrueForAll(arm => arm.Name != child.Name))
            {
                _arms.Add(child);
            }
        }
    }

    private PlannedAttack? Choose(string category, int requests, HashSet<string> chosen)
    {
        if (seeds.FirstOrDefault(seed => seed.Category == category && IsOpen(seed, null, chosen) && _tries.ContainsKey(seed.Id)) is { } again && requests > 0)
        {
            return new(again, null); // its plain words errored
        }

        foreach (var arm in _arms.Select(arm => (arm, theta: Sample(category, arm))).OrderByDescending(pair => pair.theta).Select(pair => pair.arm))
        {
            var seed = seeds.Where(seed => seed.Category == category && IsOpen(seed, arm, chosen)).MinBy(seed => _done.Count(id => id.StartsWith(seed.Id + "~", StringComparison.Ordinal)));
            if (seed is not null && AttackConversation.MostRequests(seed, arm) <= requests)
            {
                return new(seed, arm);
            }
        }

        return null;
    }

    private bool IsOpen(EvaluationCase seed, AttackStrategy? strategy, HashSet<string> chosen)
    {
        var id = strategy is null ? seed.Id : $"{seed.Id}~{strategy.Name}";
        return !_done.Contains(id) && !chosen.Contains(id);
    }

    private double Sample(string? category, AttackStrategy arm)
    {
        var (won, lost) = (1.0, 1.0);
        foreach (var each in _categories)
        {
            var weight = category is null || each == category ? 1 : Elsewhere;
            var outcome = _outcomes.GetValueOrDefault((each, arm.Name));
            won += weight * outcome.Won;
            lost += weight * outcome.Lost;
        }

        return Beta.Sample(_random, won, lost);
    }
}
