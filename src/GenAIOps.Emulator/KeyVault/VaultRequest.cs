using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.KeyVault;

/// <summary>What all requests to a vault have in common: the host, the version, the challenge, pages.</summary>
internal static partial class VaultRequest
{
    private const int MostResults = 25;
    private static readonly string[] s_versions = ["7.4", "7.5", "7.6", "2025-07-01"];

    public static RouteGroupBuilder MapVault(this IEndpointRouteBuilder api, string path, EmulatorInstance instance)
    {
        RouteGroupBuilder group = api.MapGroup(path);
        group.RequireHost($"*{Vaults.Domain}").AllowAnonymous();
        group.AddEndpointFilter(async (context, next) =>
        {
            HttpContext http = context.HttpContext;
            if (Caller.Of(http) is null)
            {
                // Microsoft's clients ask without a token first and sign in as this header says.
                http.Response.Headers.WWWAuthenticate = $"Bearer authorization=\"{instance.Endpoint}/{EmulatorInstance.TenantId}\", resource=\"https://vault.azure.net\"";
                bool missing = http.Request.Headers.Authorization.Count == 0;
                throw new AzureErrorException(401, "Unauthorized", missing ? "AKV10000: Request is missing a Bearer or PoP token." : "AKV10032: The token is not one of this directory's, or it has expired.");
            }
            CheckVersion(http.Request.Query["api-version"].ToString());
            if (http.GetRouteValue("name") is string name && !Name().IsMatch(name)) throw VaultErrors.BadParameter($"The request URI contains an invalid name: {name}");
            return await next(context);
        });
        return group;
    }

    public static async Task<JsonObject> ReadAsync(HttpContext http) =>
        await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject ?? throw new JsonException("the body is not a JSON object");

    public static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static bool IsEnabled(JsonObject body) => body["attributes"]?["enabled"] is not JsonValue value || !value.TryGetValue(out bool enabled) || enabled;

    /// <summary>A page of a list, <c>maxresults</c> 1 to 25, and the address of the next.</summary>
    public static JsonObject Page(HttpRequest request, IReadOnlyList<JsonObject> all)
    {
        int size = int.TryParse(request.Query["maxresults"], out int asked) ? Math.Clamp(asked, 1, MostResults) : MostResults;
        int start = int.TryParse(request.Query["$skiptoken"], out int skipped) ? Math.Max(0, skipped) : 0;
        string? next = start + size < all.Count
            ? $"{request.Scheme}://{request.Host}{request.Path}?api-version={request.Query["api-version"]}&$skiptoken={start + size}&maxresults={size}"
            : null;
        return new JsonObject { ["value"] = new JsonArray([.. all.Skip(start).Take(size)]), ["nextLink"] = next };
    }

    private static void CheckVersion(string version)
    {
        if (version is "") throw VaultErrors.BadParameter("api-version must be specified");
        if (!s_versions.Contains(version)) throw VaultErrors.BadParameter($"The specified version ({version}) is not recognized. Consider using the latest supported version ({s_versions[^1]}).");
    }

    [GeneratedRegex("^[0-9a-zA-Z-]{1,127}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
