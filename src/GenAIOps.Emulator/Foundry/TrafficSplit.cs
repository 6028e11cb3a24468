using System.Collections.Concurrent;

namespace GenAIOps.Emulator.Foundry;

/// <summary>Deals calls out to versions so that every hundred in a row has exactly the shares of the rules.</summary>
/// <remarks>Smooth weighted round robin, as in nginx: the largest credit is served and pays the total. O(rules) for a call.</remarks>
internal sealed class TrafficSplit(IReadOnlyList<VersionRule> rules)
{
    private readonly int[] _credit = new int[rules.Count];
    private readonly Lock _turn = new();

    public IReadOnlyList<VersionRule> Rules => rules;

    /// <returns>The version whose turn it is.</returns>
    public string Next()
    {
        lock (_turn)
        {
            int best = -1;
            for (int i = 0; i < rules.Count; i++)
            {
                _credit[i] += rules[i].Percentage;
                if (rules[i].Percentage > 0 && (best < 0 || _credit[i] > _credit[best])) best = i;
            }
            _credit[best] -= 100;
            return rules[best].Version;
        }
    }
}

/// <summary>The split of every agent; starts anew when an agent's rules change.</summary>
internal sealed class TrafficSplits
{
    private readonly ConcurrentDictionary<(string Project, string Agent), TrafficSplit> _splits = new();

    /// <returns>The version that answers the next call, or null when the agent has none that is active.</returns>
    public string? Next(Agent agent)
    {
        IReadOnlyList<VersionRule> rules = agent.Routes;
        if (rules.Count == 0) return null;
        return _splits.AddOrUpdate((agent.Project, agent.Name), _ => new TrafficSplit(rules),
            (_, known) => known.Rules.SequenceEqual(rules) ? known : new TrafficSplit(rules)).Next();
    }
}
