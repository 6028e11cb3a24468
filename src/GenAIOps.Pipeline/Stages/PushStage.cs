using System.Text.Json.Nodes;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Delivery.Images;
using GenAIOps.Delivery.Registry;
using GenAIOps.Evidence.Predicates;
using GenAIOps.Pipeline.Context;
using GenAIOps.Pipeline.Stages.Testing;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Uploads the image, then what the build knows of it: test result, bill of materials, provenance.</summary>
internal static class PushStage
{
    public static async Task<PushedImage> RunAsync(EnvironmentContext context, CancellationToken cancellationToken)
    {
        var image = OciLayout.Open(context.Of.ImageLayout, readLayers: false);
        if (image.Digest != context.Digest)
        {
            throw new InvalidDataException($"{context.Of.ImageLayout} holds {image.Digest}, and --digest asks for {context.Digest}. Nothing was pushed. Leave --digest out, or run ./build.sh Containerize.");
        }

        if (!context.IsEmulator && context.Agent.Image is ProjectImage && image is { Base: null } && image.Layers.All(x => x.Kind != "runtime"))
        {
            throw new InvalidDataException($"{image.Digest} has neither .NET nor a base that has it, so Azure could not run it. Nothing was pushed. Run Containerize with --base-image mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled@sha256:… (in CI the variable BASE_IMAGE).");
        }

        var registry = await context.RegistryAsync(cancellationToken);
        RegistryClient? below = null;
        string[] mountFrom = [];
        if (image.Base is { } name)
        {
            var reference = ImageReference.Parse(name);
            below = await context.Of.RegistryOfAsync(reference, cancellationToken);
            mountFrom = reference.Registry == registry.LoginServer ? [reference.Repository] : [];
        }

        var result = await ImagePush.PushAsync(registry, image, "candidate", mountFrom, below, cancellationToken);
        var evidence = await context.EvidenceWriterAsync(cancellationToken);
        var known = await (await context.EvidenceReaderAsync(cancellationToken)).ReadAsync(image.Digest, cancellationToken);
        var attached = 0;
        foreach (var predicate in Predicates(context))
        {
            // The same statement twice proves nothing more.
            if (known.Believed.LastOrDefault(there => there.Predicate.GetType() == predicate.GetType()) is { } there && JsonNode.DeepEquals(there.Predicate.Write(), predicate.Write()))
            {
                continue;
            }

            await evidence.AttachAsync(image.Digest, predicate, cancellationToken);
            attached++;
        }

        if (result.Uploaded == 0 && attached == 0)
        {
            BuildExtras.MarkCached("the registry has the image and its evidence");
        }

        context.Report("Pushed", $"{result.Uploaded} blobs, {result.Bytes / 1024.0:0} KiB; {result.Skipped} were there; {attached} statements attached");
        return new PushedImage(context.Agent.Name, $"{registry.LoginServer}/{context.Agent.Name}@{image.Digest}", result.Uploaded, result.Bytes, attached);
    }

    private static IEnumerable<IPredicate> Predicates(EnvironmentContext context)
    {
        // Tests of other sources say nothing about this image, whatever the sources are by now.
        if (JsonFile.Read<TestSummary>(context.Of.TestSummaryPath) is { Modules: not null } tests && tests.Fingerprint == (string?)JsonFile.Read<JsonObject>(context.Artifacts / "image.json")?[ContainerizeStage.Sources])
        {
            yield return TestEvidence.Predicate(tests);
        }

        if (Read(context.Artifacts / "sbom.json", SbomPredicate.Of) is { } bom)
        {
            yield return bom;
        }

        if (Read(context.Artifacts / "provenance.json", ProvenancePredicate.Of) is { } provenance)
        {
            yield return provenance;
        }
    }

    /// <returns>Null where the file is not there.</returns>
    private static T? Read<T>(string file, Func<JsonObject, T> read)
        where T : class, IPredicate
    {
        try
        {
            return JsonFile.Read<JsonObject>(file) is { } json ? read(json) : null;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{file} is not what it must be to be signed: {e.Message}. The image was pushed, and this was not attached to it. Mend it, or its source, then run ./build.sh Containerize Push.", e);
        }
    }
}
