using GenAIOps.Emulator.Arm;

namespace GenAIOps.Emulator.Access;

internal static class AccessModule
{
    public static void AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<RoleDefinitions>();
        services.AddSingleton<IResourceProvider>(provider => provider.GetRequiredService<RoleDefinitions>());
        services.AddSingleton<IResourceProvider, RoleAssignmentProvider>();
        services.AddSingleton<AccessControl>();
        services.AddSingleton<LinkedAccess>();
    }
}
