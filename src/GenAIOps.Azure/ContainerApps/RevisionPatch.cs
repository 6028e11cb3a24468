using System.Text.Json.Nodes;

namespace GenAIOps.Azure.ContainerApps;

/// <summary>A release of an app that exists, as a merge patch: the template made of the one that was read, the traffic, our tags.</summary>
/// <remarks>
/// Not a PUT of what was read: a GET has no values of secrets and has read-only members, and Azure refuses or drops what a PUT lacks.
/// Arrays are replaced whole, so each is made of the one that was read. The template goes whole, so that it does not matter how deep Azure merges.
/// </remarks>
internal static class RevisionPatch
{
    public static JsonObject Write(string app, JsonObject present, RevisionChange change)
    {
        var patch = Traffic(change.Traffic);
        patch["properties"]!["template"] = Template(app, present, change.Template);
        // All tags: whether Azure merges or replaces them, those of others stay.
        var tags = ContainerAppsJson.ReadTags(present);
        foreach (var (name, value) in change.Tags)
            tags[name] = value;
        patch["tags"] = ContainerAppsJson.Tags(tags);
        return patch;
    }

    public static JsonObject Traffic(IReadOnlyList<TrafficWeight> traffic) => new()
    {
        ["properties"] = new JsonObject { ["configuration"] = new JsonObject { ["ingress"] = new JsonObject { ["traffic"] = ContainerAppsJson.Write(traffic) } } },
    };

    /// <summary>What others set in the template and the release leaves, in words.</summary>
    public static IEnumerable<string> Kept(string app, JsonObject present, RevisionTemplate template)
    {
        var properties = present.At("properties", "template");
        var container = Container(app, properties);
        if (ContainerVariables.OfOthers(template, container.At("env") as JsonArray).ToList() is { Count: > 0 } variables)
            yield return $"variables of others: {string.Join(", ", variables)}";
        if (properties.Items("containers").Concat(properties.Items("initContainers")).Where(other => other != container).Select(other => other.Text("name")).ToList() is { Count: > 0 } containers)
            yield return $"containers of others: {string.Join(", ", containers)}";
        var made = template.WithDefaults();
        var scale = (Least: properties.Int("scale", "minReplicas"), Most: properties.Int("scale", "maxReplicas"), Rules: properties.Items("scale", "rules").Count());
        if ((template.MinReplicas is null || template.MaxReplicas is null) && scale != (made.MinReplicas, made.MaxReplicas, 0))
            yield return $"scale: {scale.Least} to {scale.Most} replicas{(scale.Rules > 0 ? $", {scale.Rules} rules" : "")}";
    }

    /// <summary>The container that runs the agent; null where there is none to be told.</summary>
    public static JsonObject? Container(string app, JsonNode? template) =>
        template.Items("containers").FirstOrDefault(container => container.Text("name") == app);

    private static JsonObject Template(string app, JsonObject present, RevisionTemplate named)
    {
        var template = WithoutNulls((JsonObject)present.At("properties", "template")!.DeepClone());
        var container = Container(app, template)!;
        template["revisionSuffix"] = named.Suffix;
        container["image"] = named.Image;
        container["env"] = ContainerVariables.Write(named, container["env"] as JsonArray);
        Set(container, "resources", ("cpu", named.Cpu), ("memory", named.Memory));
        Set(template, "scale", ("minReplicas", named.MinReplicas), ("maxReplicas", named.MaxReplicas));
        if (named.TerminationGracePeriodSeconds is { } grace)
            template["terminationGracePeriodSeconds"] = grace;
        if (named.ScaleRules.Count > 0)
            SetRules(template, named.ScaleRules);
        if (named.LivenessPath is { } liveness && container["probes"] is JsonArray probes && !probes.OfType<JsonObject>().Any(each => "Liveness".Equals(each.Text("type"), StringComparison.OrdinalIgnoreCase)))
            probes.Add((JsonNode)ContainerAppsJson.Probe("Liveness", liveness, named.TargetPort ?? present.At("properties", "configuration", "ingress").Int("targetPort")));
        if (named.ReadinessPath is not null || named.TargetPort is not null)
            SetReadiness(container, named, present.At("properties", "configuration", "ingress").Int("targetPort"));
        return template;
    }

    private static void Set(JsonObject parent, string member, params ReadOnlySpan<(string Name, JsonNode? Value)> values)
    {
        foreach (var (name, value) in values)
        {
            if (value is null)
                continue;
            if (parent[member] is not JsonObject)
                parent[member] = new JsonObject();
            parent[member]![name] = value;
        }
    }

    /// <summary>Rules of the model's names are set; those of others stay.</summary>
    private static void SetRules(JsonObject template, IReadOnlyDictionary<string, int> rules)
    {
        if (template["scale"] is not JsonObject)
            template["scale"] = new JsonObject();
        var others = template["scale"].Items("rules").Where(rule => !rules.ContainsKey(rule.Text("name") ?? "")).Select(rule => rule.DeepClone());
        template["scale"]!["rules"] = new JsonArray([.. others, .. ContainerAppsJson.Rules(rules).Select(rule => rule!.DeepClone())]);
    }

    private static void SetReadiness(JsonObject container, RevisionTemplate named, int port)
    {
        if (container["probes"] is not JsonArray)
            container["probes"] = new JsonArray();
        var probes = (JsonArray)container["probes"]!;
        var probe = probes.OfType<JsonObject>().FirstOrDefault(each => "Readiness".Equals(each.Text("type"), StringComparison.OrdinalIgnoreCase));
        if (probe?["httpGet"] is JsonObject get)
        {
            get["path"] = named.ReadinessPath ?? get.Text("path");
            get["port"] = named.TargetPort ?? get.Int("port");
            return;
        }
        if (probe is not null)
            probes.Remove(probe);
        probes.Add((JsonNode)ContainerAppsJson.Readiness(named.ReadinessPath ?? "/readyz", named.TargetPort ?? (port > 0 ? port : 8080)));
    }

    /// <summary>In a merge patch null takes a member away, and Azure shows null for what is not set.</summary>
    private static JsonObject WithoutNulls(JsonObject members)
    {
        foreach (var name in members.Where(member => member.Value is null).Select(member => member.Key).ToList())
            members.Remove(name);
        foreach (var child in members.Select(member => member.Value).OfType<JsonObject>())
            WithoutNulls(child);
        return members;
    }
}
