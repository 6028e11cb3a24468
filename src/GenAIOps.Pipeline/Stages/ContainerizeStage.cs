using System.Text.Json.Nodes;
using GenAIOps.Delivery.Images;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Publishes the agent and writes the image, its bill of materials and its provenance to <c>artifacts/</c>.</summary>
internal static class ContainerizeStage
{
    public static Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        var agent = session.Agent;
        var fingerprint = Fingerprint.Of(session.Root, [.. Inputs(session)]);
        var marker = session.Artifacts / "image.json";
        if (JsonFile.Read<JsonObject>(marker) is { } before && (string?)before["inputs"] == fingerprint && IsWhole(session, (string?)before["digest"]))
        {
            BuildExtras.MarkCached($"the agent's sources are those of {(string?)before["digest"]}");
            session.Report("Image", (string?)before["digest"] ?? "");
            return Task.CompletedTask;
        }

        var started = session.Time.GetUtcNow();
        var publish = session.Artifacts / "publish";
        publish.CreateOrCleanDirectory();
        BuildExtras.Progress("publishing");
        Compilation.Run(session, $"publish {agent.Project / (agent.Title + ".csproj")} -c Release -o {publish} -nologo -v quiet -p:UseAppHost=false -p:CopyOutputSymbolsToPublishDirectory=false -p:PublishDocumentationFiles=false -p:CopyRetryCount=1");
        cancellationToken.ThrowIfCancellationRequested();
        BuildExtras.Progress("writing the image");
        var image = ImageBuilder.Build(new ImageOptions
        {
            PublishFolder = publish,
            LayoutFolder = session.ImageLayout,
            EntryPoint = ["dotnet", $"{agent.Title}.dll"],
            Content = agent.Content,
            AppFiles = [$"{agent.Title}.dll", $"{agent.Title}.deps.json", $"{agent.Title}.runtimeconfig.json", "appsettings.json"],
            Environment = new Dictionary<string, string> { ["ASPNETCORE_HTTP_PORTS"] = "8080", ["DOTNET_RUNNING_IN_CONTAINER"] = "true" },
            Labels = new Dictionary<string, string> { ["org.opencontainers.image.title"] = agent.Name },
        });
        JsonFile.Write(session.Artifacts / "sbom.json", Sbom.FromDepsFile(publish / $"{agent.Title}.deps.json", agent.Name, image.Digest));
        JsonFile.Write(session.Artifacts / "provenance.json", Provenance.Predicate(Origin(session, started)));
        JsonFile.Write(marker, new JsonObject
        {
            ["reference"] = $"{agent.Name}@{image.Digest}",
            ["digest"] = image.Digest,
            ["layers"] = new JsonArray([.. image.Layers.Select(layer => (JsonNode)new JsonObject { ["digest"] = layer.Digest, ["size"] = layer.Size, ["kind"] = layer.Kind })]),
            ["inputs"] = fingerprint,
        });
        session.Report("Image", image.Digest);
        return Task.CompletedTask;
    }

    private static IEnumerable<string> Inputs(Session session) =>
    [
        .. Directory.EnumerateFileSystemEntries(session.Agent.Project)
            .Where(path => Path.GetFileName(path) is not ("bin" or "obj" or "evaluation")),
        session.Root / "Directory.Build.props", session.Root / "Directory.Packages.props", session.Root / "global.json",
    ];

    private static bool IsWhole(Session session, string? digest)
    {
        try
        {
            return ImageBuilder.Open(session.ImageLayout).Digest == digest && File.Exists(session.Artifacts / "sbom.json") && File.Exists(session.Artifacts / "provenance.json");
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static BuildOrigin Origin(Session session, DateTimeOffset started)
    {
        var agent = session.Agent;
        var materials = agent.Content.Append("agent.yaml").ToDictionary(name => name, name => Fingerprint.Of(agent.Project, agent.Project / name));
        return new BuildOrigin(
            GitHead.Remote(session.Root),
            GitHead.Commit(session.Root),
            Environment.GetEnvironmentVariable("GITHUB_WORKFLOW_REF") is { Length: > 0 } workflow ? $"https://github.com/{workflow}"
                : Environment.GetEnvironmentVariable("BUILD_DEFINITIONNAME") is { Length: > 0 } definition ? $"urn:azure-pipelines:{definition}"
                : "urn:genaiops:local-build",
            materials,
            started,
            session.Time.GetUtcNow());
    }
}
