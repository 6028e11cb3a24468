using System.Text.Json.Nodes;

namespace TriageAgent;

/// <summary>Which image and revision answers: the pipeline believes no answer that does not name itself.</summary>
internal static class VersionInfo
{
    public static JsonObject ToJson() => new()
    {
        ["image_digest"] = Environment.GetEnvironmentVariable("GENAIOPS_IMAGE_DIGEST"),
        ["revision"] = Environment.GetEnvironmentVariable("CONTAINER_APP_REVISION"),
    };
}
