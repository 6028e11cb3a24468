using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.ContainerApps;

/// <summary>Whether a write of an app makes a revision. A pure function of what is asked for and what there is.</summary>
/// <param name="Name">The revision that the template means.</param>
/// <param name="Starts">It is new, or is the latest one, failed to start and is asked for again: a write that only moves traffic away from it leaves it alone.</param>
/// <param name="Usable">The revisions that may have traffic, this one included.</param>
/// <param name="Known">All revisions, this one included.</param>
internal sealed record RevisionPlan(string Name, bool Starts, IReadOnlySet<string> Usable, IReadOnlySet<string> Known)
{
    /// <param name="wanted">The traffic that is asked for.</param>
    public static RevisionPlan For(AppDocument app, AppDocument? before, IReadOnlyList<TrafficRule> wanted, IReadOnlyList<JsonObject> revisions)
    {
        Dictionary<string, JsonNode> byName = revisions.ToDictionary(revision => (string)revision["name"]!, revision => revision["properties"]!, StringComparer.Ordinal);
        string template = Template.Canonical(app.Template);
        string name = Choose(app, before, byName, template);
        bool exists = byName.TryGetValue(name, out JsonNode? found);
        bool failedBefore = exists && name == before?.LatestRevision && HasFailed(found!) && IsActive(found!)
            && (wanted.SequenceEqual(before.Traffic) || wanted.Any(rule => rule.RevisionName == name && rule.Weight > 0));
        HashSet<string> known = [.. byName.Keys, name];
        HashSet<string> usable = [.. byName.Where(pair => IsActive(pair.Value) && !HasFailed(pair.Value)).Select(pair => pair.Key)];
        bool starts = !exists || failedBefore;
        if (starts) usable.Add(name);
        return new RevisionPlan(name, starts, usable, known);
    }

    private static string Choose(AppDocument app, AppDocument? before, Dictionary<string, JsonNode> byName, string template)
    {
        if ((string?)app.Template["revisionSuffix"] is { Length: > 0 } suffix)
        {
            string name = Names.Revision(app.Name, suffix);
            if (byName.TryGetValue(name, out JsonNode? same) && Text(same) != template)
                throw Template.Invalid("template.revisionsuffix", suffix, $"Revision with suffix {suffix} already exists");
            return name;
        }
        if (before?.LatestRevision is { } latest && byName.TryGetValue(latest, out JsonNode? current) && Text(current) == template) return latest;
        return Enumerable.Range(0, int.MaxValue).Select(number => Names.Revision(app.Name, Names.SuffixFor(template, number))).First(name => !byName.ContainsKey(name));
    }

    private static string Text(JsonNode properties) => Template.Canonical(properties["template"]!.AsObject());

    private static bool IsActive(JsonNode properties) => (bool?)properties["active"] == true;

    private static bool HasFailed(JsonNode properties) => (string?)properties["provisioningState"] is "Failed";
}
