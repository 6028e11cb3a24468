using GenAIOps.Delivery.Images;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Support;

/// <summary>Publishes the agent's project, once for each platform.</summary>
internal static class ProjectPublish
{
    private const string Common = "-c Release -nologo -v quiet -p:CopyOutputSymbolsToPublishDirectory=false -p:PublishDocumentationFiles=false -p:CopyRetryCount=1";

    /// <param name="session">The build.</param>
    /// <param name="image">Which platforms, and whether .NET itself goes in.</param>
    /// <param name="root">The folder of the sources: the build's own, or a copy of it.</param>
    /// <param name="output">Gets a folder for each platform.</param>
    /// <param name="cancellationToken">Stops between platforms.</param>
    /// <param name="variables">The whole environment of the compiler; null: the build's.</param>
    /// <returns>The folders by platform, such as <c>linux/amd64</c>.</returns>
    public static IReadOnlyDictionary<string, string> Run(Session session, ProjectImage image, AbsolutePath root, AbsolutePath output, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? variables = null)
    {
        output.CreateOrCleanDirectory();
        var project = root / Path.GetRelativePath(session.Root, session.Agent.Project) / (session.Agent.Title + ".csproj");
        if (image.RuntimeIdentifiers.Count == 0)
        {
            if (image.SelfContained) throw new InvalidDataException("A self-contained image needs RuntimeIdentifiers, such as linux-x64. Nothing was built. Set them in the agent's Image.");

            // Portable code; a platform must be named all the same. What runs it brings the runtime.
            var portable = output / "linux-amd64";
            Compilation.Run(session, $"publish {project} -o {portable} -p:UseAppHost=false {Common:nq}", root, variables);
            return new Dictionary<string, string> { ["linux/amd64"] = portable };
        }

        Dictionary<string, string> folders = [];
        foreach (var identifier in image.RuntimeIdentifiers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var platform = Platform(identifier);
            var folder = output / platform.Replace('/', '-');
            Compilation.Run(session, $"publish {project} -o {folder} -r {identifier} --self-contained {(image.SelfContained ? "true" : "false")} -p:UseAppHost={(image.SelfContained ? "true" : "false")} {Common:nq}", root, variables);
            folders[platform] = folder;
        }

        return folders;
    }

    /// <exception cref="InvalidDataException">It is none that containers run on.</exception>
    public static string Platform(string runtimeIdentifier) => runtimeIdentifier switch
    {
        "linux-x64" or "linux-musl-x64" => "linux/amd64",
        "linux-arm64" or "linux-musl-arm64" => "linux/arm64",
        _ => throw new InvalidDataException($"'{runtimeIdentifier}' is no platform for an image. Nothing was built. Use linux-x64, linux-arm64, or their musl forms."),
    };
}
