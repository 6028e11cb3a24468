using System.Security.Claims;
using System.Text.Encodings.Web;
using GenAIOps.Emulator.Access;
using GenAIOps.Emulator.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace GenAIOps.Emulator.Identity;

/// <summary>Knows who sends a bearer token: the owner of the instance, an application that signed in, a workload.</summary>
internal sealed class BearerAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    EmulatorInstance instance, AccessTokens tokens) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    /// <summary>Why the token was refused, or null when there was none.</summary>
    private string? _problem;
    private string _code = "InvalidAuthenticationToken";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return Task.FromResult(AuthenticateResult.NoResult());
        string token = header["Bearer ".Length..].Trim();
        if (Secrets.Same(token, instance.Token)) return Task.FromResult(Known(Caller.Owner));
        ReadToken? read = tokens.Read(token);
        if (read is { Expired: null }) return Task.FromResult(Known(read.Caller));
        if (read is { Expired: { } ended })
            (_code, _problem) = ("ExpiredAuthenticationToken", $"The access token expiry UTC time '{ended.UtcDateTime:O}' is earlier than current UTC time '{TimeProvider.GetUtcNow().UtcDateTime:O}'.");
        _problem ??= "The access token is not one of this emulator's.";
        return Task.FromResult(AuthenticateResult.Fail(_problem));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = $"Bearer authorization_uri=\"{instance.Endpoint}/{EmulatorInstance.TenantId}\", error=\"invalid_token\"";
        return _problem is null
            ? AzureErrorException.WriteAsync(Context, 401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.")
            : AzureErrorException.WriteAsync(Context, 401, _code, _problem);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Context.Features.Get<Refusal>() is { } refusal
        ? AzureErrorException.WriteAsync(Context, refusal.Status, refusal.Code, refusal.Message)
        : AzureErrorException.WriteAsync(Context, 403, "AuthorizationFailed", $"The client '{Caller.Of(Context)?.Name}' is not the owner of this emulator, and '{Request.Path}' is for its owner only.");

    private AuthenticateResult Known(Caller caller)
    {
        Context.Features.Set(caller);
        ClaimsIdentity identity = new([new Claim(ClaimTypes.Name, caller.Name), new Claim(ClaimTypes.Role, caller.Kind.ToString())], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }
}
