using System.Text;
using System.Text.Json.Nodes;

namespace GenAIOps.Evidence.Tests;

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
        var (payload, reason) = Dsse.Verify(Sign(Type, "{}"u8.ToArray(), key), Type, TrustedKeys.Of(key.PublicKeyPem));
        Assert.Equal("{}", Encoding.UTF8.GetString(payload!));
        Assert.Empty(reason);
    }

    [Fact]
    public void AChangedPayloadIsRefused()
    {
        using var key = Key("a");
        var envelope = JsonNode.Parse(Sign(Type, """{"verdict":"Worse"}"""u8.ToArray(), key))!;
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
        var (payload, reason) = Dsse.Verify(Sign(Type, "{}"u8.ToArray(), foreign), Type, TrustedKeys.Of(mine.PublicKeyPem));
        Assert.Null(payload);
        Assert.Contains("not trusted", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void BothKeysCountDuringARotation()
    {
        using var old = Key("a");
        using var current = Key("b");
        var trusted = TrustedKeys.Of(old.PublicKeyPem, current.PublicKeyPem);
        Assert.NotNull(Dsse.Verify(Sign(Type, "{}"u8.ToArray(), old), Type, trusted).Payload);
        Assert.NotNull(Dsse.Verify(Sign(Type, "{}"u8.ToArray(), current), Type, trusted).Payload);
    }

    [Fact]
    public void NonsenseIsRefused()
    {
        using var key = Key("a");
        foreach (var nonsense in new[] { "", "null", "[]", "{}", """{"payloadType":"application/vnd.in-toto+json","payload":"%%%","signatures":[]}""", """{"payloadType":"a","payloadType":"b"}""" })
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

    private static byte[] Sign(string type, byte[] payload, ISigner key) => Dsse.SignAsync(type, payload, key, TestContext.Current.CancellationToken).GetAwaiter().GetResult();

    /// <summary>The example of secure-systems-lab/dsse, protocol.md, "Test vectors".</summary>
    [Fact]
    public void TheExampleOfTheSpecificationIsBelieved()
    {
        using var key = System.Security.Cryptography.ECDsa.Create(new System.Security.Cryptography.ECParameters
        {
            Curve = System.Security.Cryptography.ECCurve.NamedCurves.nistP256,
            Q = new() { X = Number("46950820868899156662930047687818585632848591499744589407958293238635476079160"), Y = Number("5640078356564379163099075877009565129882514886557779369047442380624545832820") },
        });
        var envelope = new JsonObject
        {
            ["payload"] = "aGVsbG8gd29ybGQ=",
            ["payloadType"] = "http://example.com/HelloWorld",
            ["signatures"] = new JsonArray(new JsonObject { ["keyid"] = SigningKey.IdOf(key), ["sig"] = "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==" }),
        };
        var (payload, reason) = Dsse.Verify(Encoding.UTF8.GetBytes(envelope.ToJsonString()), "http://example.com/HelloWorld", TrustedKeys.Of(key.ExportSubjectPublicKeyInfoPem()));
        Assert.Equal("", reason);
        Assert.Equal("hello world", Encoding.UTF8.GetString(payload!));

        static byte[] Number(string text) => System.Numerics.BigInteger.Parse(text, System.Globalization.CultureInfo.InvariantCulture).ToByteArray(isUnsigned: true, isBigEndian: true);
    }

    /// <summary>DSSE: a keyid is a hint; readers take either alphabet of Base64.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("somebody-else's-name")]
    [InlineData(null)]
    public void AKeyIdDecidesNothing(string? keyId)
    {
        using var key = Key("a");
        using var foreign = Key("b");
        var envelope = JsonNode.Parse(Sign(Type, "{\"a\":\"~~~???\"}"u8.ToArray(), key))!;
        envelope["signatures"]![0]!["keyid"] = keyId;
        foreach (var name in new[] { "payload", "sig" })
        {
            var holder = name == "sig" ? envelope["signatures"]![0]! : envelope;
            holder[name] = ((string)holder[name]!).Replace('+', '-').Replace('/', '_').TrimEnd('=');
        }

        var bytes = Encoding.UTF8.GetBytes(envelope.ToJsonString());
        Assert.NotNull(Dsse.Verify(bytes, Type, TrustedKeys.Of(key.PublicKeyPem)).Payload);
        Assert.Contains("not trusted", Dsse.Verify(bytes, Type, TrustedKeys.Of(foreign.PublicKeyPem)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void KeysOfAFolderAreTrustedToo()
    {
        using var mine = Key("a");
        using var other = Key("b");
        var keys = Directory.CreateDirectory(Path.Combine(_folder, "keys")).FullName;
        File.WriteAllText(Path.Combine(keys, "ci.pub"), other.PublicKeyPem);
        Assert.NotNull(Dsse.Verify(Sign(Type, "{}"u8.ToArray(), other), Type, TrustedKeys.In(keys)).Payload);
        Assert.Null(Dsse.Verify(Sign(Type, "{}"u8.ToArray(), mine), Type, TrustedKeys.In(keys)).Payload);
        Assert.NotNull(Dsse.Verify(Sign(Type, "{}"u8.ToArray(), mine), Type, TrustedKeys.In(keys, mine.PublicKeyPem)).Payload);
        File.WriteAllText(Path.Combine(keys, "broken.pub"), "no key");
        Assert.Contains("broken.pub holds no public key", Assert.Throws<InvalidDataException>(() => TrustedKeys.In(keys)).Message, StringComparison.Ordinal);
        File.Copy(Path.Combine(_folder, "b.pem"), Path.Combine(keys, "broken.pub"), overwrite: true);
        Assert.Contains("holds a private key", Assert.Throws<InvalidDataException>(() => TrustedKeys.In(keys)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePublicHalfIsFoundWithoutMakingAKey()
    {
        var path = Path.Combine(_folder, "a.pem");
        Assert.Null(TrustedKeys.PublicHalf(path));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        using var key = Key("a");
        Assert.Equal(key.PublicKeyPem, TrustedKeys.PublicHalf(path));

        // Restored without its public half: the key itself tells.
        File.Delete(Path.Combine(_folder, "a.pub"));
        Assert.Equal(key.PublicKeyPem, TrustedKeys.PublicHalf(path));
        File.WriteAllText(path, "no key");
        Assert.Contains("holds no ECDSA key", Assert.Throws<InvalidDataException>(() => TrustedKeys.PublicHalf(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AKeyInAVaultSignsWithoutLeavingIt()
    {
        using Vault vault = new();
        var cloud = GenAIOps.Azure.AzureCloud.At("test", new Uri("https://arm.example/"), new Vault.Credential(), vault, retryDelay: TimeSpan.FromMilliseconds(1));
        var signer = await KeyVaultSigner.OpenAsync(cloud, new Uri("https://my.vault.azure.net/keys/evidence/1"), TestContext.Current.CancellationToken);
        for (var i = 0; i < 20; i++)
        {
            // Numbers with a leading zero or a high bit are longer or shorter in DER: some of twenty are.
            Assert.NotNull(Dsse.Verify(Sign(Type, Encoding.UTF8.GetBytes($"{{\"n\":{i}}}"), signer), Type, TrustedKeys.Of(signer.PublicKeyPem)).Payload);
        }

        Assert.Equal("GET https://my.vault.azure.net/keys/evidence/1?api-version=7.4 token-for-https://vault.azure.net/.default", vault.Requests[0]);
        Assert.StartsWith("POST https://my.vault.azure.net/keys/evidence/1/sign?api-version=7.4", vault.Requests[1], StringComparison.Ordinal);
        vault.Fault = true;
        var error = await Assert.ThrowsAsync<GenAIOps.Azure.AzureCloudException>(() => signer.SignAsync([1], TestContext.Current.CancellationToken));
        Assert.Contains("403 Forbidden", error.Message, StringComparison.Ordinal);
        foreach (var wrong in new[] { "https://my.vault.azure.net/keys/evidence", "http://my.vault.azure.net/keys/evidence/1", "https://my.vault.azure.net/secrets/x/1" })
            await Assert.ThrowsAsync<GenAIOps.Azure.AzureCloudException>(() => KeyVaultSigner.OpenAsync(cloud, new Uri(wrong), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void ANamedKeyThatDoesNotExistIsRefused()
    {
        var path = Path.Combine(_folder, "keys", "prdo.pem");
        Assert.StartsWith($"The signing key {path} does not exist. Nothing was signed, and no key was made.", Assert.Throws<InvalidDataException>(() => SigningKey.Open(path)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));

        using var made = SigningKey.OpenOrCreate(path);
        using var opened = SigningKey.Open(path);
        Assert.Equal(made.KeyId, opened.KeyId);
    }

    private SigningKey Key(string name) => SigningKey.OpenOrCreate(Path.Combine(_folder, name + ".pem"));
}
