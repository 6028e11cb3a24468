using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.ContainerApps;

/// <summary>A container app's JSON, read by name. Nothing is copied: what is set is set in the resource.</summary>
internal sealed class AppDocument(JsonObject resource)
{
    public const string Type = "Microsoft.App/containerApps", RevisionType = "Microsoft.App/containerApps/revisions";
    /// <summary>The traffic that holds once the new revision is ready; only there while it is not.</summary>
    private const string PendingKey = "$pendingTraffic";

    public JsonObject Resource { get; } = resource;
    public string Id => (string)Resource["id"]!;
    public string Name => (string)Resource["name"]!;
    public JsonObject Properties => Child(Resource, "properties");
    public JsonObject Configuration => Child(Properties, "configuration");
    public JsonObject? Ingress => Configuration["ingress"] as JsonObject;
    public JsonObject Template => Child(Properties, "template");
    public string? EnvironmentId => (string?)Properties["managedEnvironmentId"] ?? (string?)Properties["environmentId"];
    public bool IsMultiple => string.Equals((string?)Configuration["activeRevisionsMode"], "Multiple", StringComparison.OrdinalIgnoreCase);
    public int MaxInactiveRevisions => (int?)Configuration["maxInactiveRevisions"] ?? 100;
    public string? LatestRevision { get => (string?)Properties["latestRevisionName"]; set => Properties["latestRevisionName"] = value; }
    public string? LatestReadyRevision { get => (string?)Properties["latestReadyRevisionName"]; set => Properties["latestReadyRevisionName"] = value; }
    public IReadOnlyList<TrafficRule> Traffic { get => TrafficRule.Read(Ingress?["traffic"]); set { if (Ingress is { } ingress) ingress["traffic"] = TrafficRule.Write(value); } }

    public IReadOnlyList<TrafficRule>? Pending
    {
        get => Resource[PendingKey] is { } pending ? TrafficRule.Read(pending) : null;
        set
        {
            if (value is null) Resource.Remove(PendingKey);
            else Resource[PendingKey] = TrafficRule.Write(value);
        }
    }

    public string RevisionId(string revision) => $"{Id}/revisions/{revision}";

    private static JsonObject Child(JsonObject parent, string key) => parent[key] as JsonObject ?? (JsonObject)(parent[key] = new JsonObject());
}
