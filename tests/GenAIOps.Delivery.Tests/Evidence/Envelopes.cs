using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Delivery.Evidence;

namespace GenAIOps.Delivery.Tests.Evidence;

public sealed class Envelopes : IDisposable
{
    private const string Type = "application/vnd.in-toto+json";
    private readonly string _folder = Directory.CreateTempSubdirectory("keys-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheEncodingIsThatOfTheSpecification() =>
        Assert.Equal("DSSEv1 29 http://example.com/HelloWorld 11 hello world", Encoding.UTF8.GetString(Dsse.PreAuthenticationEncoding("http://example.com/HelloWorld", "hello world"u8)));

    [Fact]
    public void WhatWasSignedIsBelieved()
    {
        using var key = Key("a");
        var (payload, reason) = Dsse.Verify(Dsse.Sign(Type, "{}"u8.ToArray(), key), Type, TrustedKeys.Of(key.PublicKeyPem));
        Assert.Equal("{}", Encoding.UTF8.GetString(payload!));
        Assert.Empty(reason);
    }

    [Fact]
    public void AChangedPayloadIsRefused()
    {
        using var key = Key("a");
        var envelope = JsonNode.Parse(Dsse.Sign(Type, """{"verdict":"Worse"}"""u8.ToArray(), key))!;
        envelope["payload"] = Convert.ToBase64String("""{"verdict":"Better"}"""u8.ToArray());
        var (payload, reason) = Dsse.Verify(Encoding.UTF8.GetBytes(envelope.ToJsonString()), Type, TrustedKeys.Of(key.PublicKeyPem));
        Assert.Null(payload);
        Assert.Contains("changed", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AForeignKeyIsRefused()
    {
        using var mine = Key("a");
        using var foreign = Key("b");
        var (payload, reason) = Dsse.Verify(Dsse.Sign(Type, "{}"u8.ToArray(), foreign), Type, TrustedKeys.Of(mine.PublicKeyPem));
        Assert.Null(payload);
        Assert.Contains("not trusted", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void BothKeysCountDuringARotation()
    {
        using var old = Key("a");
        using var current = Key("b");
        var trusted = TrustedKeys.Of(old.PublicKeyPem, current.PublicKeyPem);
        Assert.NotNull(Dsse.Verify(Dsse.Sign(Type, "{}"u8.ToArray(), old), Type, trusted).Payload);
        Assert.NotNull(Dsse.Verify(Dsse.Sign(Type, "{}"u8.ToArray(), current), Type, trusted).Payload);
    }

    [Fact]
    public void NonsenseIsRefused()
    {
        using var key = Key("a");
        foreach (var nonsense in new[] { "", "null", "[]", "{}", """{"payloadType":"application/vnd.in-toto+json","payload":"%%%","signatures":[]}""" })
        {
            Assert.Null(Dsse.Verify(Encoding.UTF8.GetBytes(nonsense), Type, TrustedKeys.Of(key.PublicKeyPem)).Payload);
        }
    }

    [Fact]
    public void TheKeyIsKeptForItsOwnerAndReadAgain()
    {
        using var key = Key("a");
        using var again = Key("a");
        Assert.Equal(key.KeyId, again.KeyId);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "a.pem")));
        }
    }

    [Fact]
    public void AKeyThatOthersCanReadIsNotUsed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no mode bits.");
        Key("a").Dispose();
#pragma warning disable CA1416 // Skipped there.
        File.SetUnixFileMode(Path.Combine(_folder, "a.pem"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
#pragma warning restore CA1416
        Assert.Contains("chmod 600", Assert.Throws<InvalidDataException>(() => Key("a")).Message, StringComparison.Ordinal);
    }

    private SigningKey Key(string name) => SigningKey.OpenOrCreate(Path.Combine(_folder, name + ".pem"));
}
