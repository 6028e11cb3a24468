using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using GenAIOps.Azure;

namespace GenAIOps.Delivery.Images;

/// <summary>A CycloneDX 1.6 bill of materials from what the publish really resolved: its <c>*.deps.json</c>, with licences from the packages themselves, and the shared frameworks that it runs on.</summary>
/// <remarks>cyclonedx.org/docs/1.6/json. The same image gives the same document: nothing in it is random, and its time is the image's.</remarks>
public static class BillOfMaterials
{
    /// <param name="depsFile">The publish output's <c>{app}.deps.json</c>.</param>
    /// <param name="name">The agent's name.</param>
    /// <param name="imageDigest">The image that it describes.</param>
    /// <param name="created">The image's time.</param>
    /// <param name="packages">NuGet's folder of packages; where a package is not there, its licence is left out.</param>
    public static JsonObject FromDepsFile(string depsFile, string name, string imageDigest, DateTimeOffset created, string packages)
    {
        var deps = JsonNode.Parse(File.ReadAllText(depsFile))!;
        var libraries = deps["libraries"]!.AsObject().Where(library => (string?)library.Value!["type"] == "package").OrderBy(library => library.Key, StringComparer.Ordinal).ToArray();
        var image = $"pkg:oci/{name}@{Uri.EscapeDataString(imageDigest)}";
        return new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["serialNumber"] = $"urn:uuid:{NamedUuid.Of(imageDigest)}",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["timestamp"] = created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ["component"] = new JsonObject { ["type"] = "container", ["bom-ref"] = image, ["name"] = name, ["version"] = imageDigest, ["purl"] = image },
            },
            ["components"] = new JsonArray([.. Frameworks(depsFile), .. libraries.Select(library => (JsonNode)Component(library.Key, packages))]),
            ["dependencies"] = Dependencies(deps, image, libraries.Select(library => library.Key).ToHashSet(StringComparer.Ordinal)),
        };
    }

    /// <summary>What <c>{app}.runtimeconfig.json</c> asks for, in the version that it names: of a shared framework the base has that one or a newer patch.</summary>
    private static IEnumerable<JsonNode> Frameworks(string depsFile)
    {
        var file = depsFile[..^".deps.json".Length] + ".runtimeconfig.json";
        if (!File.Exists(file) || JsonNode.Parse(File.ReadAllText(file))?["runtimeOptions"] is not JsonObject options) return [];
        JsonNode?[] frameworks = [options["framework"], .. options["frameworks"] as JsonArray ?? [], .. options["includedFrameworks"] as JsonArray ?? []];
        return frameworks.OfType<JsonObject>().OrderBy(framework => (string?)framework["name"], StringComparer.Ordinal).Select(framework => new JsonObject
        {
            ["type"] = "framework",
            ["bom-ref"] = $"{framework["name"]}@{framework["version"]}",
            ["name"] = (string?)framework["name"],
            ["version"] = (string?)framework["version"],
        });
    }

    private static JsonObject Component(string key, string packages)
    {
        var (id, version) = Split(key);
        JsonObject component = new() { ["type"] = "library", ["bom-ref"] = Reference(key), ["name"] = id, ["version"] = version };
        var nuspec = Nuspec(Path.Combine(packages, id.ToLowerInvariant(), version.ToLowerInvariant(), id.ToLowerInvariant() + ".nuspec"));
        if (Text(nuspec, "authors") is { } authors) component["publisher"] = authors;

        // Of the file that a feed serves. What deps.json has is NuGet's hash of the content, which no file has.
        var hash = Path.Combine(packages, id.ToLowerInvariant(), version.ToLowerInvariant(), $"{id.ToLowerInvariant()}.{version.ToLowerInvariant()}.nupkg.sha512");
        if (File.Exists(hash))
        {
            component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Convert.ToHexStringLower(Convert.FromBase64String(File.ReadAllText(hash).Trim())) });
        }

        if (Licence(nuspec) is { } licence) component["licenses"] = new JsonArray(licence);
        component["purl"] = Reference(key);
        return component;
    }

    /// <summary>An SPDX expression where the package has one; else the name or address that it gives.</summary>
    private static JsonObject? Licence(XElement? nuspec)
    {
        var licence = nuspec?.Elements().FirstOrDefault(x => x.Name.LocalName == "license");
        if (licence is not null && (string?)licence.Attribute("type") == "expression") return new JsonObject { ["expression"] = licence.Value };
        if (licence is not null) return new JsonObject { ["license"] = new JsonObject { ["name"] = $"file {licence.Value} of the package" } };
        return Text(nuspec, "licenseUrl") is { } url && Uri.IsWellFormedUriString(url, UriKind.Absolute)
            ? new JsonObject { ["license"] = new JsonObject { ["name"] = url, ["url"] = url } }
            : null;
    }

    private static JsonArray Dependencies(JsonNode deps, string image, HashSet<string> known)
    {
        var target = deps["targets"]!.AsObject().Select(x => x.Value!.AsObject()).OrderByDescending(x => x.Count).First();
        SortedDictionary<string, SortedSet<string>> edges = new(StringComparer.Ordinal);
        foreach (var (key, library) in target)
        {
            // The project itself is the image.
            var from = known.Contains(key) ? Reference(key) : image;
            if (!edges.TryGetValue(from, out var to)) edges[from] = to = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var (id, version) in library?["dependencies"] as JsonObject ?? [])
            {
                if (known.Contains($"{id}/{(string?)version}")) to.Add(Reference($"{id}/{(string?)version}"));
            }
        }

        return new JsonArray([.. edges.Select(edge => (JsonNode)new JsonObject { ["ref"] = edge.Key, ["dependsOn"] = new JsonArray([.. edge.Value.Select(x => (JsonNode)x)]) })]);
    }

    private static XElement? Nuspec(string file)
    {
        try
        {
            return File.Exists(file) ? XDocument.Load(file).Root?.Elements().FirstOrDefault(x => x.Name.LocalName == "metadata") : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string? Text(XElement? metadata, string name) =>
        metadata?.Elements().FirstOrDefault(x => x.Name.LocalName == name)?.Value.Trim() is { Length: > 0 } text ? text : null;

    private static string Reference(string key) => Split(key) is var (id, version) ? $"pkg:nuget/{id}@{version}" : "";

    private static (string Id, string Version) Split(string key) => (key[..key.IndexOf('/', StringComparison.Ordinal)], key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..]);
}
