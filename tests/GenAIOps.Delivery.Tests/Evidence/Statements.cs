using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Delivery.Evidence;
using GenAIOps.Delivery.Tests.Images;

namespace GenAIOps.Delivery.Tests.Evidence;

/// <summary>A good signature is not enough: the statement must be one, of this image, and of the past.</summary>
public sealed class Statements : IDisposable
{
    private const string Digest = "sha256:aaaa";
    private readonly string _folder = Directory.CreateTempSubdirectory("statements-").FullName;
    private readonly SigningKey _key;
    private readonly FakeRegistry _registry = new();

    public Statements() => _key = SigningKey.OpenOrCreate(Path.Combine(_folder, "key.pem"));

    public void Dispose()
    {
        _key.Dispose();
        _registry.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task AStatementOfThisImageIsBelieved() => Assert.Equal("", await RefusalAsync(_ => { }));

    [Theory]
    [InlineData("type", "no in-toto statement")]
    [InlineData("future", "from the future")]
    [InlineData("subject", "another image")]
    public async Task WhatIsNoneIsNot(string change, string reason) => Assert.Contains(reason, await RefusalAsync(statement =>
    {
        if (change == "type") statement["_type"] = "https://example.com/Statement";
        if (change == "future") statement["genaiops:createdAt"] = $"{DateTimeOffset.UtcNow.AddHours(1):O}";
        if (change == "subject") statement["subject"]![0]!["digest"]!["sha256"] = "bbbb";
    }), StringComparison.Ordinal);

    private async Task<string> RefusalAsync(Action<JsonObject> change)
    {
        JsonObject statement = new()
        {
            ["_type"] = "https://in-toto.io/Statement/v1",
            ["subject"] = new JsonArray(new JsonObject { ["digest"] = new JsonObject { ["sha256"] = "aaaa" } }),
            ["predicateType"] = EvidenceStore.Approval,
            ["predicate"] = new JsonObject(),
            ["genaiops:createdAt"] = $"{DateTimeOffset.UtcNow:O}",
        };
        change(statement);
        var envelope = await Dsse.SignAsync("application/vnd.in-toto+json", Encoding.UTF8.GetBytes(statement.ToJsonString()), _key, TestContext.Current.CancellationToken);
        return new EvidenceStore(_registry.Client, _key, TrustedKeys.Of(_key.PublicKeyPem), TimeProvider.System).Believe(Digest, envelope).Reason;
    }
}
