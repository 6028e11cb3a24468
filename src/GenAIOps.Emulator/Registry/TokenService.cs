using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;
using GenAIOps.Emulator.Identity;

namespace GenAIOps.Emulator.Registry;

/// <summary>Azure Container Registry's token exchange: <c>/oauth2/exchange</c> and <c>/oauth2/token</c>.</summary>
internal sealed class TokenService(EmulatorInstance instance, RegistryTokens tokens) : IService
{
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/oauth2/exchange", ExchangeAsync).AllowAnonymous();
        api.MapPost("/oauth2/token", PostTokenAsync).AllowAnonymous();
        api.MapGet("/oauth2/token", GetToken).AllowAnonymous();
    }

    private async Task<IResult> ExchangeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (await ReadFormAsync(request, cancellationToken) is not { } form) return NotAForm();
        if (WrongService(form["service"].ToString()) is { } wrong) return wrong;
        string grant = form["grant_type"].ToString();
        if (grant is not ("access_token" or "access_token_refresh_token"))
            return Refuse(400, "UNSUPPORTED", $"grant_type '{grant}' is not access_token");
        return tokens.OfDirectory(form["access_token"].ToString()) is { } caller
            ? Results.Json(new JsonObject { ["refresh_token"] = tokens.IssueRefresh(Seen(request, caller)) })
            : Refuse(401, "UNAUTHORIZED", "authentication required: access_token is not this emulator's, or it has expired");
    }

    private async Task<IResult> PostTokenAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (await ReadFormAsync(request, cancellationToken) is not { } form) return NotAForm();
        if (WrongService(form["service"].ToString()) is { } wrong) return wrong;
        string secret = form["grant_type"].ToString() switch
        {
            "refresh_token" => form["refresh_token"].ToString(),
            "password" => form["password"].ToString(),
            _ => "",
        };
        return Access(request, secret, form["scope"]);
    }

    /// <summary>The older form of the same question: Basic credentials, the scopes in the query.</summary>
    private IResult GetToken(HttpRequest request) =>
        WrongService(request.Query["service"].ToString())
        ?? Access(request, RegistryTokens.BasicPassword(request.Headers.Authorization.ToString()) ?? "", request.Query["scope"]);

    private IResult Access(HttpRequest request, string secret, IEnumerable<string?> scopes) => tokens.OfAccount(secret) is { } caller
        ? Results.Json(new JsonObject { ["access_token"] = tokens.IssueAccess(Seen(request, caller), scopes.SelectMany(scope => RegistryScope.Parse(scope ?? ""))) })
        : Refuse(401, "UNAUTHORIZED", "authentication required: the refresh token is missing, not this registry's, or expired");

    /// <summary>For the request log.</summary>
    private static Caller Seen(HttpRequest request, Caller caller)
    {
        request.HttpContext.Features.Set(caller);
        return caller;
    }

    private IResult? WrongService(string service) => service == instance.LoginServer
        ? null
        : Refuse(400, "INVALID_REQUEST", $"service '{service}' is not {instance.LoginServer}");

    private static async Task<IFormCollection?> ReadFormAsync(HttpRequest request, CancellationToken cancellationToken) =>
        request.HasFormContentType ? await request.ReadFormAsync(cancellationToken) : null;

    private static IResult NotAForm() => Refuse(415, "UNSUPPORTED", "the request is not application/x-www-form-urlencoded");

    private static IResult Refuse(int status, string code, string message) => Results.Json(
        new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["code"] = code, ["message"] = message }) }, statusCode: status);
}
