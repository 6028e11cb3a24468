using System.Text.Json.Nodes;
using GenAIOps.Azure.ContainerRegistry;

namespace GenAIOps.Delivery.Images;

/// <summary>Images that are not made from a .NET project.</summary>
public static class ImageImport
{
    /// <summary>Builds a Dockerfile with an engine.</summary>
    /// <param name="source">What to build.</param>
    /// <param name="folder">The agent's folder.</param>
    /// <param name="created">The time of everything in it, as far as the engine obeys.</param>
    /// <param name="layoutFolder">Where the layout is written.</param>
    /// <param name="cancellationToken">Ends the engine.</param>
    /// <exception cref="InvalidDataException">There is no engine, no such file, or the build failed.</exception>
    public static Task<BuiltImage> BuildAsync(DockerfileImage source, string folder, DateTimeOffset created, string layoutFolder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var dockerfile = Path.Combine(folder, source.Dockerfile);
        if (!File.Exists(dockerfile)) throw new InvalidDataException($"{dockerfile} does not exist. Nothing was built. Name it in Image.FromDockerfile.");
        Directory.CreateDirectory(Path.GetDirectoryName(layoutFolder)!);
        return ContainerEngine.Find(source.Engine, ContainerEngine.IsThere)
            .BuildAsync(new DockerfileBuild(dockerfile, Path.GetFullPath(source.Context ?? ".", folder), layoutFolder + ".tar", created, source.BuildArguments), layoutFolder, cancellationToken);
    }

    /// <summary>Takes in the description of an image that is in a registry. Its layers stay there until a push finds that the target lacks them.</summary>
    /// <exception cref="InvalidDataException">There is no such image, or the reference has no digest.</exception>
    public static async Task<BuiltImage> DescribeAsync(RegistryClient registry, ImageReference reference, string layoutFolder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(reference);
        var digest = reference.Digest ?? throw new InvalidDataException($"'{reference}' has no digest, so nobody could say later what was shipped. Add it: name@sha256:…");
        var top = await registry.GetManifestAsync(digest, cancellationToken) ?? throw new InvalidDataException($"The image {reference} does not exist. Nothing was built. Check its name and digest.");
        List<byte[]> contents = [top.Content];
        var json = JsonNode.Parse(top.Content)!;
        var manifests = json["manifests"] is JsonArray entries ? entries.Select(x => (string)x!["digest"]!).ToArray() : [];
        foreach (var entry in manifests)
        {
            contents.Add((await registry.GetManifestAsync(entry, cancellationToken) ?? throw new InvalidDataException($"{reference} names {entry}, which is not there.")).Content);
        }

        foreach (var config in contents.Select(x => (string?)JsonNode.Parse(x)!["config"]?["digest"]).OfType<string>().Distinct(StringComparer.Ordinal).ToArray())
        {
            contents.Add(await registry.GetBlobAsync(config, cancellationToken));
        }

        return OciLayout.Write(layoutFolder, blobs =>
        {
            foreach (var content in contents) OciLayout.Put(blobs, content, "", "");
            return (new ImageBlob(digest, top.Content.Length, top.MediaType, "manifest"), $"{reference.Registry}/{reference.Repository}@{digest}");
        });
    }
}
