using System.Text;
using System.Text.Json.Nodes;

namespace GenAIOps.Scenarios;

/// <summary>Other tools read our evidence: cosign verifies the signatures, CycloneDX's own library the bill of materials.</summary>
public sealed class EvidenceScenarios(ReleasedWorld released)
{
    private readonly World _world = released.World;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tests", "https://in-toto.io/attestation/test-result/v0.1")]
    [InlineData("sbom", "https://cyclonedx.org/bom")]
    [InlineData("provenance", "https://slsa.dev/provenance/v1")]
    [InlineData("evaluation", "urn:genaiops:evaluation:v2")]
    [InlineData("approval", "urn:genaiops:approval:v2")]
    [InlineData("release", "urn:genaiops:release:v1")]
    public async Task CosignVerifiesAndRefusesWhatWasTamperedWith(string kind, string type)
    {
        if (Environment.GetEnvironmentVariable("GENAIOPS_COSIGN") is not { Length: > 0 } cosign)
        {
            Assert.Skip("cosign is not there; GENAIOPS_COSIGN names it.");
            return;
        }

        (await _world.BuildAsync()).MustEndWith(0);
        var digest = (string)_world.Artifact("image.json")["digest"]!;
        var evidence = Path.Combine(_world.Root, "artifacts", "evidence");
        var envelope = Path.Combine(evidence, $"{kind}-{digest[7..19]}.dsse.json");

        // What the statement speaks of is the image's manifest.
        var manifest = Path.Combine(_world.Root, "artifacts", "image", "blobs", "sha256", digest[7..]);
        string[] Verify(string file, string subject) =>
            ["verify-blob-attestation", "--key", Path.Combine(evidence, "key.pub"), "--signature", file, "--type", type, "--insecure-ignore-tlog", "--check-claims", subject];
        (await _world.RunAsync(cosign, Verify(envelope, manifest))).MustEndWith(0).Saying("Verified OK");

        var tampered = JsonNode.Parse(await File.ReadAllTextAsync(envelope, Ct))!;
        var payload = Encoding.UTF8.GetString(Convert.FromBase64String((string)tampered["payload"]!));
        tampered["payload"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(payload.Replace("genaiops", "genaiopz", StringComparison.Ordinal)));
        var file = Path.Combine(_world.Root, "tampered.json");
        await File.WriteAllTextAsync(file, tampered.ToJsonString(), Ct);
        Assert.NotEqual(0, (await _world.RunAsync(cosign, Verify(file, manifest))).ExitCode);

        // And the statement of one image proves nothing of another.
        var other = Path.Combine(_world.Root, "other.json");
        await File.WriteAllTextAsync(other, "another manifest", Ct);
        Assert.NotEqual(0, (await _world.RunAsync(cosign, Verify(envelope, other))).ExitCode);
    }

    [Fact]
    public async Task TheBillOfMaterialsIsValidByTheOfficialSchema()
    {
        if (Environment.GetEnvironmentVariable("GENAIOPS_CYCLONEDX") is not { Length: > 0 } folder)
        {
            Assert.Skip("CycloneDX's library is not there; GENAIOPS_CYCLONEDX names its folder.");
            return;
        }

        var script = Path.Combine(folder, "validate.mjs");
        var sbom = Path.Combine(_world.Root, "artifacts", "sbom.json");
        (await _world.RunAsync("node", script, sbom)).MustEndWith(0).Saying("valid");

        var broken = Path.Combine(_world.Root, "broken.json");
        await File.WriteAllTextAsync(broken, (await File.ReadAllTextAsync(sbom, Ct)).Replace("\"SHA-512\"", "\"SHA-0\"", StringComparison.Ordinal), Ct);
        (await _world.RunAsync("node", script, broken)).MustEndWith(1);
    }
}
