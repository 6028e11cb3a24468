using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.KeyVault;

/// <summary>A vault's secrets (learn.microsoft.com/rest/api/keyvault/secrets, 7.4 to 2025-07-01): set, get, list.</summary>
internal sealed class SecretsService(Vaults vaults, VaultItems items, VaultAccess access, EmulatorInstance instance, TimeProvider time) : IService
{
    public static readonly VaultOperation Get = new(VaultItemKind.Secret, "getSecret/action", "get");
    private static readonly VaultOperation s_set = new(VaultItemKind.Secret, "setSecret/action", "set"), s_list = new(VaultItemKind.Secret, "readMetadata/action", "list");
    private const int LongestValue = 25_600;

    public void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder secrets = api.MapVault("/secrets", instance);
        secrets.MapGet("", List);
        secrets.MapPut("/{name}", SetAsync);
        secrets.MapGet("/{name}/versions", ListVersions);
        secrets.MapGet("/{name}/{version?}", GetSecret);
    }

    /// <exception cref="AzureErrorException">The secret is not there, or is disabled.</exception>
    public static VaultItemVersion Read(VaultItems items, Vault vault, string name, string? version)
    {
        (_, VaultItemVersion found) = items.Get(vault.Name, VaultItemKind.Secret, name, version);
        return found.Enabled ? found : throw VaultErrors.Disabled(VaultItemKind.Secret, "get");
    }

    private async Task<IResult> SetAsync(HttpContext http, string name)
    {
        Vault vault = Allowed(http, s_set, name);
        JsonObject body = await VaultRequest.ReadAsync(http);
        string value = VaultRequest.Text(body["value"]) ?? throw VaultErrors.BadParameter("Property value is required.");
        if (value.Length > LongestValue) throw VaultErrors.BadParameter($"The secret's value has {value.Length} characters; at most {LongestValue} are allowed.");
        JsonObject shown = [];
        if (body["contentType"] is { } contentType) shown["contentType"] = contentType.DeepClone();
        shown["tags"] = body["tags"]?.DeepClone() ?? new JsonObject();
        DateTimeOffset now = time.GetUtcNow();
        VaultItemVersion version = new(Guid.NewGuid().ToString("N"), value, shown, VaultRequest.IsEnabled(body), now, now);
        items.Add(vault.Name, VaultItemKind.Secret, name, version);
        return Results.Json(Bundle(vault, name, version, withValue: true));
    }

    private IResult GetSecret(HttpContext http, string name, string? version)
    {
        Vault vault = Allowed(http, Get, name);
        VaultItemVersion found = Read(items, vault, name, version);
        return Results.Json(Bundle(vault, items.Find(vault.Name, VaultItemKind.Secret, name)!.Name, found, withValue: true));
    }

    private IResult List(HttpContext http)
    {
        Vault vault = Allowed(http, s_list, null);
        return Results.Json(VaultRequest.Page(http.Request, [.. items.List(vault.Name, VaultItemKind.Secret).Select(item => Bundle(vault, item.Name, item.Versions[^1], withValue: false, withVersion: false))]));
    }

    private IResult ListVersions(HttpContext http, string name)
    {
        Vault vault = Allowed(http, s_list, name);
        VaultItem? item = items.Find(vault.Name, VaultItemKind.Secret, name);
        return Results.Json(VaultRequest.Page(http.Request, [.. (item?.Versions ?? []).Select(version => Bundle(vault, item!.Name, version, withValue: false))]));
    }

    private Vault Allowed(HttpContext http, VaultOperation operation, string? name)
    {
        Vault vault = vaults.Of(http.Request);
        access.Check(Caller.Of(http)!, vault, operation, name);
        return vault;
    }

    private JsonObject Bundle(Vault vault, string name, VaultItemVersion version, bool withValue, bool withVersion = true)
    {
        JsonObject bundle = new()
        {
            ["id"] = $"{vaults.UriOf(vault.Name)}secrets/{name}{(withVersion ? $"/{version.Version}" : "")}",
            ["attributes"] = version.Attributes(),
        };
        if (withValue) bundle["value"] = version.Content;
        foreach ((string key, JsonNode? value) in version.Shown) bundle[key] = value?.DeepClone();
        return bundle;
    }
}
