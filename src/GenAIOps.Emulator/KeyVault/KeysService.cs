using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.KeyVault;

/// <summary>A vault's keys (learn.microsoft.com/rest/api/keyvault/keys, 7.4 to 2025-07-01): EC keys on P-256 are made, shown, and sign. The private half never leaves.</summary>
internal sealed class KeysService(Vaults vaults, VaultItems items, VaultAccess access, EmulatorInstance instance, TimeProvider time) : IService
{
    private static readonly VaultOperation s_create = new(VaultItemKind.Key, "create/action", "create"), s_get = new(VaultItemKind.Key, "read", "get"),
        s_list = new(VaultItemKind.Key, "read", "list"), s_sign = new(VaultItemKind.Key, "sign/action", "sign"), s_verify = new(VaultItemKind.Key, "verify/action", "verify");
    private const int DigestBytes = 32, SignatureBytes = 64;

    public void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder keys = api.MapVault("/keys", instance);
        keys.MapGet("", (HttpContext http) =>
        {
            Vault vault = Allowed(http, s_list, null);
            return Results.Json(VaultRequest.Page(http.Request, [.. items.List(vault.Name, VaultItemKind.Key).Select(item => Listed(vault, item.Name, item.Versions[^1], withVersion: false))]));
        });
        keys.MapPost("/{name}/create", CreateAsync);
        keys.MapGet("/{name}/versions", (HttpContext http, string name) =>
        {
            Vault vault = Allowed(http, s_list, name);
            VaultItem? item = items.Find(vault.Name, VaultItemKind.Key, name);
            return Results.Json(VaultRequest.Page(http.Request, [.. (item?.Versions ?? []).Select(version => Listed(vault, item!.Name, version, withVersion: true))]));
        });
        keys.MapGet("/{name}/{version?}", (HttpContext http, string name, string? version) =>
        {
            Vault vault = Allowed(http, s_get, name);
            (string known, VaultItemVersion found) = items.Get(vault.Name, VaultItemKind.Key, name, version);
            return Results.Json(Bundle(vault, known, found));
        });
        keys.MapPost("/{name}/{version}/sign", SignAsync);
        keys.MapPost("/{name}/{version}/verify", VerifyAsync);
    }

    private async Task<IResult> CreateAsync(HttpContext http, string name)
    {
        Vault vault = Allowed(http, s_create, name);
        JsonObject body = await VaultRequest.ReadAsync(http);
        string? type = VaultRequest.Text(body["kty"]), curve = VaultRequest.Text(body["crv"]);
        if (type is not ("EC" or "EC-HSM") || curve is not (null or "P-256"))
            throw VaultErrors.BadParameter($"Property kty is {type ?? "missing"} and crv is {curve ?? "missing"}; this emulator makes EC keys on P-256.");
        JsonArray operations = body["key_ops"]?.DeepClone() as JsonArray ?? new JsonArray("sign", "verify");
        JsonObject shown = new() { ["key_ops"] = operations, ["tags"] = body["tags"]?.DeepClone() ?? new JsonObject() };
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        DateTimeOffset now = time.GetUtcNow();
        VaultItemVersion version = new(Guid.NewGuid().ToString("N"), Convert.ToBase64String(key.ExportPkcs8PrivateKey()), shown, VaultRequest.IsEnabled(body), now, now);
        items.Add(vault.Name, VaultItemKind.Key, name, version);
        return Results.Json(Bundle(vault, name, version));
    }

    private async Task<IResult> SignAsync(HttpContext http, string name, string version)
    {
        (Vault vault, string known, VaultItemVersion found, JsonObject body) = await UseAsync(http, s_sign, name, version);
        byte[] digest = Decode(body, "value", DigestBytes);
        using ECDsa key = KeyOf(found);
        return Results.Json(new JsonObject { ["kid"] = IdOf(vault, known, found.Version), ["value"] = Base64Url.EncodeToString(key.SignHash(digest)) });
    }

    private async Task<IResult> VerifyAsync(HttpContext http, string name, string version)
    {
        (_, _, VaultItemVersion found, JsonObject body) = await UseAsync(http, s_verify, name, version);
        byte[] digest = Decode(body, "digest", DigestBytes), signature = Decode(body, "value", SignatureBytes);
        using ECDsa key = KeyOf(found);
        return Results.Json(new JsonObject { ["value"] = key.VerifyHash(digest, signature) });
    }

    private async Task<(Vault Vault, string Name, VaultItemVersion Version, JsonObject Body)> UseAsync(HttpContext http, VaultOperation operation, string name, string version)
    {
        Vault vault = Allowed(http, operation, name);
        JsonObject body = await VaultRequest.ReadAsync(http);
        (string known, VaultItemVersion found) = items.Get(vault.Name, VaultItemKind.Key, name, version);
        if (!found.Enabled) throw VaultErrors.Disabled(VaultItemKind.Key, operation.Permission);
        if (VaultRequest.Text(body["alg"]) is not "ES256") throw VaultErrors.BadParameter($"Property alg is {body["alg"]?.ToJsonString() ?? "missing"}; a key on P-256 signs with ES256.");
        if (!found.Shown["key_ops"]!.AsArray().Any(each => VaultRequest.Text(each) == operation.Permission))
            throw new AzureErrorException(403, "Forbidden", $"Operation {operation.Permission} is not permitted on this key.") { InnerCode = "KeyOperationForbidden" };
        return (vault, known, found, body);
    }

    private Vault Allowed(HttpContext http, VaultOperation operation, string? name)
    {
        Vault vault = vaults.Of(http.Request);
        access.Check(Caller.Of(http)!, vault, operation, name);
        return vault;
    }

    private JsonObject Bundle(Vault vault, string name, VaultItemVersion version)
    {
        using ECDsa key = KeyOf(version);
        ECParameters shown = key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["key"] = new JsonObject
            {
                ["kid"] = IdOf(vault, name, version.Version),
                ["kty"] = "EC",
                ["key_ops"] = version.Shown["key_ops"]!.DeepClone(),
                ["crv"] = "P-256",
                ["x"] = Base64Url.EncodeToString(shown.Q.X),
                ["y"] = Base64Url.EncodeToString(shown.Q.Y),
            },
            ["attributes"] = version.Attributes(),
            ["tags"] = version.Shown["tags"]?.DeepClone(),
        };
    }

    private JsonObject Listed(Vault vault, string name, VaultItemVersion version, bool withVersion) => new()
    {
        ["kid"] = withVersion ? IdOf(vault, name, version.Version) : $"{vaults.UriOf(vault.Name)}keys/{name}",
        ["attributes"] = version.Attributes(),
        ["tags"] = version.Shown["tags"]?.DeepClone(),
    };

    private string IdOf(Vault vault, string name, string version) => $"{vaults.UriOf(vault.Name)}keys/{name}/{version}";

    private static ECDsa KeyOf(VaultItemVersion version)
    {
        ECDsa key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(version.Content), out _);
        return key;
    }

    private static byte[] Decode(JsonObject body, string member, int length)
    {
        try
        {
            if (VaultRequest.Text(body[member]) is { } text && Base64Url.DecodeFromChars(text) is var bytes && bytes.Length == length) return bytes;
        }
        catch (FormatException) { } // Said below.
        throw VaultErrors.BadParameter($"Property {member} has an invalid value: ES256 needs {length} bytes in base64url.");
    }
}
