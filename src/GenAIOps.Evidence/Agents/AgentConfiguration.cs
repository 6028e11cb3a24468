using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Evidence.Json;

namespace GenAIOps.Evidence.Agents;

/// <summary>
/// What makes an agent of an image and is the same wherever it runs: the variables of <c>agent.yaml</c> as they stand there, and the model. With another
/// configuration it is another agent, though the image is the same. None of it is secret: it is committed.
/// </summary>
/// <param name="Variables">By name; <c>${NAME}</c> in a value is filled in when the agent is deployed.</param>
/// <param name="Model">The deployment, and what is behind it.</param>
public sealed record AgentConfiguration(IReadOnlyDictionary<string, string> Variables, string Model)
{
    /// <summary>Of both, hex: SHA-256 of the JSON array of the model and the variables, sorted by name.</summary>
    public string Sha256
    {
        get
        {
            JsonArray variables = [.. Variables.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new JsonObject { ["Key"] = pair.Key, ["Value"] = pair.Value })];
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(new JsonArray(Model, variables).ToJsonString())));
        }
    }

    /// <summary>The agent version that it makes of an image.</summary>
    public AgentVersion VersionOf(string imageDigest) => new(imageDigest, Sha256);

    /// <summary>As evidence and <c>summary.json</c> have it: <c>sha256</c>, <c>model</c>, <c>variables</c>.</summary>
    public JsonObject Write() => new()
    {
        ["sha256"] = Sha256,
        ["model"] = Model,
        ["variables"] = new JsonObject(Variables.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
    };

    /// <exception cref="InvalidDataException">It is none, or not what its digest says.</exception>
    internal static AgentConfiguration Read(JsonFields fields)
    {
        AgentConfiguration read = new(fields.Map("variables"), fields.Text("model"));
        return fields.Sha256("sha256") == read.Sha256 ? read : throw fields.Wrong("sha256", "is not the hash of model and variables");
    }
}
