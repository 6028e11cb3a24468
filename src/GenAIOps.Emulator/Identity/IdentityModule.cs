namespace GenAIOps.Emulator.Identity;

internal static class IdentityModule
{
    public static void AddIdentity(this IServiceCollection services) => ArgumentNullException.ThrowIfNull(services);
}
