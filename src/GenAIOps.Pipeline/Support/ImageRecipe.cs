using System.Globalization;
using System.Text.Json.Nodes;
using GenAIOps.Delivery.Images;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Support;

/// <summary>All that an image depends on, told before it is built.</summary>
/// <param name="Source">With the base that the command line names.</param>
/// <param name="Created">SOURCE_DATE_EPOCH, else the commit's time, else 1980: what two machines agree on.</param>
/// <param name="Labels">Of <c>org.opencontainers.image</c>.</param>
/// <param name="Fingerprint">Of sources, source and labels.</param>
internal sealed record ImageRecipe(ImageSource Source, DateTimeOffset Created, IReadOnlyDictionary<string, string> Labels, string Fingerprint)
{
    private static readonly DateTimeOffset s_none = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static ImageRecipe Of(Session session, ImageSource source)
    {
        if (source is ProjectImage project)
        {
            var image = project with { Base = session.BaseImage ?? project.Base };
            if (!session.IsEmulator && image is { Base: null, SelfContained: false })
            {
                throw new ExitCodeException(ExitCodes.BadInput, "The image has neither .NET nor a base that has it, so Azure could not run it. Nothing was built. Name a base: --base-image mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled@sha256:…, or set it in the agent's Image.");
            }

            source = image;
        }

        var created = CreatedOf(session);
        string[] inputs = [.. Inputs(session)];
        SortedDictionary<string, string> labels = new(StringComparer.Ordinal)
        {
            ["org.opencontainers.image.title"] = session.Agent.Name,
            ["org.opencontainers.image.created"] = created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };

        // A commit that the files have moved away from would be a lie.
        if (GitHead.Commit(session.Root) is { } commit && GitHead.IsClean(session.Root, inputs)) labels["org.opencontainers.image.revision"] = commit;
        if (GitHead.Remote(session.Root) is { } remote) labels["org.opencontainers.image.source"] = remote;
        var described = $"{source} {string.Join(';', labels)} {string.Join(';', (source as ProjectImage)?.RuntimeIdentifiers ?? [])} {string.Join(';', (source as DockerfileImage)?.BuildArguments ?? new Dictionary<string, string>())}";
        return new ImageRecipe(source, created, labels, Support.Fingerprint.Of(session.Root, inputs, described));
    }

    /// <param name="session">The build.</param>
    /// <param name="project">The source.</param>
    /// <param name="folders">The publish output by platform.</param>
    /// <param name="below">The base.</param>
    /// <param name="layout">Where the layout goes.</param>
    public ImageOptions Options(Session session, ProjectImage project, IReadOnlyDictionary<string, string> folders, BaseImage? below, string layout)
    {
        var title = session.Agent.Title;
        return new ImageOptions
        {
            PublishFolders = folders,
            LayoutFolder = layout,
            CacheFolder = session.Root / ".genaiops" / "layers",
            EntryPoint = project.SelfContained ? [$"/app/{title}"] : ["dotnet", $"{title}.dll"],
            Base = below,
            Compression = project.Compression,
            Content = session.Agent.Content,
            AppFiles = [title, $"{title}.dll", $"{title}.deps.json", $"{title}.runtimeconfig.json", "appsettings.json"],
            RuntimeFiles = project.SelfContained ? folders.Values.SelectMany(folder => RuntimeFilesOf(Path.Combine(folder, $"{title}.deps.json"))).ToHashSet(StringComparer.Ordinal) : [],
            Environment = new Dictionary<string, string> { ["ASPNETCORE_HTTP_PORTS"] = "8080", ["DOTNET_RUNNING_IN_CONTAINER"] = "true" },
            Labels = Labels,
            Created = Created,
        };
    }

    private static DateTimeOffset CreatedOf(Session session)
    {
        if (Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH") is not { Length: > 0 } given) return GitHead.Time(session.Root) ?? s_none;
        return long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new ExitCodeException(ExitCodes.BadInput, $"SOURCE_DATE_EPOCH is '{given}', and must be seconds since 1970. Nothing was built. Unset it, or give a number.");
    }

    private static IEnumerable<string> Inputs(Session session) =>
    [
        .. Directory.EnumerateFileSystemEntries(session.Agent.Project)
            .Where(path => Path.GetFileName(path) is not ("bin" or "obj" or "evaluation")),
        .. ProjectSources.Of(session.Root, session.Agent.Project).Where(path => !string.Equals(path, session.Agent.Project, StringComparison.Ordinal)),
    ];

    /// <summary>What a self-contained publish has of .NET itself.</summary>
    private static IEnumerable<string> RuntimeFilesOf(string depsFile) =>
        from target in JsonNode.Parse(File.ReadAllText(depsFile))!["targets"]!.AsObject()
        from library in target.Value!.AsObject()
        where library.Key.StartsWith("runtimepack.", StringComparison.Ordinal)
        from kind in new[] { "runtime", "native" }
        from file in library.Value![kind] as JsonObject ?? []
        select Path.GetFileName(file.Key);
}
