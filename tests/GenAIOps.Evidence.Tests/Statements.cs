using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Evidence.Tests.Predicates;
using GenAIOps.Fakes;

namespace GenAIOps.Evidence.Tests;

/// <summary>A good signature is not enough: the statement must be one, of this image, and of the past.</summary>
public sealed class Statements : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("statements-").FullName;
    private readonly SigningKey _key;
    private MemoryRegistry _registry = null!;

    public Statements() => _key = SigningKey.OpenOrCreate(Path.Combine(_folder, "key.pem"));

    public async ValueTask InitializeAsync() => _registry = await MemoryRegistry.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task AStatementOfThisImageIsBelieved() => Assert.Equal("", await RefusalAsync(_ => { }));

    [Theory]
    [InlineData("type", "no in-toto statement")]
    [InlineData("future", "from the future")]
    [InlineData("undated", "genaiops:createdAt")]
    [InlineData("subject", "another image")]
    [InlineData("no subject", "subject is missing")]
    [InlineData("predicate type", "predicateType is missing")]
    public async Task AnotherStatementIsRefused(string change, string reason) => Assert.Contains(reason, await RefusalAsync(statement =>
    {
        if (change == "type") statement["_type"] = "https://example.com/Statement";
        if (change == "future") statement["genaiops:createdAt"] = $"{_registry.Time.GetUtcNow().AddHours(1):O}";
        if (change == "undated") statement.Remove("genaiops:createdAt");
        if (change == "subject") statement["subject"]![0]!["digest"]!["sha256"] = new string('b', 64);
        if (change == "no subject") statement.Remove("subject");
        if (change == "predicate type") statement.Remove("predicateType");
    }), StringComparison.Ordinal);

    /// <summary>in-toto attestation framework v1, parsing rules: producers may add extension fields to any object, and consumers must ignore unrecognized ones.</summary>
    [Fact]
    public async Task ExtensionFieldsAreIgnored() => Assert.Equal("", await RefusalAsync(statement =>
    {
        statement["example:builtOn"] = "a Tuesday";
        statement["subject"]![0]!["annotations"] = new JsonObject { ["of"] = "another producer" };
    }));

    /// <summary>The first version wrote the offset, this one writes Z.</summary>
    [Theory]
    [InlineData("2026-08-30T18:53:24.9708668+00:00")]
    [InlineData("2026-08-30T18:53:24.9708668Z")]
    [InlineData("2026-08-30T20:53:24+02:00")]
    public async Task ATimeIsReadHoweverItWasWritten(string created) => Assert.Equal("", await RefusalAsync(statement => statement["genaiops:createdAt"] = created));

    [Fact]
    public async Task AStatementThatSaysTwoThingsIsRefused()
    {
        var twice = Statement().ToJsonString().Replace("\"predicateType\":", "\"predicateType\":\"urn:genaiops:waiver:v2\",\"predicateType\":", StringComparison.Ordinal);
        Assert.Contains("it is no JSON", await RefusalAsync(twice), StringComparison.Ordinal);
    }

    private JsonObject Statement() => new()
    {
        ["_type"] = "https://in-toto.io/Statement/v1",
        ["subject"] = new JsonArray(new JsonObject { ["digest"] = new JsonObject { ["sha256"] = Samples.ImageDigest["sha256:".Length..] } }),
        ["predicateType"] = "urn:genaiops:approval:v1",
        ["predicate"] = new JsonObject(),
        ["genaiops:createdAt"] = $"{_registry.Time.GetUtcNow():O}",
    };

    private Task<string> RefusalAsync(Action<JsonObject> change)
    {
        var statement = Statement();
        change(statement);
        return RefusalAsync(statement.ToJsonString());
    }

    private async Task<string> RefusalAsync(string statement)
    {
        var envelope = await Dsse.SignAsync("application/vnd.in-toto+json", Encoding.UTF8.GetBytes(statement), _key, TestContext.Current.CancellationToken);
        try
        {
            new EvidenceReader(_registry.Client(), TrustedKeys.Of(_key.PublicKeyPem), _registry.Time).Believe(Samples.ImageDigest, envelope);
            return "";
        }
        catch (InvalidDataException e)
        {
            return e.Message;
        }
    }
}
