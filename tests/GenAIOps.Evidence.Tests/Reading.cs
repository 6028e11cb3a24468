using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Predicates;
using GenAIOps.Evidence.Tests.Predicates;
using GenAIOps.Fakes;

namespace GenAIOps.Evidence.Tests;

/// <summary>What was attached is read by public keys alone, and what cannot be read is not passed over.</summary>
public sealed class Reading : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reading-").FullName;
    private readonly SigningKey _key;
    private MemoryRegistry _registry = null!;
    private string _image = "";

    public Reading() => _key = SigningKey.OpenOrCreate(Path.Combine(_folder, "signer", "key.pem"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private EvidenceReader Reader => new(_registry.Client(), TrustedKeys.In(Path.Combine(_folder, "none"), _key.PublicKeyPem), _registry.Time);

    public async ValueTask InitializeAsync()
    {
        _registry = await MemoryRegistry.StartAsync();
        _registry.HasReferrers = true;
        var manifest = "{}"u8.ToArray();
        _image = MemoryRegistry.DigestOf(manifest);
        await _registry.Client().PutManifestAsync(_image, "application/vnd.oci.image.manifest.v1+json", manifest, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task WhatWasAttachedIsReadAgain()
    {
        await AttachAsync(Samples.Tests with { Result = TestOutcome.Failed });
        await AttachAsync(Samples.Tests);
        await AttachAsync(new OtherPredicate("https://example.com/licence-scan/v1", new JsonObject { ["clean"] = true }));
        var known = await Reader.ReadAsync(_image, Ct);
        Assert.Equal(TestOutcome.Passed, known.Latest<TestResultPredicate>()!.Result);
        Assert.Equal([TestOutcome.Failed, TestOutcome.Passed], known.All<TestResultPredicate>().Select(tests => tests.Result));
        Assert.True((bool?)Assert.Single(known.Believed.Select(x => x.Predicate).OfType<OtherPredicate>()).Content["clean"]);
        Assert.Null(known.Latest<EvaluationPredicate>());
        Assert.Empty(known.NotCounted());
    }

    [Fact]
    public async Task ReadingMakesNoKey()
    {
        await AttachAsync(Samples.Tests);
        var keys = Directory.CreateDirectory(Path.Combine(_folder, "keys")).FullName;
        EvidenceReader reader = new(_registry.Client(), TrustedKeys.In(keys), _registry.Time);
        var known = await reader.ReadAsync(_image, Ct);
        Assert.Contains("no key is trusted here", Assert.Single(known.Rejected), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(keys));

        File.Copy(Path.Combine(_folder, "signer", "key.pub"), Path.Combine(keys, "ci.pub"));
        Assert.NotNull((await new EvidenceReader(_registry.Client(), TrustedKeys.In(keys), _registry.Time).ReadAsync(_image, Ct)).Latest<TestResultPredicate>());
    }

    [Fact]
    public async Task AnEnvelopeIsReadOnceInARunAndWhatIsNewIsSeen()
    {
        await AttachAsync(Samples.Tests);
        ConcurrentDictionary<string, byte[]> read = new();
        EvidenceReader reader = new(_registry.Client(), TrustedKeys.Of(_key.PublicKeyPem), _registry.Time, read);
        Assert.Single((await reader.ReadAsync(_image, Ct)).Believed);
        var before = _registry.Log.Count;
        Assert.Single((await reader.ReadAsync(_image, Ct)).Believed);
        Assert.Single(_registry.Log.Skip(before));

        await AttachAsync(Samples.Tests with { Result = TestOutcome.Failed });
        Assert.Equal(2, (await reader.ReadAsync(_image, Ct)).Believed.Count);
        Assert.Equal(2, read.Count);
    }

    /// <summary>A newer pipeline took back what an older one can read: the older must not go by what it can read.</summary>
    [Fact]
    public async Task AVersionThatIsTooNewIsNotPassedOver()
    {
        await AttachAsync(Samples.Tests);
        await PutAsync("https://in-toto.io/attestation/test-result/v0.2", new JsonObject { ["result"] = "FAILED" });
        var known = await Reader.ReadAsync(_image, Ct);
        var error = Assert.Throws<InvalidDataException>(() => known.Latest<TestResultPredicate>());
        Assert.Contains("test-result/v0.2 is no version that this pipeline reads", error.Message, StringComparison.Ordinal);
        Assert.Contains("Update the pipeline", error.Message, StringComparison.Ordinal);
        Assert.Null(known.LatestOrNull<TestResultPredicate>());
        Assert.Single(known.NotCounted());

        await AttachAsync(Samples.Tests);
        Assert.NotNull((await Reader.ReadAsync(_image, Ct)).Latest<TestResultPredicate>());
    }

    [Theory]
    [InlineData("urn:genaiops:evaluation:v3")]
    [InlineData("urn:genaiops:approval:v9")]
    [InlineData("urn:genaiops:release:v2")]
    [InlineData("https://slsa.dev/provenance/v2")]
    [InlineData("https://cyclonedx.org/bom/v1.6")]
    public void AnotherMajorVersionIsRefused(string type) =>
        Assert.Contains($"{type} is no version", Assert.Throws<InvalidDataException>(() => PredicateReader.Read(type, [], _image)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task AMemberThatIsMissingIsNamedWithItsPlace()
    {
        var predicate = Samples.Evaluation.Write();
        predicate["counts"]!.AsObject().Remove("sent");
        await PutAsync(EvaluationPredicate.Type, predicate);
        var known = await Reader.ReadAsync(_image, Ct);
        Assert.Equal("counts.sent is missing", Assert.Single(known.UnreadOf<EvaluationPredicate>()).Reason);
        Assert.Empty(known.UnreadOf<ApprovalPredicate>());
    }

    [Fact]
    public async Task WhatCouldNotBeReadIsNotSigned()
    {
        var approval = Samples.Approval with { Agent = new AgentReference(_image, new('c', 64)) };
        Assert.Equal("by is empty", (await Assert.ThrowsAsync<InvalidDataException>(() => AttachAsync(approval with { By = "" }))).Message);
        await Assert.ThrowsAsync<InvalidDataException>(() => AttachAsync(approval with { Expires = null }));
        await Assert.ThrowsAsync<InvalidDataException>(() => AttachAsync(approval with { Agent = new AgentReference(_image, null) }));

        // Of another image than the one that it is attached to.
        Assert.Contains("and the statement is of", (await Assert.ThrowsAsync<InvalidDataException>(() => AttachAsync(Samples.Approval))).Message, StringComparison.Ordinal);
        Assert.Empty((await Reader.ReadAsync(_image, Ct)).Believed);
    }

    [Fact]
    public async Task ACopyOfEachEnvelopeIsLeftForOtherTools()
    {
        var copies = Path.Combine(_folder, "copies");
        await new EvidenceWriter(_registry.Client(), _key, _registry.Time, copies).AttachAsync(_image, Samples.Tests, Ct);
        Assert.Equal(["key.pub", $"tests-{_image[7..19]}.dsse.json"], Directory.GetFiles(copies).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <summary>Who may push may attach anything: it must not end the reading.</summary>
    [Theory]
    [InlineData("{\"payloadType\":\"a\",\"payloadType\":\"b\"}")]
    [InlineData("{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"e30=\",\"signatures\":{}}")]
    [InlineData("{\"payloadType\":1}")]
    [InlineData("[")]
    public async Task NonsenseOfOthersIsSetApart(string envelope)
    {
        await AttachAsync(Samples.Tests);
        await new ImageAttachments(_registry.Client()).AttachAsync(_image, EvidenceWriter.PayloadType, "x/y", Encoding.UTF8.GetBytes(envelope), new Dictionary<string, string>(), Ct);
        var known = await Reader.ReadAsync(_image, Ct);
        Assert.Single(known.Rejected);
        Assert.NotNull(known.Latest<TestResultPredicate>());
    }

    private async Task AttachAsync(IPredicate predicate)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), _registry.Time, Ct);
        await new EvidenceWriter(_registry.Client(), _key, _registry.Time).AttachAsync(_image, predicate, Ct);
    }

    /// <summary>As another version of the pipeline would.</summary>
    private async Task PutAsync(string type, JsonObject predicate)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), _registry.Time, Ct);
        var payload = new Statement(type, predicate, _registry.Time.GetUtcNow()).Write("agent", _image);
        await new ImageAttachments(_registry.Client()).AttachAsync(_image, EvidenceWriter.PayloadType, "x/y", await Dsse.SignAsync(EvidenceWriter.PayloadType, payload, _key, Ct), new Dictionary<string, string>(), Ct);
    }
}
