namespace GenAIOps.Emulator.ContainerApps;

internal static class ContainerAppsModule
{
    public static void AddContainerApps(this IServiceCollection services) => ArgumentNullException.ThrowIfNull(services);
}
