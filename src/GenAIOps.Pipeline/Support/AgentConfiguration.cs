using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GenAIOps.Pipeline.Support;

/// <summary>
/// What makes an agent of an image and is the same wherever it runs: the variables of <c>agent.yaml</c> as they stand there, and the model. With another
/// configuration it is another agent, though the image is the same. None of it is secret: it is committed.
/// </summary>
/// <param name="Variables">By name; <c>${NAME}</c> in a value is filled in when the agent is deployed.</param>
/// <param name="Model">The deployment, and what is behind it.</param>
internal sealed record AgentConfiguration(IReadOnlyDictionary<string, string> Variables, string Model)
{
    /// <summary>Of both, hex.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new object[] { Model, Variables.OrderBy(pair => pair.Key, StringComparer.Ordinal) })));

    /// <summary>As evidence has it: <c>sha256</c>, <c>model</c>, <c>variables</c>.</summary>
    public JsonObject Write() => new()
    {
        ["sha256"] = Sha256,
        ["model"] = Model,
        ["variables"] = new JsonObject(Variables.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
    };

    /// <returns>Null where it is none, or not what its digest says.</returns>
    public static AgentConfiguration? Read(JsonNode? json)
    {
        try
        {
            return json is JsonObject && json["variables"] is JsonObject variables
                && new AgentConfiguration(variables.ToDictionary(pair => pair.Key, pair => (string)pair.Value!, StringComparer.Ordinal), (string)json["model"]!) is var read && read.Sha256 == (string?)json["sha256"]
                    ? read
                    : null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or NullReferenceException)
        {
            return null;
        }
    }
}
