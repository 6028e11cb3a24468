using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Identity;

/// <summary>Makes and checks JSON web tokens (RFC 7519, HS256) whose key is derived from the instance's token.</summary>
/// <param name="purpose">Tokens of one purpose are not valid for another.</param>
internal sealed class TokenSigner(EmulatorInstance instance, TimeProvider time, string purpose)
{
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);
    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(instance.Token), 32, info: Encoding.UTF8.GetBytes(purpose));

    public string Issue(JsonObject claims, DateTimeOffset expires)
    {
        JsonObject all = claims.DeepClone().AsObject();
        all["iss"] = $"{instance.Endpoint}/{EmulatorInstance.TenantId}/";
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        all["iat"] = now;
        all["nbf"] = now;
        all["exp"] = expires.ToUnixTimeSeconds();
        string content = $"{Header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(all.ToJsonString()))}";
        return $"{content}.{Sign(content)}";
    }

    /// <returns>The claims, or null when the token is not ours, was changed or has expired.</returns>
    public JsonObject? Read(string token) =>
        ReadAnyAge(token) is { } claims && (long)claims["exp"]! > time.GetUtcNow().ToUnixTimeSeconds() ? claims : null;

    /// <returns>The claims, be they expired or not; null when the token is not ours or was changed.</returns>
    public JsonObject? ReadAnyAge(string token)
    {
        int dot = token.LastIndexOf('.');
        if (dot < 0 || !token.StartsWith(Header + ".", StringComparison.Ordinal)) return null;
        string content = token[..dot];
        if (!Secrets.Same(token[(dot + 1)..], Sign(content))) return null;
        return JsonNode.Parse(Base64Url.DecodeFromChars(content.AsSpan(Header.Length + 1)))!.AsObject();
    }

    private string Sign(string content) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(content)));
}

internal static class Secrets
{
    /// <summary>256 random bits, base64url.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Compares in a time that does not tell where the two differ.</summary>
    public static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
