using GenAIOps.Delivery.Releases;
using GenAIOps.Evidence;
using GenAIOps.Evidence.Agents;
using GenAIOps.Evidence.Predicates;
using GenAIOps.Fakes;
using GenAIOps.Pipeline.Stages;

namespace GenAIOps.Pipeline.Tests.Stages;

/// <summary>What the registry says is live, for those who may not see the app: the tag points, and the signed statement counts.</summary>
public sealed class LiveTags : IAsyncLifetime
{
    private const string Manifest = "application/vnd.oci.image.manifest.v1+json";
    private static readonly string s_configuration = new('c', 64);

    private readonly string _folder = Directory.CreateTempSubdirectory("live-").FullName;
    private readonly SigningKey _key;
    private MemoryRegistry _registry = null!;
    private string _first = "";
    private string _second = "";

    public LiveTags() => _key = SigningKey.OpenOrCreate(Path.Combine(_folder, "key.pem"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private EvidenceReader Reader => new(_registry.Client(), TrustedKeys.In(Path.Combine(_folder, "none"), _key.PublicKeyPem), _registry.Time);

    private EvidenceWriter Writer => new(_registry.Client(), _key, _registry.Time);

    public async ValueTask InitializeAsync()
    {
        _registry = await MemoryRegistry.StartAsync();
        _registry.HasReferrers = true;
        (_first, _second) = (await PutAsync("{}"), await PutAsync("{ }"));

        async Task<string> PutAsync(string manifest)
        {
            var content = System.Text.Encoding.UTF8.GetBytes(manifest);
            await _registry.Client().PutManifestAsync(MemoryRegistry.DigestOf(content), Manifest, content, Ct);
            return MemoryRegistry.DigestOf(content);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task WhatWasReleasedIsFoundWithItsRevisionAndConfiguration()
    {
        Assert.Null(await LiveAsync());
        await StateAsync(Released(_first));
        var live = (await LiveAsync())!.Value;
        Assert.Equal(("r1", _first, s_configuration), (live.Revision.Name, live.Revision.Digest, live.Revision.Configuration));
        Assert.Single(live.Evidence.All<ReleasePredicate>());
        Assert.Null(await LiveAsync("qa"));
    }

    [Fact]
    public async Task TheNextReleaseMovesTheTagAndOneThatFailedDoesNot()
    {
        await StateAsync(Released(_first));
        await StateAsync(Released(_second) with { Revision = "r2", Outcome = ReleaseResult.RolledBack });
        Assert.Equal(_first, (await LiveAsync())!.Value.Revision.Digest);
        await StateAsync(Released(_second) with { Revision = "r2" });
        Assert.Equal(_second, (await LiveAsync())!.Value.Revision.Digest);
    }

    /// <summary>Anybody who may push moves a tag.</summary>
    [Fact]
    public async Task ATagThatNoStatementBacksIsNotBelieved()
    {
        await StateAsync(Released(_first));
        _registry.Manifests["live-prod"] = _registry.Manifests[_second];
        Assert.Null(await LiveAsync());

        // Of another environment, and of a key that nobody trusts.
        await AttachAsync(Released(_second) with { Environment = "qa" });
        using var other = SigningKey.OpenOrCreate(Path.Combine(_folder, "other.pem"));
        await new EvidenceWriter(_registry.Client(), other, _registry.Time).AttachAsync(_second, Released(_second), Ct);
        Assert.Null(await LiveAsync());
    }

    [Fact]
    public async Task AnImageThatWasRolledBackSinceIsNotLive()
    {
        await StateAsync(Released(_first));
        await AttachAsync(Released(_first) with { Outcome = ReleaseResult.RolledBack });
        Assert.Null(await LiveAsync());
    }

    [Fact]
    public async Task ATagThatIsRightIsNotWrittenAgain()
    {
        await StateAsync(Released(_first));
        var written = _registry.Count("PUT /v2/agent/manifests/live-prod");
        await ReleaseStatements.MarkLiveAsync(_registry.Client(), Released(_first), Ct);
        await ReleaseStatements.MarkLiveAsync(_registry.Client(), null, Ct);
        Assert.Equal((1, 1), (written, _registry.Count("PUT /v2/agent/manifests/live-prod")));
    }

    /// <summary>The release has ended, whatever the registry says of it.</summary>
    [Fact]
    public async Task ARegistryThatRefusesDoesNotChangeHowAReleaseEnded()
    {
        _registry.Misbehave = async http =>
        {
            if (http.Request.Method is "GET" or "HEAD") return false;
            await MemoryRegistry.Error(http, 403, "DENIED");
            return true;
        };
        await ReleaseStatements.AttachAsync(Reader, Writer, Ended(ReleaseOutcome.Released), Released(_first), Ct);
        await ReleaseStatements.MarkLiveAsync(_registry.Client(), Released(_first), Ct);
        Assert.DoesNotContain("live-prod", _registry.Manifests.Keys);
    }

    [Fact]
    public async Task ARunThatFindsItsAgentLiveStatesItOnce()
    {
        for (var run = 0; run < 2; run++) await ReleaseStatements.AttachAsync(Reader, Writer, Ended(ReleaseOutcome.Unchanged), Released(_first), Ct);
        Assert.Single((await Reader.ReadAsync(_first, Ct)).All<ReleasePredicate>());
        await ReleaseStatements.AttachAsync(Reader, Writer, Ended(ReleaseOutcome.Refused), null, Ct);
        await ReleaseStatements.AttachAsync(Reader, Writer, Ended(ReleaseOutcome.Released), Released(_first) with { By = "somebody else" }, Ct);
        Assert.Equal(2, (await Reader.ReadAsync(_first, Ct)).All<ReleasePredicate>().Count);
    }

    private async Task StateAsync(ReleasePredicate statement)
    {
        await AttachAsync(statement);
        await ReleaseStatements.MarkLiveAsync(_registry.Client(), statement, Ct);
    }

    /// <summary>A minute after the one before: the clock is the registry's.</summary>
    private async Task AttachAsync(ReleasePredicate statement)
    {
        await Task.Delay(TimeSpan.FromMinutes(1), _registry.Time, Ct);
        await Writer.AttachAsync(statement.Agent, statement, Ct);
    }

    private Task<(ObservedRevision Revision, EvidenceSet Evidence)?> LiveAsync(string environment = "prod") => ReleaseStatements.LiveAsync(_registry.Client(), Reader, environment, Ct);

    private ReleasePredicate Released(string digest) => new(new AgentVersion(digest, s_configuration), "prod", "r1", null, ReleaseResult.Released, "an operator", _registry.Time.GetUtcNow());

    private ReleaseReport Ended(ReleaseOutcome outcome) => new()
    {
        Outcome = outcome,
        FromRevision = null,
        FromDigest = null,
        ToRevision = "r1",
        ToDigest = _first,
        Serves = "r1",
        StartedAt = _registry.Time.GetUtcNow(),
        FinishedAt = _registry.Time.GetUtcNow(),
        Steps = [],
    };
}
