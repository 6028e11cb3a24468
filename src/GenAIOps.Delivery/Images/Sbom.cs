using System.Text.Json.Nodes;

namespace GenAIOps.Delivery.Images;

/// <summary>A CycloneDX 1.6 bill of materials from what the publish really resolved: its <c>*.deps.json</c>.</summary>
public static class Sbom
{
    /// <param name="depsFile">The publish output's <c>{app}.deps.json</c>.</param>
    /// <param name="name">The agent's name.</param>
    /// <param name="imageDigest">The image that it describes.</param>
    public static JsonObject FromDepsFile(string depsFile, string name, string imageDigest)
    {
        var deps = JsonNode.Parse(File.ReadAllText(depsFile))!;
        var components = new JsonArray();
        foreach (var (key, library) in deps["libraries"]!.AsObject().Where(library => (string?)library.Value!["type"] == "package").OrderBy(library => library.Key, StringComparer.Ordinal))
        {
            var slash = key.IndexOf('/');
            var component = new JsonObject
            {
                ["type"] = "library",
                ["bom-ref"] = $"pkg:nuget/{key[..slash]}@{key[(slash + 1)..]}",
                ["name"] = key[..slash],
                ["version"] = key[(slash + 1)..],
                ["purl"] = $"pkg:nuget/{key[..slash]}@{key[(slash + 1)..]}",
            };
            if ((string?)library!["sha512"] is { Length: > 7 } hash && hash.StartsWith("sha512-", StringComparison.Ordinal))
            {
                component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Convert.ToHexStringLower(Convert.FromBase64String(hash[7..])) });
            }

            components.Add(component);
        }

        return new JsonObject
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["component"] = new JsonObject { ["type"] = "container", ["bom-ref"] = $"pkg:oci/{name}@{Uri.EscapeDataString(imageDigest)}", ["name"] = name, ["version"] = imageDigest },
            },
            ["components"] = components,
        };
    }
}
