using System.Text.Json.Nodes;
using GenAIOps.Azure.ContainerRegistry;
using GenAIOps.Delivery.Evidence;
using GenAIOps.Delivery.Images;
using GenAIOps.Delivery.Registry;
using GenAIOps.Pipeline.Support;
using Nuke.Common.Execution;

namespace GenAIOps.Pipeline.Stages;

/// <summary>Uploads the image, then what the build knows of it: test result, bill of materials, provenance.</summary>
internal static class PushStage
{
    public static async Task RunAsync(Session session, CancellationToken cancellationToken)
    {
        var image = OciLayout.Open(session.ImageLayout, readLayers: false);
        if (image.Digest != session.Digest)
        {
            throw new InvalidDataException($"{session.ImageLayout} holds {image.Digest}, and --digest asks for {session.Digest}. Nothing was pushed. Leave --digest out, or run ./build.sh Containerize.");
        }

        if (!session.IsEmulator && session.Agent.Image is ProjectImage && image is { Base: null } && image.Layers.All(x => x.Kind != "runtime"))
        {
            throw new InvalidDataException($"{image.Digest} has neither .NET nor a base that has it, so Azure could not run it. Nothing was pushed. Run Containerize with --base-image mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled@sha256:… (in CI the variable BASE_IMAGE).");
        }

        var registry = await session.RegistryAsync(cancellationToken);
        RegistryClient? below = null;
        string[] mountFrom = [];
        if (image.Base is { } name)
        {
            var reference = ImageReference.Parse(name);
            below = await session.RegistryOfAsync(reference, cancellationToken);
            mountFrom = reference.Registry == registry.LoginServer ? [reference.Repository] : [];
        }

        var result = await ImagePush.PushAsync(registry, image, "candidate", mountFrom, below, cancellationToken);
        var evidence = await session.EvidenceAsync(cancellationToken);
        var known = await evidence.ReadAsync(image.Digest, cancellationToken);
        var attached = 0;
        foreach (var (type, predicate) in Predicates(session))
        {
            // The same statement twice proves nothing more.
            if (known.Latest(type) is { } there && JsonNode.DeepEquals(there.Predicate, predicate))
            {
                continue;
            }

            await evidence.AttachAsync(image.Digest, type, predicate, cancellationToken);
            attached++;
        }

        if (result.Uploaded == 0 && attached == 0)
        {
            BuildExtras.MarkCached("the registry has the image and its evidence");
        }

        session.Report("Pushed", $"{result.Uploaded} blobs, {result.Bytes / 1024.0:0} KiB; {result.Skipped} were there; {attached} statements attached");
    }

    private static IEnumerable<(string Type, JsonObject Predicate)> Predicates(Session session)
    {
        // Tests of other sources say nothing about this image, whatever the sources are by now.
        if (JsonFile.Read<TestSummary>(session.TestSummaryPath) is { } tests && tests.Fingerprint == (string?)JsonFile.Read<JsonObject>(session.Artifacts / "image.json")?[ContainerizeStage.Sources])
        {
            yield return (EvidenceStore.TestResult, new JsonObject
            {
                ["result"] = tests.Succeeded ? "PASSED" : "FAILED",
                ["configuration"] = new JsonArray(new JsonObject
                {
                    ["name"] = "sources",
                    ["digest"] = new JsonObject { ["sha256"] = tests.Fingerprint },
                    ["annotations"] = new JsonObject { ["passed"] = tests.Passed, ["failed"] = tests.Failed, ["skipped"] = tests.Skipped },
                }),
            });
        }

        if (JsonFile.Read<JsonObject>(session.Artifacts / "sbom.json") is { } bom)
        {
            yield return (EvidenceStore.Bom, bom);
        }

        if (JsonFile.Read<JsonObject>(session.Artifacts / "provenance.json") is { } provenance)
        {
            yield return (BuildProvenance.PredicateType, provenance);
        }
    }
}
