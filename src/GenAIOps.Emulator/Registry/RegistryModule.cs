namespace GenAIOps.Emulator.Registry;

internal static class RegistryModule
{
    public static void AddRegistry(this IServiceCollection services) => ArgumentNullException.ThrowIfNull(services);
}
