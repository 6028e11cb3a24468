using System.Text.Json.Nodes;
using GenAIOps.Evidence.Json;

namespace GenAIOps.Evidence.Agents;

/// <summary>
/// An agent of which perhaps only the image is known: evidence of the first version, and revisions that it was released by, do not always tell the configuration.
/// </summary>
/// <param name="ImageDigest">As the host or the evidence has it.</param>
/// <param name="ConfigurationSha256">Null where nothing tells.</param>
public sealed record AgentReference(string ImageDigest, string? ConfigurationSha256)
{
    /// <summary>Whether it is this very agent version; an unknown configuration is not this one.</summary>
    public bool Is(AgentVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return ImageDigest == version.ImageDigest && ConfigurationSha256 == version.ConfigurationSha256;
    }

    /// <summary>As <see cref="Is"/>; where the configuration is not known, the image decides.</summary>
    public bool Covers(AgentVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return ImageDigest == version.ImageDigest && (ConfigurationSha256 is null || ConfigurationSha256 == version.ConfigurationSha256);
    }

    /// <exception cref="InvalidDataException">The configuration is not known.</exception>
    public AgentVersion ToVersion() => new(ImageDigest, ConfigurationSha256 ?? throw new InvalidDataException($"The configuration of {ImageDigest} is not known."));

    internal JsonObject Write() => ConfigurationSha256 is null ? new JsonObject { ["imageDigest"] = ImageDigest } : ToVersion().Write();

    internal static AgentReference Read(JsonFields fields) => fields.Has("configurationSha256") || fields.Has("id")
        ? AgentVersion.Read(fields).ToReference()
        : new AgentReference(fields.Digest("imageDigest"), null);
}
