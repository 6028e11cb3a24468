using System.Text.Json.Nodes;
using GenAIOps.Delivery.Images;
using GenAIOps.Evidence.Predicates;
using GenAIOps.Pipeline.Agents;
using GenAIOps.Pipeline.Context;
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

    public static async Task<ImageResult> RunAsync(AgentContext context, CancellationToken cancellationToken)
    {
        AgentManifest.Check(context.Agent, context.Root);
        var recipe = ImageRecipe.Of(context, context.Agent.Image);
        recipe.Inputs.TellIgnored();
        var commit = recipe.Inputs.Commit();
        var sources = TestStage.SourceFingerprint(context);
        var marker = context.Artifacts / "image.json";
        if (JsonFile.Read<JsonObject>(marker) is { } before && (string?)before["inputs"] == recipe.Fingerprint && IsWhole(context, (string?)before["digest"]))
        {
            BuildExtras.MarkCached($"the agent's sources are those of {(string?)before["digest"]}");
            if ((string?)before[Sources] != sources)
            {
                // Tests changed, and the image did not: what is tested now is what it was made of.
                before[Sources] = sources;
                JsonFile.Write(marker, before);
            }

            WriteProvenance(context, recipe, commit, context.Time.GetUtcNow(), always: false);
            context.Report("Image", (string?)before["digest"] ?? "");
            return new ImageResult(context.Agent.Name, (string)before["digest"]!, [.. (before["platforms"] as JsonArray ?? []).Select(platform => (string)platform!)]);
        }

        var started = context.Time.GetUtcNow();
        var image = await BuildAsync(context, recipe, cancellationToken);
        WriteSbom(context, image, recipe.Created);
        WriteProvenance(context, recipe, commit, started, always: true);
        JsonFile.Write(marker, new JsonObject
        {
            ["reference"] = $"{context.Agent.Name}@{image.Digest}",
            ["digest"] = image.Digest,
            ["platforms"] = new JsonArray([.. image.Manifests.Select(x => (JsonNode)x.Platform)]),
            ["layers"] = new JsonArray([.. image.Layers.Select(layer => (JsonNode)new JsonObject { ["digest"] = layer.Digest, ["size"] = layer.Size, ["kind"] = layer.Kind })]),
            ["inputs"] = recipe.Fingerprint,
            [Sources] = sources,
        });
        context.Report("Image", image.Digest);
        return new ImageResult(context.Agent.Name, image.Digest, [.. image.Manifests.Select(manifest => manifest.Platform)]);
    }

    /// <summary>Whether the tag that the base was pinned from points elsewhere now.</summary>
    public static async Task CheckBaseAsync(AgentContext context, CancellationToken cancellationToken)
    {
        if ((context.BaseImage ?? (context.Agent.Image as ProjectImage)?.Base) is not { } given)
        {
            context.Report("Base", "none");
            return;
        }

        var reference = ImageReference.Parse(given);
        var newer = await BaseImage.NewerAsync(await context.RegistryOfAsync(reference, cancellationToken), reference, cancellationToken);
        context.Report("Base", newer is null ? "the newest of its tag" : $"newer: {newer}");
        if (newer is not null)
        {
            Log.Warning("{Registry}/{Repository}:{Tag} is {Newer} now, and the agent is built on {Digest}. Pin the new one, then run the pipeline", reference.Registry, reference.Repository, reference.Tag, newer, reference.Digest);
        }
    }

    private static async Task<BuiltImage> BuildAsync(AgentContext context, ImageRecipe recipe, CancellationToken cancellationToken)
    {
        var folder = context.Root / ".genaiops" / "sources";
        switch (recipe.Source)
        {
            case DockerfileImage dockerfile:
                BuildExtras.Progress("building the Dockerfile");
                recipe.Stage(folder);
                return await ImageImport.BuildAsync(dockerfile, folder / Path.GetRelativePath(context.Root, context.Agent.Project), recipe.Created, context.ImageLayout, cancellationToken);
            case ExistingImage existing:
                var reference = ImageReference.Parse(existing.Reference);
                return await ImageImport.DescribeAsync(await context.RegistryOfAsync(reference, cancellationToken), reference, context.ImageLayout, cancellationToken);
            default:
                var project = (ProjectImage)recipe.Source;
                BaseImage? below = null;
                if (project.Base is { } name)
                {
                    var pinned = ImageReference.Parse(name);
                    below = await BaseImage.ResolveAsync(await context.RegistryOfAsync(pinned, cancellationToken), pinned, cancellationToken);
                }

                BuildExtras.Progress("publishing");
                recipe.Stage(folder);
                var folders = ProjectPublish.Run(context, project, folder, context.Artifacts / "publish", cancellationToken);
                BuildExtras.Progress("writing the image");
                return ImageBuilder.Build(recipe.Options(context, project, folders, below, context.ImageLayout));
        }
    }

    private static void WriteSbom(AgentContext context, BuiltImage image, DateTimeOffset created)
    {
        var file = context.Artifacts / "sbom.json";
        if (context.Agent.Image is ProjectImage { SbomFile: null })
        {
            var publish = (context.Artifacts / "publish").GlobDirectories("*").First();
            JsonFile.Write(file, BillOfMaterials.FromDepsFile(publish / $"{context.Agent.Title}.deps.json", context.Agent.Name, image.Digest, created, Packages()));
        }
        else if (context.Agent.Image.SbomFile is { } brought)
        {
            JsonFile.Write(file, JsonFile.Read<JsonObject>(context.Agent.Project / brought)
                ?? throw new InvalidDataException($"{context.Agent.Project / brought} is no bill of materials. Nothing was pushed. Write it as CycloneDX JSON."));
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

    private static bool IsWhole(AgentContext context, string? digest)
    {
        try
        {
            return OciLayout.Open(context.ImageLayout).Digest == digest
                && (File.Exists(context.Artifacts / "sbom.json") || context.Agent.Image is not ProjectImage)
                && File.Exists(context.Artifacts / "provenance.json");
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <param name="context">The build.</param>
    /// <param name="recipe">What the image is made of.</param>
    /// <param name="commit">Of which commit the files are; null for none.</param>
    /// <param name="started">When it was begun.</param>
    /// <param name="always">False: only where the image that is there comes from elsewhere now, such as from a commit of files that were in none.</param>
    private static void WriteProvenance(AgentContext context, ImageRecipe recipe, string? commit, DateTimeOffset started, bool always)
    {
        var file = context.Artifacts / "provenance.json";
        var predicate = Provenance(context, recipe.Inputs, commit, started).Write();
        if (always || !JsonNode.DeepEquals(JsonFile.Read<JsonObject>(file)?["buildDefinition"], predicate["buildDefinition"])) JsonFile.Write(file, predicate);
    }

    private static ProvenancePredicate Provenance(AgentContext context, ImageInputs inputs, string? commit, DateTimeOffset started)
    {
        var git = inputs.Tree.Git;
        var agent = context.Agent;
        var materials = agent.Content.Append("agent.yaml").ToDictionary(name => name, name => Fingerprint.Of(agent.Project, SourceTree.Below(inputs.Files, [agent.Project / name])));
        return new ProvenancePredicate(
            git is null ? null : GitHead.Remote(git),
            commit,
            Environment.GetEnvironmentVariable("GITHUB_WORKFLOW_REF") is { Length: > 0 } workflow ? $"https://github.com/{workflow}"
                : Environment.GetEnvironmentVariable("BUILD_DEFINITIONNAME") is { Length: > 0 } definition ? $"urn:azure-pipelines:{definition}"
                : "urn:genaiops:local-build",
            GitHead.Reference(git),
            git is not null && commit is not null && GitHead.Author(git, commit) is { } author ? new CommitAuthor(author.Name, author.Email) : null,
            materials,
            started,
            context.Time.GetUtcNow());
    }
}
