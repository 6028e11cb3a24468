using System.Text.Json.Nodes;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.Identity;

/// <summary>Entra's token endpoint for applications: the grant <c>client_credentials</c> with a federated assertion.</summary>
/// <remarks>The directory federates whoever holds the instance file: the assertion is the owner's token, and any client id is an application.</remarks>
internal sealed class EntraService(EmulatorInstance instance, AccessTokens tokens, ManagedIdentities identities, TimeProvider time) : IService
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private const string DefaultScope = "/.default";
    /// <summary>Entra's default is 60 to 90 minutes.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(3599);

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/{tenant}/oauth2/v2.0/token", AnswerAsync).AllowAnonymous();
        api.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", (string tenant) => Results.Json(new JsonObject
        {
            ["token_endpoint"] = $"{instance.Endpoint}/{tenant}/oauth2/v2.0/token",
            ["authorization_endpoint"] = $"{instance.Endpoint}/{tenant}/oauth2/v2.0/authorize",
            ["issuer"] = $"{instance.Endpoint}/{tenant}/v2.0",
            ["token_endpoint_auth_methods_supported"] = new JsonArray("private_key_jwt"),
        })).AllowAnonymous();
    }

    private async Task<IResult> AnswerAsync(HttpContext http, string tenant)
    {
        try
        {
            if (tenant != EmulatorInstance.TenantId)
                throw new EntraException(400, "invalid_request", 90002, $"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID. This emulator has one: {EmulatorInstance.TenantId}.");
            IFormCollection form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
            AccessToken token = Grant(form);
            http.Response.Headers.CacheControl = "no-store, no-cache";
            int seconds = (int)Lifetime.TotalSeconds;
            return Results.Json(new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = seconds, ["ext_expires_in"] = seconds, ["access_token"] = token.Token });
        }
        catch (EntraException refused)
        {
            return refused.Answer(time.GetUtcNow());
        }
    }

    private AccessToken Grant(IFormCollection form)
    {
        string grant = Required(form, "grant_type");
        if (grant != "client_credentials") throw new EntraException(400, "unsupported_grant_type", 70003, $"The app requested an unsupported grant type '{grant}'. This emulator grants client_credentials.");
        string client = Required(form, "client_id");
        if (!Guid.TryParse(client, out Guid clientId))
            throw new EntraException(400, "unauthorized_client", 700016, $"Application with identifier '{client}' was not found in the directory. A client id is a GUID.");
        string scope = Required(form, "scope");
        if (scope.Contains(' ', StringComparison.Ordinal) || !scope.EndsWith(DefaultScope, StringComparison.Ordinal) || scope.Length == DefaultScope.Length)
            throw new EntraException(400, "invalid_scope", 1002012, $"The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).");
        CheckAssertion(form);
        return tokens.Issue(identities.Application(clientId.ToString()), scope[..^DefaultScope.Length], Lifetime);
    }

    private void CheckAssertion(IFormCollection form)
    {
        if (form["client_secret"].ToString() is not "")
            throw new EntraException(401, "invalid_client", 7000215, "Invalid client secret provided. No application of this emulator has one; send a client_assertion.");
        string assertion = form["client_assertion"].ToString();
        if (assertion is "") throw new EntraException(401, "invalid_client", 7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");
        string type = Required(form, "client_assertion_type");
        if (type != AssertionType) throw new EntraException(400, "invalid_request", 900023, $"client_assertion_type is '{type}', not {AssertionType}.");
        if (!Secrets.Same(assertion, instance.Token))
            throw new EntraException(401, "invalid_client", 700213, "No matching federated identity record found for presented assertion. This emulator federates whoever holds its instance.json: the assertion is the token in it.");
    }

    private static string Required(IFormCollection form, string name) => form[name].ToString() is { Length: > 0 } value ? value
        : throw new EntraException(400, "invalid_request", 900144, $"The request body must contain the following parameter: '{name}'.");
}
