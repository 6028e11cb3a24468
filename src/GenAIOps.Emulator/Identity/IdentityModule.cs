using System.Security.Claims;
using System.Text.Encodings.Web;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace GenAIOps.Emulator.Identity;

internal static class IdentityModule
{
    public static void AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<WorkloadTokens>();
        services.AddSingleton<IService, ManagedIdentityService>();
        services.AddSingleton<IResourceProvider, UserIdentityProvider>();
        // Not AddAuthentication: that keeps keys for cookies in the user's home.
        services.AddWebEncoders();
        services.AddTransient<BearerAuthentication>();
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = BearerAuthentication.SchemeName;
            options.AddScheme<BearerAuthentication>(BearerAuthentication.SchemeName, null);
        });
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Management, policy => policy.RequireRole(Policies.Management))
            .AddPolicy(Policies.DataPlane, policy => policy.RequireRole(Policies.Management, Policies.DataPlane));
    }
}

/// <summary>Knows who sends a bearer token: the owner of the instance, or a workload.</summary>
internal sealed class BearerAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    EmulatorInstance instance, WorkloadTokens workloads) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Bearer";

    /// <summary>Why the token was refused, or null when there was none.</summary>
    private string? _problem;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return Task.FromResult(AuthenticateResult.NoResult());
        string token = header["Bearer ".Length..].Trim();
        if (Secrets.Same(token, instance.Token)) return Task.FromResult(Known("owner", Policies.Management));
        if (workloads.Validate(token) is { } workload) return Task.FromResult(Known(workload, Policies.DataPlane));
        _problem = "The access token is not one of this emulator's, or it has expired.";
        return Task.FromResult(AuthenticateResult.Fail(_problem));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = $"Bearer authorization_uri=\"{instance.Endpoint}/{EmulatorInstance.TenantId}\", error=\"invalid_token\"";
        return _problem is null
            ? AzureErrorException.WriteAsync(Context, 401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.")
            : AzureErrorException.WriteAsync(Context, 401, "InvalidAuthenticationToken", _problem);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        AzureErrorException.WriteAsync(Context, 403, "AuthorizationFailed",
            $"The client '{Context.User.Identity?.Name}' does not have authorization to perform this action on '{Request.Path}'.");

    private static AuthenticateResult Known(string name, string role)
    {
        ClaimsIdentity identity = new([new Claim(ClaimTypes.Name, name), new Claim(ClaimTypes.Role, role)], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }
}
