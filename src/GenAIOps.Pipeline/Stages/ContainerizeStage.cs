using System.Text.Json.Nodes;
using GenAIOps.Delivery.Images;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Serilog;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Writes the agent's image, its bill of materials and its provenance to <c>artifacts/</c>.</summary>
internal static class ContainerizeStage
{
    /// <summary>In <c>image.json</c>: of which sources it is, as tests tell them apart.</summary>
    public const string Sources = "sources";

    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        var recipe = ImageRecipe.Of(session, session.Agent.Image);
        var sources = TestStage.SourceFingerprint(session);
        var marker = session.Artifacts / "image.json";
        if (JsonFile.Read<JsonObject>(marker) is { } before && (string?)before["inputs"] == recipe.Fingerprint && IsWhole(session, (string?)before["digest"]))
        {
            BuildExtras.MarkCached($"the agent's sources are those of {(string?)before["digest"]}");
            if ((string?)before[Sources] != sources)
            {
                // Tests changed, and the image did not: what is tested now is what it was made of.
                before[Sources] = sources;
                JsonFile.Write(marker, before);
            }

            session.Report("Image", (string?)before["digest"] ?? "");
            return;
        }

        var started = session.Time.GetUtcNow();
        var image = await BuildAsync(session, recipe, cancellationToken);
        WriteSbom(session, image, recipe.Created);
        JsonFile.Write(session.Artifacts / "provenance.json", BuildProvenance.Predicate(Origin(session, started)));
        JsonFile.Write(marker, new JsonObject
        {
            ["reference"] = $"{session.Agent.Name}@{image.Digest}",
            ["digest"] = image.Digest,
            ["platforms"] = new JsonArray([.. image.Manifests.Select(x => (JsonNode)x.Platform)]),
            ["layers"] = new JsonArray([.. image.Layers.Select(layer => (JsonNode)new JsonObject { ["digest"] = layer.Digest, ["size"] = layer.Size, ["kind"] = layer.Kind })]),
            ["inputs"] = recipe.Fingerprint,
            [Sources] = sources,
        });
        session.Report("Image", image.Digest);
    }

    /// <summary>Whether the tag that the base was pinned from points elsewhere now.</summary>
    public static async Task CheckBaseAsync(Session session, CancellationToken cancellationToken)
    {
        if ((session.BaseImage ?? (session.Agent.Image as ProjectImage)?.Base) is not { } given)
        {
            session.Report("Base", "none");
            return;
        }

        var reference = ImageReference.Parse(given);
        var newer = await BaseImage.NewerAsync(await session.RegistryOfAsync(reference, cancellationToken), reference, cancellationToken);
        session.Report("Base", newer is null ? "the newest of its tag" : $"newer: {newer}");
        if (newer is not null)
        {
            Log.Warning("{Registry}/{Repository}:{Tag} is {Newer} now, and the agent is built on {Digest}. Pin the new one, then run the pipeline", reference.Registry, reference.Repository, reference.Tag, newer, reference.Digest);
        }
    }

    private static async Task<BuiltImage> BuildAsync(Session session, ImageRecipe recipe, CancellationToken cancellationToken)
    {
        switch (recipe.Source)
        {
            case DockerfileImage dockerfile:
                BuildExtras.Progress("building the Dockerfile");
                return await ImageImport.BuildAsync(dockerfile, session.Agent.Project, recipe.Created, session.ImageLayout, cancellationToken);
            case ExistingImage existing:
                var reference = ImageReference.Parse(existing.Reference);
                return await ImageImport.DescribeAsync(await session.RegistryOfAsync(reference, cancellationToken), reference, session.ImageLayout, cancellationToken);
            default:
                var project = (ProjectImage)recipe.Source;
                BaseImage? below = null;
                if (project.Base is { } name)
                {
                    var pinned = ImageReference.Parse(name);
                    below = await BaseImage.ResolveAsync(await session.RegistryOfAsync(pinned, cancellationToken), pinned, cancellationToken);
                }

                BuildExtras.Progress("publishing");
                var folders = ProjectPublish.Run(session, project, session.Root, session.Artifacts / "publish", cancellationToken);
                BuildExtras.Progress("writing the image");
                return ImageBuilder.Build(recipe.Options(session, project, folders, below, session.ImageLayout));
        }
    }

    private static void WriteSbom(Session session, BuiltImage image, DateTimeOffset created)
    {
        var file = session.Artifacts / "sbom.json";
        if (session.Agent.Image is ProjectImage { SbomFile: null })
        {
            var publish = (session.Artifacts / "publish").GlobDirectories("*").First();
            JsonFile.Write(file, BillOfMaterials.FromDepsFile(publish / $"{session.Agent.Title}.deps.json", session.Agent.Name, image.Digest, created, Packages()));
        }
        else if (session.Agent.Image.SbomFile is { } brought)
        {
            JsonFile.Write(file, JsonFile.Read<JsonObject>(session.Agent.Project / brought)
                ?? throw new InvalidDataException($"{session.Agent.Project / brought} is no bill of materials. Nothing was pushed. Write it as CycloneDX JSON."));
        }
        else
        {
            file.DeleteFile();
            Log.Warning("The image has no bill of materials: this build cannot look into it. Bring one with SbomFile, or PROD's gate will refuse it");
        }
    }

    private static string Packages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static bool IsWhole(Session session, string? digest)
    {
        try
        {
            return OciLayout.Open(session.ImageLayout).Digest == digest
                && (File.Exists(session.Artifacts / "sbom.json") || session.Agent.Image is not ProjectImage)
                && File.Exists(session.Artifacts / "provenance.json");
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
            GitHead.Reference(session.Root),
            GitHead.Author(session.Root) is { } author ? new CommitAuthor(author.Name, author.Email) : null,
            materials,
            started,
            session.Time.GetUtcNow());
    }
}
