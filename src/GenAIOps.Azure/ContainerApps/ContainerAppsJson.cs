using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace GenAIOps.Azure.ContainerApps;

/// <summary>Container apps on the wire, api-version 2025-07-01. Words that Azure may add (states) stay words.</summary>
internal static class ContainerAppsJson
{
    /// <summary>A new app, with every default.</summary>
    public static JsonObject New(string app, string location, RevisionChange change)
    {
        var template = change.Template.WithDefaults();
        var body = new JsonObject
        {
            ["location"] = location,
            ["identity"] = template.IdentityId is null
                ? new JsonObject { ["type"] = "SystemAssigned" }
                : new JsonObject { ["type"] = "UserAssigned", ["userAssignedIdentities"] = new JsonObject { [template.IdentityId] = new JsonObject() } },
            ["properties"] = new JsonObject
            {
                ["managedEnvironmentId"] = change.EnvironmentId,
                ["configuration"] = Configuration(template, change.Traffic),
                ["template"] = Template(app, template),
            },
        };
        if (change.Tags is { Count: > 0 } tags)
            body["tags"] = Tags(tags);
        return body;
    }

    public static JsonObject Tags(IReadOnlyDictionary<string, string> tags) =>
        new(tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value)));

    public static JsonArray Write(IReadOnlyList<TrafficWeight> traffic)
    {
        var array = new JsonArray();
        foreach (var share in traffic)
        {
            var item = share.LatestRevision
                ? new JsonObject { ["latestRevision"] = true }
                : new JsonObject { ["revisionName"] = share.RevisionName };
            item["weight"] = share.Weight;
            if (share.Label is not null)
                item["label"] = share.Label;
            array.Add((JsonNode)item);
        }
        return array;
    }

    public static ContainerApp ReadApp(JsonObject app)
    {
        var properties = app.At("properties");
        var ingress = properties.At("configuration", "ingress");
        return new ContainerApp(
            app.Text("name") ?? "",
            ingress.Text("fqdn"),
            properties.Text("provisioningState") ?? "Unknown",
            properties.Text("latestRevisionName"),
            properties.Text("latestReadyRevisionName"),
            properties.Text("configuration", "activeRevisionsMode") ?? "Single",
            [.. ingress.Items("traffic").Select(ReadShare)],
            properties.Text("managedEnvironmentId") ?? properties.Text("environmentId"),
            ReadTags(app),
            VersionOf(app));
    }

    public static Dictionary<string, string> ReadTags(JsonObject app) =>
        app.At("tags") is JsonObject tags ? tags.ToDictionary(tag => tag.Key, tag => tag.Value?.ToString() ?? "", StringComparer.OrdinalIgnoreCase) : [];

    /// <summary>When it was last changed, and all that a release writes: not every writer of a resource leaves systemData.</summary>
    public static string VersionOf(JsonObject app)
    {
        JsonNode?[] parts = [app.At("systemData", "lastModifiedAt"), app.At("tags"), app.At("properties", "template"), app.At("properties", "configuration", "ingress", "traffic")];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts.Select(part => part?.ToJsonString() ?? "")))));
    }

    public static Revision ReadRevision(string app, JsonObject revision)
    {
        var properties = revision.At("properties");
        var container = RevisionPatch.Container(app, properties.At("template")) ?? properties.Items("template", "containers").FirstOrDefault();
        return new Revision(
            revision.Text("name") ?? "",
            properties.Flag("active"),
            container.Text("image") ?? "",
            properties.Text("provisioningState") ?? "Unknown",
            properties.Text("healthState") ?? "None",
            properties.Text("runningState") ?? "Unknown",
            properties.Int("replicas"),
            properties.Int("trafficWeight"),
            properties.Text("fqdn"),
            properties.Instant("createdTime") ?? DateTimeOffset.MinValue,
            properties.Text("provisioningError") is { Length: > 0 } error ? error : properties.Text("runningStateDetails") is { Length: > 0 } details ? details : null)
        {
            Environment = container.Items("env").Where(entry => entry.Text("name") is not null && entry.Text("value") is not null).DistinctBy(entry => entry.Text("name")).ToDictionary(entry => entry.Text("name")!, entry => entry.Text("value")!),
        };
    }

    public static JsonObject Readiness(string path, int port) => Probe("Readiness", path, port);

    public static JsonObject Probe(string type, string path, int port) => new()
    {
        ["type"] = type,
        ["httpGet"] = new JsonObject { ["path"] = path, ["port"] = port },
        ["periodSeconds"] = 5,
        ["timeoutSeconds"] = 5,
        ["failureThreshold"] = 3,
    };

    private static TrafficWeight ReadShare(JsonObject share) =>
        new(share.Text("revisionName"), share.Int("weight"), share.Text("label"), share.Flag("latestRevision"));

    private static JsonObject Configuration(RevisionTemplate template, IReadOnlyList<TrafficWeight> traffic)
    {
        var configuration = new JsonObject
        {
            ["activeRevisionsMode"] = "Multiple",
            ["ingress"] = new JsonObject
            {
                ["external"] = template.IsExternal,
                ["targetPort"] = template.TargetPort,
                ["transport"] = "auto",
                ["allowInsecure"] = false,
                ["traffic"] = Write(traffic),
            },
        };
        if (template.Authentication is not null)
            configuration["ingress"]!["ipSecurityRestrictions"] = new JsonArray(AppConfiguration.Closed());
        else if (template.AllowedNetworks.Count > 0)
            configuration["ingress"]!["ipSecurityRestrictions"] = Restrictions(template);
        if (template.Secrets.Count > 0)
            configuration["secrets"] = new JsonArray([.. template.Secrets.OrderBy(secret => secret.Key, StringComparer.Ordinal).Select(secret => (JsonNode)AppConfiguration.Secret(secret.Key, secret.Value.ToString(), template.IdentityId ?? "system"))]);
        if (template.IdentityId is not null)
            configuration["registries"] = new JsonArray(new JsonObject { ["server"] = template.Registry, ["identity"] = template.IdentityId });
        return configuration;
    }

    private static JsonObject Template(string app, RevisionTemplate template) => new()
    {
        ["revisionSuffix"] = template.Suffix,
        ["terminationGracePeriodSeconds"] = template.TerminationGracePeriodSeconds,
        ["containers"] = new JsonArray(new JsonObject
        {
            ["name"] = app,
            ["image"] = template.Image,
            ["env"] = ContainerVariables.Write(template, present: null),
            ["resources"] = new JsonObject { ["cpu"] = template.Cpu, ["memory"] = template.Memory },
            ["probes"] = new JsonArray([Readiness(template.ReadinessPath!, template.TargetPort!.Value), .. template.LivenessPath is { } liveness ? [Probe("Liveness", liveness, template.TargetPort.Value)] : Array.Empty<JsonNode>()]),
        }),
        ["scale"] = Scale(template),
    };

    private static JsonObject Scale(RevisionTemplate template)
    {
        JsonObject scale = new() { ["minReplicas"] = template.MinReplicas, ["maxReplicas"] = template.MaxReplicas };
        if (template.ScaleRules.Count > 0) scale["rules"] = Rules(template.ScaleRules);
        return scale;
    }

    public static JsonArray Restrictions(RevisionTemplate template) => [.. template.AllowedNetworks.Select(network => (JsonNode)AppConfiguration.Restriction(network))];

    /// <summary>Rules on requests at once, by name.</summary>
    public static JsonArray Rules(IReadOnlyDictionary<string, int> rules) =>
        [.. rules.Select(rule => (JsonNode)new JsonObject { ["name"] = rule.Key, ["http"] = new JsonObject { ["metadata"] = new JsonObject { ["concurrentRequests"] = rule.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) } } })];
}
