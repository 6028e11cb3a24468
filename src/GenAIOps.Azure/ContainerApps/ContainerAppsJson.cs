using System.Text.Json.Nodes;

namespace GenAIOps.Azure.ContainerApps;

/// <summary>Container apps on the wire, api-version 2025-07-01. Words that Azure may add (states) stay words.</summary>
internal static class ContainerAppsJson
{
    public static JsonObject Write(
        string app, string location, string environmentId, RevisionTemplate template, IReadOnlyList<TrafficWeight> traffic, IReadOnlyDictionary<string, string>? tags)
    {
        var body = new JsonObject
        {
            ["location"] = location,
            ["identity"] = template.IdentityId is null
                ? new JsonObject { ["type"] = "SystemAssigned" }
                : new JsonObject { ["type"] = "UserAssigned", ["userAssignedIdentities"] = new JsonObject { [template.IdentityId] = new JsonObject() } },
            ["properties"] = new JsonObject
            {
                ["managedEnvironmentId"] = environmentId,
                ["configuration"] = Configuration(template, traffic),
                ["template"] = Template(app, template),
            },
        };
        if (tags is { Count: > 0 })
            body["tags"] = new JsonObject(tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value)));
        return body;
    }

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
            app.At("tags") is JsonObject tags ? tags.ToDictionary(tag => tag.Key, tag => tag.Value?.GetValue<string>() ?? "") : []);
    }

    public static Revision ReadRevision(JsonObject revision)
    {
        var properties = revision.At("properties");
        return new Revision(
            revision.Text("name") ?? "",
            properties.Flag("active"),
            properties.Items("template", "containers").FirstOrDefault().Text("image") ?? "",
            properties.Text("provisioningState") ?? "Unknown",
            properties.Text("healthState") ?? "None",
            properties.Text("runningState") ?? "Unknown",
            properties.Int("replicas"),
            properties.Int("trafficWeight"),
            properties.Text("fqdn"),
            properties.Instant("createdTime") ?? DateTimeOffset.MinValue);
    }

    private static TrafficWeight ReadShare(JsonObject share) =>
        new(share.Text("revisionName"), share.Int("weight"), share.Text("label"), share.Flag("latestRevision"));

    private static JsonObject Configuration(RevisionTemplate template, IReadOnlyList<TrafficWeight> traffic)
    {
        var configuration = new JsonObject
        {
            ["activeRevisionsMode"] = "Multiple",
            ["ingress"] = new JsonObject
            {
                ["external"] = true,
                ["targetPort"] = template.TargetPort,
                ["transport"] = "auto",
                ["allowInsecure"] = false,
                ["traffic"] = Write(traffic),
            },
        };
        if (template.IdentityId is not null)
            configuration["registries"] = new JsonArray(new JsonObject { ["server"] = template.Image.Split('/')[0], ["identity"] = template.IdentityId });
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
            ["env"] = new JsonArray([.. template.Environment
                .OrderBy(variable => variable.Key, StringComparer.Ordinal)
                .Select(variable => new JsonObject { ["name"] = variable.Key, ["value"] = variable.Value })]),
            ["resources"] = new JsonObject { ["cpu"] = template.Cpu, ["memory"] = template.Memory },
            ["probes"] = new JsonArray(new JsonObject
            {
                ["type"] = "Readiness",
                ["httpGet"] = new JsonObject { ["path"] = template.ReadinessPath, ["port"] = template.TargetPort },
                ["periodSeconds"] = 5,
                ["timeoutSeconds"] = 5,
                ["failureThreshold"] = 3,
            }),
        }),
        ["scale"] = new JsonObject { ["minReplicas"] = template.MinReplicas, ["maxReplicas"] = template.MaxReplicas },
    };
}
