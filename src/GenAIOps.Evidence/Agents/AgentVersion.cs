using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Evidence.Json;

namespace GenAIOps.Evidence.Agents;

/// <summary>What is tested, judged, approved and released: an image together with the configuration that makes an agent of it.</summary>
public sealed record AgentVersion
{
    private const string Form = "urn:genaiops:agent-version:v1";

    /// <param name="imageDigest"><c>sha256:</c> and 64 hexadecimal digits.</param>
    /// <param name="configurationSha256">Of <see cref="AgentConfiguration"/>: 64 hexadecimal digits.</param>
    /// <exception cref="InvalidDataException">One of both is something else.</exception>
    public AgentVersion(string imageDigest, string configurationSha256)
    {
        ArgumentNullException.ThrowIfNull(imageDigest);
        ArgumentNullException.ThrowIfNull(configurationSha256);
        if (!JsonFields.IsDigest(imageDigest)) throw new InvalidDataException($"'{imageDigest}' is no image digest: sha256: and 64 lower-case hexadecimal digits are.");
        if (!JsonFields.IsSha256(configurationSha256)) throw new InvalidDataException($"'{configurationSha256}' is no SHA-256 of a configuration: 64 lower-case hexadecimal digits are.");
        ImageDigest = imageDigest;
        ConfigurationSha256 = configurationSha256;
        Id = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Form}\n{imageDigest}\n{configurationSha256}\n")));
    }

    public string ImageDigest { get; }

    public string ConfigurationSha256 { get; }

    /// <summary>One hash of both: SHA-256 of three lines, each ended by a line feed: <c>urn:genaiops:agent-version:v1</c>, the image's digest, the configuration's SHA-256.</summary>
    public string Id { get; }

    /// <summary>For people: the first 12 digits of <see cref="Id"/>.</summary>
    public string ShortName => Id["sha256:".Length..][..12];

    public override string ToString() => ShortName;

    public AgentReference ToReference() => new(ImageDigest, ConfigurationSha256);

    internal JsonObject Write() => new() { ["imageDigest"] = ImageDigest, ["configurationSha256"] = ConfigurationSha256, ["id"] = Id };

    internal static AgentVersion Read(JsonFields fields)
    {
        AgentVersion version = new(fields.Digest("imageDigest"), fields.Sha256("configurationSha256"));
        return fields.Digest("id") == version.Id ? version : throw fields.Wrong("id", "is not the hash of imageDigest and configurationSha256");
    }
}
