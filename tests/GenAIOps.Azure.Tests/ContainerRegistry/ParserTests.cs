using System.Text;
using CsCheck;
using GenAIOps.Azure.ContainerRegistry;

namespace GenAIOps.Azure.Tests.ContainerRegistry;

/// <summary>What registries send is read, or refused, and never anything else.</summary>
public sealed class ParserTests
{
    private static readonly string Digest = "sha256:" + new string('a', 64);

    /// <summary>Things that once broke somebody's parser, and beginnings from which others grow.</summary>
    public static readonly string[] Corpus =
    [
        "", "{", "[]", "null", "\"\\ud800\"", "{\"schemaVersion\":2}", "{\"schemaVersion\":1}", "{\"schemaVersion\":2e0}", "{\"schemaVersion\":99999999999999999999}",
        "{\"schemaVersion\":2,\"schemaVersion\":2}", "{\"schemaVersion\":2,\"layers\":null}", "{\"schemaVersion\":2,\"layers\":{}}", "{\"schemaVersion\":2,\"layers\":[null]}",
        "{\"schemaVersion\":2,\"layers\":[],\"manifests\":[]}", "{\"schemaVersion\":2,\"config\":{\"digest\":\"../../etc\"}}", "{\"schemaVersion\":2,\"config\":{\"digest\":\"sha256:a\",\"size\":-1}}",
        "{\"schemaVersion\":2,\"subject\":{\"digest\":\"sha256:a\",\"size\":1e400}}", "{\"schemaVersion\":2,\"annotations\":{\"a\":1}}", "{\"schemaVersion\":2,\"mediaType\":7}",
        "{\"schemaVersion\":2,\"mediaType\":\"\\ud800\"}", "{\"token\":\"\"}", "{\"token\":\"a\\r\\nX: y\"}", "{\"access_token\":7,\"token\":\"t\"}", "{\"token\":\"t\",\"expires_in\":-1}", "{\"token\":\"t\",\"expires_in\":1e300}",
        "Bearer", "Bearer realm", "Bearer realm=", "Bearer realm=\"", "Bearer realm=\"\\", "Bearer realm=\"a\",,,=,service=b", "=\"x\"", "Basic realm=x, Bearer realm=\"y\"", "Negotiate abc==, Basic", new string('[', 5000),
    ];

    private static Gen<string> Mutated => Gen.Select(Gen.Int[0, Corpus.Length - 1].Select(i => Corpus[i]), Gen.String, Gen.Int[0, 200], Gen.Int[0, 60], (seed, noise, at, cut) =>
    {
        var start = Math.Min(at, seed.Length);
        return seed[..start] + noise + seed[Math.Min(start + cut, seed.Length)..];
    });

    [Fact]
    public void AnyTextIsAManifestOrIsRefused() => ForCorpusAnd(Mutated, text =>
    {
        try
        {
            var manifest = OciManifest.Parse(Encoding.UTF8.GetBytes(text));
            return manifest.Layers.Concat(manifest.Manifests).All(each => OciDigest.IsWellFormed(each.Digest) && each.Size >= 0);
        }
        catch (InvalidDataException refused)
        {
            return refused.Message.Length > 0;
        }
    });

    [Fact]
    public void AnyBytesAreATokenThatFitsAHeaderOrNone() =>
        ForCorpusAnd(Mutated, text => RegistryToken.ParseAccess(Encoding.UTF8.GetBytes(text)) is not { } token
            || (token.Value.Length > 0 && token.Value.All(letter => letter is > ' ' and < (char)127) && token.Lifetime is null or { Ticks: > 0 }));

    [Fact]
    public void AnyHeaderIsReadAsFarAsItCanBe() =>
        ForCorpusAnd(Mutated, text => RegistryChallenge.Parse(text).All(each => each.Scheme.Length > 0));

    [Fact]
    public void AChallengeThatIsWrittenIsReadBack() =>
        Gen.Select(Gen.String[Gen.Char[' ', '~'], 0, 40], Gen.String[Gen.Char['a', 'z'], 1, 20]).Sample((realm, service) =>
        {
            var quoted = realm.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            var read = RegistryChallenge.Parse($"Basic, Bearer realm=\"{quoted}\" , service={service}");
            return read.Count == 2 && read[1].Is("bearer") && read[1].Realm == realm && read[1].Service == service;
        });

    [Fact]
    public void WhatHasTheDigestIsAcceptedAndAnyOtherByteIsNot() => Gen.Select(Gen.Byte.Array[1, 200], Gen.Int[0, 199]).Sample((content, at) =>
    {
        var digest = OciDigest.Parse(OciDigest.Of(content));
        var changed = content.ToArray();
        changed[at % changed.Length] ^= 1;
        return digest.IsOf(content) && !digest.IsOf(changed);
    });

    [Fact]
    public void AnImageManifestIsRead()
    {
        var manifest = OciManifest.Parse(Encoding.UTF8.GetBytes($$$"""
            {"schemaVersion":2,"mediaType":"m","config":{"mediaType":"c","digest":"{{{Digest}}}","size":2},"layers":[{"mediaType":"l","digest":"{{{Digest}}}","size":3}],
             "subject":{"mediaType":"s","digest":"{{{Digest}}}","size":4},"annotations":{"a":"b"}}
            """));
        Assert.Equal(("m", "c", "s", "b"), (manifest.MediaType, manifest.ArtifactType, manifest.Subject!.MediaType, manifest.Annotations["a"]));
        Assert.Equal(3, Assert.Single(manifest.Blobs).Size);
    }

    [Fact]
    public void OneThatIsAnImageAndAnIndexIsRefused() =>
        Assert.Contains("an image to one reader", Assert.Throws<InvalidDataException>(() => OciManifest.Parse("""{"schemaVersion":2,"layers":[],"manifests":[]}"""u8.ToArray())).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("../x")]
    [InlineData("v1?x=y")]
    [InlineData("sha256:..%2f")]
    [InlineData("")]
    public void AReferenceCannotLeadElsewhere(string reference) => Assert.Throws<InvalidDataException>(() => RepositoryNames.CheckedReference(reference));

    [Theory]
    [InlineData("Agent")]
    [InlineData("../agent")]
    [InlineData("agent/")]
    [InlineData("a..b")]
    public void ARepositoryThatIsNoneIsRefused(string name) => Assert.Throws<AzureCloudException>(() => RepositoryNames.Checked(name));

    private static void ForCorpusAnd(Gen<string> generated, Func<string, bool> holds)
    {
        Assert.All(Corpus, text => Assert.True(holds(text), text));
        generated.Sample(holds, iter: 3000);
    }
}
