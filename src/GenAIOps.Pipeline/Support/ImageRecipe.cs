using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using GenAIOps.Delivery.Images;
using GenAIOps.Pipeline.Context;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Support;

/// <summary>All that an image depends on, told before it is built.</summary>
/// <param name="Source">With the base that the command line names.</param>
/// <param name="Inputs">The files that it is made of.</param>
/// <param name="Created">SOURCE_DATE_EPOCH, else 1980: what two clones agree on, whatever their history.</param>
/// <param name="Labels">Of <c>org.opencontainers.image</c>. Repository and commit are in the provenance: the same files give the same image, whoever has them.</param>
/// <param name="Fingerprint">Of sources, source, labels and tools.</param>
internal sealed record ImageRecipe(ImageSource Source, ImageInputs Inputs, DateTimeOffset Created, IReadOnlyDictionary<string, string> Labels, string Fingerprint)
{
    private static readonly DateTimeOffset s_none = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static ImageRecipe Of(AgentContext context, ImageSource source)
    {
        if (source is ProjectImage project)
        {
            var image = project with { Base = context.BaseImage ?? project.Base };
            if (!context.IsEmulator && image is { Base: null, SelfContained: false })
            {
                throw new ExitCodeException(ExitCodes.BadInput, "The image has neither .NET nor a base that has it, so Azure could not run it. Nothing was built. Name a base: --base-image mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled@sha256:…, or set it in the agent's Image.");
            }

            source = image;
        }

        var created = CreatedOf();
        var inputs = ImageInputs.Of(context.Root, PathsOf(context.Root, context.Agent.Project, source));
        SortedDictionary<string, string> labels = new(StringComparer.Ordinal)
        {
            ["org.opencontainers.image.title"] = context.Agent.Name,
            ["org.opencontainers.image.created"] = created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
        var described = $"{source} {string.Join(';', labels)} {string.Join(';', (source as ProjectImage)?.RuntimeIdentifiers ?? [])} {string.Join(';', (source as DockerfileImage)?.BuildArguments ?? new Dictionary<string, string>())} {Tools()}";
        return new ImageRecipe(source, inputs, created, labels, Support.Fingerprint.Of(context.Root, inputs.Files, described));
    }

    /// <summary>Copies the sources to where the image is built from.</summary>
    public void Stage(string folder)
    {
        // What other tools compiled is not what these would.
        var stamp = folder + ".tools";
        if (Directory.Exists(folder) && (!File.Exists(stamp) || File.ReadAllText(stamp) != Tools())) Directory.Delete(folder, recursive: true);
        SourceCopy.Run(Inputs.Tree, Inputs.Files, folder);
        File.WriteAllText(stamp, Tools());
    }

    /// <param name="context">The build.</param>
    /// <param name="project">The source.</param>
    /// <param name="folders">The publish output by platform.</param>
    /// <param name="below">The base.</param>
    /// <param name="layout">Where the layout goes.</param>
    public ImageOptions Options(AgentContext context, ProjectImage project, IReadOnlyDictionary<string, string> folders, BaseImage? below, string layout)
    {
        var title = context.Agent.Title;
        return new ImageOptions
        {
            PublishFolders = folders,
            LayoutFolder = layout,
            CacheFolder = context.Root / ".genaiops" / "layers",
            EntryPoint = project.SelfContained ? [$"/app/{title}"] : ["dotnet", $"{title}.dll"],
            Base = below,
            Compression = project.Compression,
            Content = context.Agent.Content,
            AppFiles = [title, $"{title}.dll", $"{title}.deps.json", $"{title}.runtimeconfig.json", "appsettings.json"],
            RuntimeFiles = project.SelfContained ? folders.Values.SelectMany(folder => RuntimeFilesOf(Path.Combine(folder, $"{title}.deps.json"))).ToHashSet(StringComparer.Ordinal) : [],
            Environment = new Dictionary<string, string> { ["ASPNETCORE_HTTP_PORTS"] = "8080", ["DOTNET_RUNNING_IN_CONTAINER"] = "true" },
            Labels = Labels,
            Created = Created,
        };
    }

    private static DateTimeOffset CreatedOf()
    {
        if (Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH") is not { Length: > 0 } given) return s_none;
        return long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new ExitCodeException(ExitCodes.BadInput, $"SOURCE_DATE_EPOCH is '{given}', and must be seconds since 1970. Nothing was built. Unset it, or give a number.");
    }

    private static IEnumerable<string> PathsOf(string root, string agent, ImageSource source) => source switch
    {
        // An engine gets all of a folder.
        DockerfileImage dockerfile => [agent, Path.GetFullPath(dockerfile.Context ?? ".", agent)],
        ExistingImage => [],
        _ =>
        [
            .. Directory.EnumerateFileSystemEntries(agent).Where(path => Path.GetFileName(path) is not "evaluation" && !Support.Fingerprint.IsMade(Path.GetFileName(path))),
            .. ProjectSources.Of(root, agent).Where(path => !string.Equals(path, agent, StringComparison.Ordinal)),
        ],
    };

    /// <summary>This code, and the SDKs beside the runtime of this build; which of them compiles, global.json says, and that is a source.</summary>
    private static string Tools()
    {
        var folder = Path.GetFullPath("../../../sdk", RuntimeEnvironment.GetRuntimeDirectory());
        IEnumerable<string?> sdks = Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal) : [];
        return $"{typeof(ImageRecipe).Module.ModuleVersionId} {typeof(ImageBuilder).Module.ModuleVersionId} {string.Join(' ', sdks)}";
    }

    /// <summary>What a self-contained publish has of .NET itself.</summary>
    private static IEnumerable<string> RuntimeFilesOf(string depsFile) =>
        from target in JsonNode.Parse(File.ReadAllText(depsFile))!["targets"]!.AsObject()
        from library in target.Value!.AsObject()
        where library.Key.StartsWith("runtimepack.", StringComparison.Ordinal)
        from kind in new[] { "runtime", "native" }
        from file in library.Value![kind] as JsonObject ?? []
        select Path.GetFileName(file.Key);
}
