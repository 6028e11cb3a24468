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
        WorkloadToken? token = tokens.Issue(request.Headers["X-IDENTITY-HEADER"].ToString(), resource);
        if (token is null) return Refuse(401, "Unauthorized", "X-IDENTITY-HEADER is missing, or no running workload has this one.");
        return Results.Json(new JsonObject
        {
            ["access_token"] = token.Token,
            ["expires_on"] = token.Expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["resource"] = resource,
            ["token_type"] = "Bearer",
        });
    }

    private static IResult Refuse(int status, string code, string message) =>
        Results.Json(new JsonObject { ["statusCode"] = status, ["message"] = message, ["code"] = code }, statusCode: status);
}
