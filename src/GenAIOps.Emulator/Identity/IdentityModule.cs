using GenAIOps.Emulator.Access;
using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;
using Microsoft.AspNetCore.Authorization;

namespace GenAIOps.Emulator.Identity;

internal static class IdentityModule
{
    public static void AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<ManagedIdentities>();
        services.AddSingleton<WorkloadTokens>();
        services.AddSingleton<IService, ManagedIdentityService>();
        services.AddSingleton<IService, EntraService>();
        services.AddSingleton<IResourceProvider, UserIdentityProvider>();
        // Not AddAuthentication: that keeps keys for cookies in the user's home.
        services.AddWebEncoders();
        services.AddTransient<BearerAuthentication>();
        services.AddAuthenticationCore(options =>
        {
            options.DefaultScheme = BearerAuthentication.SchemeName;
            options.AddScheme<BearerAuthentication>(BearerAuthentication.SchemeName, null);
        });
        services.AddSingleton<IAuthorizationHandler, ControlPlaneHandler>();
        services.AddSingleton<IAuthorizationHandler, DataPlaneHandler>();
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Owner, policy => policy.RequireRole(nameof(CallerKind.Owner)))
            .AddPolicy(Policies.Management, policy => policy.RequireAuthenticatedUser().AddRequirements(new ControlPlaneRequirement()))
            .AddPolicy(Policies.DataPlane, policy => policy.RequireAuthenticatedUser().AddRequirements(new DataPlaneRequirement()));
    }
}
