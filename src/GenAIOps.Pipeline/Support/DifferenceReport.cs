using System.Text.Json.Nodes;
using GenAIOps.Infrastructure;

namespace GenAIOps.Pipeline.Support;

/// <summary>What provisioning would do, for people and for programs. No clock, no network, no disk.</summary>
internal static class DifferenceReport
{
    /// <summary>One line for each resource that would be written, and for each setting of others that stays.</summary>
    public static IEnumerable<string> Lines(IEnumerable<EnvironmentDifference> differences)
    {
        foreach (var difference in differences)
        {
            foreach (var subscription in difference.Subscriptions) yield return $"{difference.Environment}: + subscription {subscription}";
            foreach (var group in difference.Groups) yield return $"{difference.Environment}: + resource group {group.Split('/')[^1]}";
            var made = difference.Changed.Where(resource => resource.Kind == DifferenceKind.Create).ToList();
            if (made.Count > 0 && difference.IsFirst) yield return $"{difference.Environment}: + {made.Count} resources: {string.Join(", ", made.GroupBy(resource => resource.Name.Split('/')[0]).Select(type => type.Count() == 1 ? type.Key : $"{type.Count()} {type.Key}"))}";
            foreach (var resource in difference.Resources)
            {
                if (resource.Kind == DifferenceKind.Create && !difference.IsFirst) yield return $"{difference.Environment}: + {resource.Name}";
                foreach (var change in resource.Changes) yield return $"{difference.Environment}: {(resource.Kind == DifferenceKind.Replace ? "replace" : "~")} {resource.Name}: {change.Path}: {change.Old ?? "not set"} -> {change.New}";
                foreach (var change in resource.Lowered) yield return $"{difference.Environment}: ! {resource.Name}: {change.Path}: {change.Old ?? "not set"} -> {change.New} would open it";
                foreach (var kept in resource.Kept) yield return $"{difference.Environment}: = {resource.Name}: {kept} stays";
            }
        }
    }

    /// <summary>The content of <c>artifacts/provision.json</c>.</summary>
    public static JsonObject Json(IEnumerable<EnvironmentDifference> differences, string hash) => new()
    {
        ["hash"] = hash,
        ["environments"] = new JsonArray([.. differences.Select(difference => (JsonNode)new JsonObject
        {
            ["name"] = difference.Environment,
            ["subscriptions"] = new JsonArray([.. difference.Subscriptions.Select(subscription => (JsonNode)subscription)]),
            ["groups"] = new JsonArray([.. difference.Groups.Select(group => (JsonNode)group)]),
            ["resources"] = new JsonArray([.. difference.Resources.Select(resource => (JsonNode)new JsonObject
            {
                ["id"] = resource.Id,
                ["action"] = resource.Kind.ToString().ToLowerInvariant(),
                ["changes"] = Changes(resource.Changes),
                ["kept"] = new JsonArray([.. resource.Kept.Select(kept => (JsonNode)kept)]),
                ["lowered"] = Changes(resource.Lowered),
            })]),
        })]),
    };

    private static JsonArray Changes(IEnumerable<PropertyDifference> changes) =>
        [.. changes.Select(change => (JsonNode)new JsonObject { ["path"] = change.Path, ["old"] = change.Old, ["new"] = change.New })];
}
