using System.Text.Json.Nodes;

namespace GenAIOps.Scenarios;

/// <summary>Every resource of an environment's group, with its whole body as Azure answers it.</summary>
internal sealed class GroupSnapshot
{
    private readonly SortedDictionary<string, string> _bodies = new(StringComparer.OrdinalIgnoreCase);

    private GroupSnapshot() { }

    public IEnumerable<string> Ids => _bodies.Keys;

    /// <summary>Those that the group lists, and those that only the model knows: what is inside of others is not listed.</summary>
    public static async Task<GroupSnapshot> TakeAsync(World world, string environment)
    {
        GroupSnapshot snapshot = new();
        using var owner = world.Owner();
        var group = World.GroupOf(environment);
        var listed = (await world.ArmAsync(HttpMethod.Get, $"{group}/resources", client: owner))["value"]!.AsArray();
        var modelled = world.Artifact("provision.json")["environments"]!.AsArray().SelectMany(each => each!["resources"]!.AsArray());
        foreach (var id in listed.Concat(modelled).Select(resource => (string)resource!["id"]!).Where(id => id.StartsWith(group + "/", StringComparison.OrdinalIgnoreCase)).Append(group))
            snapshot._bodies[id] = (await world.ArmAsync(HttpMethod.Get, id, client: owner)).ToJsonString();
        return snapshot;
    }

    public JsonObject Body(string id) => JsonNode.Parse(_bodies[id])!.AsObject();

    /// <summary>What another look shows otherwise; empty where everything is as it was, byte for byte.</summary>
    /// <param name="later">The other look.</param>
    /// <param name="mayChange">What is not looked at, by its id.</param>
    public IReadOnlyList<string> Differences(GroupSnapshot later, Predicate<string>? mayChange = null) =>
    [
        .. _bodies.Keys.Union(later._bodies.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(id => mayChange?.Invoke(id) != true)
            .Where(id => _bodies.GetValueOrDefault(id) != later._bodies.GetValueOrDefault(id))
            .Select(id => $"{id}\n  before {_bodies.GetValueOrDefault(id) ?? "not there"}\n  after  {later._bodies.GetValueOrDefault(id) ?? "not there"}"),
    ];
}
