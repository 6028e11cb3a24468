using GenAIOps.Emulator.Arm;
using GenAIOps.Emulator.Hosting;

namespace GenAIOps.Emulator.ContainerApps;

internal static class ContainerAppsModule
{
    public static void AddContainerApps(this IServiceCollection services)
    {
        services.AddSingleton<AppRoutes>();
        services.AddSingleton<SecretValues>();
        services.AddSingleton<Fleet>();
        services.AddSingleton<AppProvisioning>();
        services.AddSingleton<IBackgroundWork, AppRecovery>();
        services.AddSingleton<IResourceProvider, EnvironmentProvider>();
        services.AddSingleton<IResourceProvider, AppProvider>();
        services.AddSingleton<IResourceProvider, RevisionProvider>();
        services.AddSingleton<IResourceProvider, AuthenticationProvider>();
        services.AddSingleton<IService, RevisionService>();
    }
}
