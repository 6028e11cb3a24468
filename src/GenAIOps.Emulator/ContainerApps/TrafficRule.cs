using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.ContainerApps;

/// <summary>One entry of <c>ingress.traffic</c>: a revision by name, or whichever is the latest ready one.</summary>
/// <param name="Weight">0 to 100 percent.</param>
internal sealed record TrafficRule(string? RevisionName, bool LatestRevision, int Weight, string? Label)
{
    public const string InvalidCode = "ContainerAppInvalidTrafficWeights";
    public static readonly IReadOnlyList<TrafficRule> AllToLatest = [new(null, true, 100, null)];

    /// <summary>The revision that the rule means now; null when there is no ready one.</summary>
    public string? Resolve(string? latestReady) => LatestRevision ? latestReady : RevisionName;

    public static IReadOnlyList<TrafficRule> Read(JsonNode? traffic) => traffic is JsonArray rules
        ? [.. rules.OfType<JsonObject>().Select(Read)]
        : [];

    public static JsonArray Write(IEnumerable<TrafficRule> rules) => [.. rules.Select(rule =>
    {
        JsonObject json = [];
        if (rule.RevisionName is not null) json["revisionName"] = rule.RevisionName;
        if (rule.LatestRevision) json["latestRevision"] = true;
        json["weight"] = rule.Weight;
        if (rule.Label is not null) json["label"] = rule.Label;
        return json;
    })];

    /// <param name="usable">The revisions that may have traffic: those that exist, are active and have not failed.</param>
    /// <param name="known">All revisions that exist.</param>
    /// <exception cref="AzureErrorException">400 with every problem there is.</exception>
    public static void Check(IReadOnlyList<TrafficRule> rules, IReadOnlySet<string> usable, IReadOnlySet<string> known)
    {
        List<string> problems = [.. Problems(rules, usable, known)];
        if (problems.Count > 0)
            throw AzureErrorException.BadRequest(InvalidCode, $"The traffic configuration is invalid: {string.Join("; ", problems)}. The traffic was not changed.");
    }

    private static IEnumerable<string> Problems(IReadOnlyList<TrafficRule> rules, IReadOnlySet<string> usable, IReadOnlySet<string> known)
    {
        foreach (TrafficRule rule in rules)
        {
            string name = rule.RevisionName ?? "latestRevision";
            if (rule.LatestRevision == rule.RevisionName is not null) yield return $"'{name}': exactly one of revisionName and latestRevision: true is needed";
            if (rule.Weight is < 0 or > 100) yield return $"'{name}': weight {rule.Weight} is not from 0 to 100";
            if (rule.RevisionName is { } revision && !known.Contains(revision)) yield return $"revision '{revision}' does not exist";
            else if (rule.RevisionName is { } given && rule.Weight > 0 && !usable.Contains(given)) yield return $"revision '{given}' has weight {rule.Weight}, but is not active or failed to start";
            if (rule.Label is { } label && !Names.IsLabel(label)) yield return $"label '{label}' is not made of lower case letters, digits and single dashes";
        }
        int sum = rules.Sum(rule => rule.Weight);
        if (sum != 100) yield return $"the weights sum to {sum}, not to 100";
        foreach (IGrouping<string?, TrafficRule> twice in rules.Where(rule => rule.Label is not null).GroupBy(rule => rule.Label).Where(group => group.Count() > 1))
        {
            yield return $"label '{twice.Key}' is given to {twice.Count()} entries";
        }
        foreach (IGrouping<string, TrafficRule> twice in rules.GroupBy(rule => rule.RevisionName ?? "latestRevision").Where(group => group.Count() > 1))
        {
            if (twice.Select(rule => rule.Label).Distinct().Count() < twice.Count() || twice.Key is "latestRevision") yield return $"'{twice.Key}' is listed {twice.Count()} times";
        }
    }

    private static TrafficRule Read(JsonObject rule)
    {
        try
        {
            return new((string?)rule["revisionName"] is { Length: > 0 } name ? name : null, (bool?)rule["latestRevision"] ?? false,
                (int?)rule["weight"] ?? 0, (string?)rule["label"] is { Length: > 0 } label ? label : null);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException)
        {
            throw AzureErrorException.BadRequest("InvalidRequestContent", $"The traffic entry {rule.ToJsonString()} is invalid: {error.Message}");
        }
    }
}
