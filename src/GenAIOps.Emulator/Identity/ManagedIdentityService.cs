using System.Globalization;
using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Identity;

/// <summary>The token endpoint that App Service and Container Apps give their workloads (api-version 2019-08-01).</summary>
internal sealed class ManagedIdentityService(WorkloadTokens tokens) : IService
{
    public const string Path = "/msi/token";

    public void Map(IEndpointRouteBuilder api) => api.MapGet(Path, Answer).AllowAnonymous();

    private IResult Answer(HttpRequest request)
    {
        string version = request.Query["api-version"].ToString();
        if (version != "2019-08-01") return Refuse(400, "InvalidApiVersion", $"api-version is '{version}'; this endpoint speaks 2019-08-01.");
        string resource = request.Query["resource"].ToString();
        if (resource is "") return Refuse(400, "BadRequest", "The query has no 'resource' to get a token for.");
        string header = request.Headers["X-IDENTITY-HEADER"].ToString();
        if (!tokens.IsKnown(header)) return Refuse(401, "Unauthorized", "X-IDENTITY-HEADER is missing, or no running workload has this one.");
        IdentityChoice choice = new(Query(request, "client_id"), Query(request, "principal_id") ?? Query(request, "object_id"), Query(request, "mi_res_id"));
        if (tokens.Issue(header, resource, choice) is not { } token)
            return Refuse(400, "BadRequest", choice.IsSystem
                ? "Unable to load the proper Managed Identity. The workload has no system-assigned one; name a user-assigned one with client_id."
                : "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.");
        return Results.Json(new JsonObject
        {
            ["access_token"] = token.Token,
            ["expires_on"] = token.Expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["resource"] = resource,
            ["token_type"] = "Bearer",
            ["client_id"] = choice.ClientId,
        });
    }

    private static string? Query(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    private static IResult Refuse(int status, string code, string message) =>
        Results.Json(new JsonObject { ["statusCode"] = status, ["message"] = message, ["code"] = code }, statusCode: status);
}
