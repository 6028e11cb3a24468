using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.ContainerApps;

/// <summary>The part of an app that makes a revision: <c>properties.template</c>.</summary>
internal static class Template
{
    /// <summary>Refuses what cannot be run here and fills Azure's defaults in, so that sending back what was read changes nothing.</summary>
    public static void CheckAndComplete(JsonObject template)
    {
        if (template["containers"] is not JsonArray { Count: > 0 } containers)
            throw AzureErrorException.BadRequest("ContainerAppContainersRequired", "The template has no containers; a container app needs one.");
        if (containers.Count > 1 || template["initContainers"] is JsonArray { Count: > 0 })
            throw AzureErrorException.BadRequest("NotSupportedByEmulator", $"The template has {containers.Count} containers or init containers; the emulator runs one container per revision.");
        if (containers[0] is not JsonObject container || (string?)container["image"] is null or "")
            throw Invalid("template.containers[0].image", "", "an image is required");
        container["name"] ??= "app";
        if (container["resources"] is not JsonObject) container["resources"] = new JsonObject { ["cpu"] = 0.5, ["memory"] = "1Gi" };
        if (template["scale"] is not JsonObject scale) template["scale"] = scale = [];
        scale["maxReplicas"] ??= 10;
        int least = (int?)scale["minReplicas"] ?? 0, most = (int)scale["maxReplicas"]!;
        if (least < 0 || most < 1 || least > most) throw Invalid("template.scale", $"{least}..{most}", "0 <= minReplicas <= maxReplicas and 1 <= maxReplicas are required");
    }

    /// <summary>Templates with the same text make the same revision; the suffix, the order of members and nulls do not count.</summary>
    public static string Canonical(JsonObject template)
    {
        JsonObject copy = template.DeepClone().AsObject();
        copy.Remove("revisionSuffix");
        return Sorted(copy)!.ToJsonString();
    }

    public static AzureErrorException Invalid(string field, string value, string why) => AzureErrorException.BadRequest("InvalidParameterValueInContainerTemplate",
        $"The following field(s) are either invalid or missing. Field '{field}' is invalid with details: 'Invalid value: \"{value}\": {why}';.");

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Where(pair => pair.Value is not (null or JsonArray { Count: 0 }))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
