namespace GenAIOps.Operations.Alerts;

/// <param name="FiresOnIncident">As it must.</param>
/// <param name="SilentWhenHealthy">As it must.</param>
/// <param name="DetectedAfterMinutes">From the start of the incident's series to the evaluation that fires, at worst; null if the rule may miss it.</param>
public sealed record Rehearsed(bool FiresOnIncident, bool SilentWhenHealthy, int? DetectedAfterMinutes)
{
    public bool Passed => FiresOnIncident && SilentWhenHealthy;
}

/// <summary>Tries a rule on the incident that it is for and on an ordinary day, before anybody relies on it.</summary>
/// <remarks>A rule is looked at every few minutes, on whole windows. Where in that rhythm a series begins is chance, so every beginning is tried: the incident must be seen from all of them, the ordinary day be silent from all.</remarks>
public static class Rehearsal
{
    public static Rehearsed Of(AlertRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        int?[] incident = Firings(rule, rule.Incident), healthy = Firings(rule, rule.Healthy);
        var isSeen = incident.All(minute => minute is not null);
        return new Rehearsed(isSeen, healthy.All(minute => minute is null), isSeen ? incident.Max() : null);
    }

    private static int?[] Firings(AlertRule rule, IReadOnlyList<double?> minutes) =>
        [.. Enumerable.Range(0, rule.FrequencyMinutes).Select(offset => FirstFiring(rule, minutes, offset))];

    private static int? FirstFiring(AlertRule rule, IReadOnlyList<double?> minutes, int offset)
    {
        for (var end = rule.WindowMinutes + offset; end <= minutes.Count; end += rule.FrequencyMinutes)
        {
            if (rule.IsMetBy([.. minutes.Skip(end - rule.WindowMinutes).Take(rule.WindowMinutes)]))
                return end;
        }
        return null;
    }
}
