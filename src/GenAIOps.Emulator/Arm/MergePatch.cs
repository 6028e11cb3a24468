using System.Text.Json.Nodes;

namespace GenAIOps.Emulator.Arm;

internal static class MergePatch
{
    /// <summary>RFC 7396: members are merged, null removes, everything else (arrays too) replaces.</summary>
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject members) return patch?.DeepClone();
        JsonObject result = target is JsonObject existing ? existing.DeepClone().AsObject() : [];
        foreach ((string key, JsonNode? value) in members)
        {
            if (value is null) result.Remove(key);
            else result[key] = Apply(result[key], value);
        }
        return result;
    }
}
